using System.Globalization;

namespace Seq.Model;

/// <summary>Walks the message of a tensor (<c>TensorProto</c>): it must hold as many elements as its dimensions say, here or in another file.</summary>
internal sealed class OnnxTensorWalk(WireReader reader, string path, string folder)
{
    private const int MaxRank = 32;

    /// <summary>Sizes are vectors as long as a shape has dimensions; longer ones are data.</summary>
    private const int MaxSizes = 32;

    private readonly Dictionary<string, long> _fileBytes = new(StringComparer.Ordinal);

    internal OnnxTensorOutline Read()
    {
        reader.Count();
        var tensor = new Content();
        while (reader.TryReadField(out var number, out var wire))
        {
            switch (number)
            {
                case 1:
                    ReadDimensions(tensor, wire);
                    break;
                case 2:
                    tensor.Type = reader.ReadInt64("an element type", wire);
                    break;
                case 4 or 5 or 6 or 7 or 10 or 11:
                    ReadElements(tensor, number, wire);
                    break;
                case 8:
                    tensor.Name = reader.ReadText("the name of a tensor", wire);
                    break;
                case 9:
                    ReadRaw(tensor, wire);
                    break;
                case 13:
                    reader.ReadMessage("a reference to another file", wire, () => ReadReference(tensor));
                    break;
                case 14:
                    tensor.IsExternal = reader.ReadInt64("the place of a tensor", wire) == 1;
                    break;
                case 3:
                    throw reader.Bad($"the tensor '{tensor.Name}' is a segment of one, which no graph here has.");
                default:
                    reader.Skip(wire);
                    break;
            }
        }

        Check(tensor);
        return new(tensor.Name, tensor.Type == OnnxTensorType.Int64 && tensor.Sizes.Count == tensor.Elements ? tensor.Sizes : null);
    }

    private void ReadDimensions(Content tensor, int wire)
    {
        void Add()
        {
            reader.Count();
            tensor.Dimensions.Add((long)reader.ReadVarint());
            if (tensor.Dimensions.Count > MaxRank)
            {
                throw reader.Bad($"the tensor '{tensor.Name}' has more than {MaxRank} dimensions.");
            }
        }

        if (wire == WireReader.Varint)
        {
            Add();
            return;
        }

        reader.ReadMessage("the dimensions of a tensor", wire, () =>
        {
            while (reader.Position < reader.End)
            {
                Add();
            }
        });
    }

    private void ReadElements(Content tensor, int field, int wire)
    {
        tensor.Held = tensor.Held is 0 || tensor.Held == field ? field : throw reader.Bad($"the tensor '{tensor.Name}' holds elements of two kinds.");
        if (field == 6)
        {
            reader.SkipBytes(reader.ReadLength("a text", wire));
            tensor.Count++;
            return;
        }

        var item = field switch { 4 => WireReader.Fixed32, 10 => WireReader.Fixed64, _ => WireReader.Varint };
        if (wire == item)
        {
            ReadElement(tensor, item);
            return;
        }

        reader.ReadMessage("the elements of a tensor", wire, () =>
        {
            while (reader.Position < reader.End)
            {
                ReadElement(tensor, item);
            }
        });
    }

    private void ReadElement(Content tensor, int item)
    {
        tensor.Count++;
        if (item == WireReader.Varint && tensor.Sizes.Count < MaxSizes)
        {
            tensor.Sizes.Add((long)reader.ReadVarint());
        }
        else
        {
            reader.Skip(item);
        }
    }

    private void ReadRaw(Content tensor, int wire)
    {
        tensor.RawBytes = tensor.RawBytes < 0 ? reader.ReadLength("the data of a tensor", wire) : throw reader.Bad($"the tensor '{tensor.Name}' has data twice.");
        if (tensor.RawBytes > MaxSizes * sizeof(long) || tensor.RawBytes % sizeof(long) != 0)
        {
            reader.SkipBytes(tensor.RawBytes);
            return;
        }

        for (var i = 0; i < tensor.RawBytes / sizeof(long); i++)
        {
            tensor.Sizes.Add(reader.ReadFixed64());
        }
    }

    private void ReadReference(Content tensor)
    {
        var (key, value) = ("", "");
        while (reader.TryReadField(out var number, out var wire))
        {
            switch (number)
            {
                case 1:
                    key = reader.ReadText("a key", wire);
                    break;
                case 2:
                    value = reader.ReadText("a value", wire);
                    break;
                default:
                    reader.Skip(wire);
                    break;
            }
        }

        reader.Count();
        if (!tensor.Reference.TryAdd(key, value))
        {
            throw reader.Bad($"the tensor '{tensor.Name}' gives '{key}' twice.");
        }
    }

    private void Check(Content tensor)
    {
        if (!OnnxTensorType.IsKnown(tensor.Type) || !TensorShape.TryCount(tensor.Dimensions, out var elements))
        {
            throw reader.Bad($"the tensor '{tensor.Name}' has the element type {tensor.Type} and the impossible shape [{string.Join(", ", tensor.Dimensions)}].");
        }

        tensor.Elements = elements;
        var bytes = elements * OnnxTensorType.ByteSize(tensor.Type);
        if (tensor.IsExternal)
        {
            CheckReference(tensor, bytes);
            return;
        }

        var fits = tensor.RawBytes >= 0
            ? tensor.Held == 0 && tensor.Type != OnnxTensorType.Text && tensor.RawBytes == bytes
            : tensor.Count == elements && (tensor.Held == 0 || tensor.Held == OnnxTensorType.Field(tensor.Type));
        if (!fits)
        {
            var found = tensor.RawBytes >= 0 ? $"{tensor.RawBytes} bytes" : $"{tensor.Count} elements";
            throw reader.Bad($"the tensor '{tensor.Name}' of shape [{string.Join(", ", tensor.Dimensions)}] and type {tensor.Type} holds {found}.");
        }
    }

    private void CheckReference(Content tensor, long bytes)
    {
        if (!tensor.Reference.TryGetValue("location", out var location) || tensor.RawBytes > 0 || tensor.Held != 0 || tensor.Type == OnnxTensorType.Text)
        {
            throw reader.Bad($"the tensor '{tensor.Name}' lies in another file, but does not name it, or holds data itself.");
        }

        if (!_fileBytes.TryGetValue(location, out var available))
        {
            var info = new FileInfo(FolderPath.Resolve(path, folder, location));
            available = info.Exists ? info.Length : throw reader.Bad($"the tensor '{tensor.Name}' lies in the file '{location}', which is not there.");
            _fileBytes.Add(location, available);
        }

        long Number(string key, long otherwise) => !tensor.Reference.TryGetValue(key, out var text) ? otherwise
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw reader.Bad($"the tensor '{tensor.Name}' gives '{text}' as {key}, which is no number.");
        var offset = Number("offset", 0);
        var length = Number("length", bytes);
        if (length != bytes || offset > available - length)
        {
            throw reader.Bad($"the tensor '{tensor.Name}' needs {bytes} bytes and lies at {offset} with {length} bytes, but '{location}' has {available}.");
        }
    }

    private sealed class Content
    {
        internal string Name { get; set; } = "";

        internal long Type { get; set; }

        internal List<long> Dimensions { get; } = [];

        internal long Elements { get; set; }

        internal int Held { get; set; }

        internal long Count { get; set; }

        internal long RawBytes { get; set; } = -1;

        internal List<long> Sizes { get; } = [];

        internal bool IsExternal { get; set; }

        internal Dictionary<string, string> Reference { get; } = new(StringComparer.Ordinal);
    }
}
