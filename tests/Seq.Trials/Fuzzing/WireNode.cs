namespace Seq.Trials.Fuzzing;

/// <summary>A field of a protobuf message, with the fields of the message in it where the schema of ONNX says that there is one.</summary>
internal sealed class WireNode
{
    internal const int Varint = 0;
    internal const int Bytes = 2;
    private const int Fixed64 = 1;
    private const int Fixed32 = 5;

    // Message and field: the message that the field holds (github.com/onnx/onnx, onnx.proto).
    private static readonly Dictionary<(string Message, int Field), string> Messages = new()
    {
        [("Model", 7)] = "Graph",
        [("Model", 8)] = "Opset",
        [("Model", 14)] = "Entry",
        [("Graph", 1)] = "Node",
        [("Graph", 5)] = "Tensor",
        [("Graph", 11)] = "Value",
        [("Graph", 12)] = "Value",
        [("Graph", 13)] = "Value",
        [("Node", 5)] = "Attribute",
        [("Attribute", 5)] = "Tensor",
        [("Attribute", 6)] = "Graph",
        [("Value", 2)] = "Type",
        [("Type", 1)] = "TensorType",
        [("TensorType", 2)] = "Shape",
        [("Shape", 1)] = "Dimension",
        [("Tensor", 13)] = "Entry",
    };

    internal required int Field { get; init; }

    internal required int Wire { get; init; }

    /// <summary>The number of a varint.</summary>
    internal ulong Number { get; set; }

    /// <summary>The content where it is no message: text, bytes of a tensor, a fixed number.</summary>
    internal byte[] Content { get; set; } = [];

    /// <summary>The kind of message it is; null where it is none.</summary>
    internal string? Message { get; init; }

    /// <summary>The fields of the message.</summary>
    internal List<WireNode> Fields { get; private init; } = [];

    /// <summary>Reads an ONNX file that is sound.</summary>
    internal static WireNode Parse(byte[] file) => new() { Field = 0, Wire = Bytes, Message = "Model", Fields = Read(file, "Model") };

    /// <summary>The file's bytes, with every length made to fit.</summary>
    internal byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        Fields.ForEach(field => field.Write(stream));
        return stream.ToArray();
    }

    /// <summary>A copy that shares nothing that is changed later.</summary>
    internal WireNode Copy() => new()
    {
        Field = Field, Wire = Wire, Number = Number, Content = Content, Message = Message, Fields = [.. Fields.Select(field => field.Copy())],
    };

    /// <summary>This field and all below it, with the message that holds each.</summary>
    internal IEnumerable<(WireNode Parent, WireNode Node)> All() => Fields.SelectMany(field => field.All().Prepend((this, field)));

    private static List<WireNode> Read(ReadOnlySpan<byte> data, string message)
    {
        var fields = new List<WireNode>();
        while (data.Length > 0)
        {
            var tag = ReadVarint(ref data);
            var (field, wire) = ((int)(tag >> 3), (int)(tag & 7));
            if (wire == Varint)
            {
                fields.Add(new() { Field = field, Wire = wire, Number = ReadVarint(ref data) });
                continue;
            }

            var length = wire switch { Fixed64 => 8, Fixed32 => 4, _ => (int)ReadVarint(ref data) };
            var inner = wire == Bytes ? Messages.GetValueOrDefault((message, field)) : null;
            fields.Add(new()
            {
                Field = field,
                Wire = wire,
                Message = inner,
                Content = inner is null ? data[..length].ToArray() : [],
                Fields = inner is null ? [] : Read(data[..length], inner),
            });
            data = data[length..];
        }

        return fields;
    }

    private static ulong ReadVarint(ref ReadOnlySpan<byte> data)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = data[0];
            data = data[1..];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }

    private static void WriteVarint(Stream stream, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            stream.WriteByte((byte)(value | 0x80));
        }

        stream.WriteByte((byte)value);
    }

    private void Write(Stream stream)
    {
        WriteVarint(stream, ((ulong)Field << 3) | (uint)Wire);
        if (Wire == Varint)
        {
            WriteVarint(stream, Number);
            return;
        }

        var content = Message is null ? Content : ToBytes();
        if (Wire == Bytes)
        {
            WriteVarint(stream, (ulong)content.Length);
        }

        stream.Write(content);
    }
}
