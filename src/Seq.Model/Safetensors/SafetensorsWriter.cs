using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Seq.Model;

/// <summary>Writes a safetensors file; the same tensors in the same order give the same bytes.</summary>
public sealed class SafetensorsWriter
{
    private const int Alignment = 8;
    private readonly List<(string Name, TensorType Type, long[] Shape, Action<Stream> Write, long Bytes)> _tensors = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Free-form strings for the header's <c>__metadata__</c>.</summary>
    public SortedDictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds a tensor; the data is read when the file is written.</summary>
    /// <typeparam name="T">float, double, int, long, byte or bool.</typeparam>
    /// <param name="name">A name not used before.</param>
    /// <param name="shape">The dimensions; empty for a scalar.</param>
    /// <param name="data">The elements, row-major.</param>
    /// <exception cref="ArgumentException">The name is taken or empty, the shape does not fit the data, or the type is none of these.</exception>
    public void Add<T>(string name, ReadOnlySpan<long> shape, ReadOnlyMemory<T> data)
        where T : unmanaged
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var type = TensorTypes.Of<T>();
        var dimensions = shape.ToArray();
        if (!TensorShape.TryCount(dimensions, out var count) || count != data.Length)
        {
            throw new ArgumentException($"Tensor '{name}' of shape [{string.Join(", ", dimensions)}] does not have the {data.Length} elements given.", nameof(data));
        }

        if (!Utf16.IsWellFormed(name))
        {
            throw new ArgumentException("The name holds half a surrogate pair and cannot be written.", nameof(name));
        }

        if (name == "__metadata__" || !_names.Add(name))
        {
            throw new ArgumentException($"The name '{name}' is taken.", nameof(name));
        }

        _tensors.Add((name, type, dimensions, stream => WriteData(stream, data), count * type.ByteSize()));
    }

    /// <summary>Writes the file.</summary>
    /// <param name="path">A path; an existing file is replaced.</param>
    public void Write(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        Write(file);
    }

    /// <summary>Writes the file's bytes.</summary>
    /// <param name="stream">Receives them.</param>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var header = Header();
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var tensor in _tensors)
        {
            tensor.Write(stream);
        }
    }

    private byte[] Header()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (Metadata.Count > 0)
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in Metadata)
                {
                    json.WriteString(key, value);
                }

                json.WriteEndObject();
            }

            long begin = 0;
            foreach (var (name, type, shape, _, bytes) in _tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", type.SafetensorsName());
                WriteArray(json, "shape", shape);
                WriteArray(json, "data_offsets", [begin, begin + bytes]);
                json.WriteEndObject();
                begin += bytes;
            }

            json.WriteEndObject();
        }

        while (buffer.Length % Alignment != 0)
        {
            buffer.WriteByte((byte)' '); // The format's own padding: spaces keep the header valid JSON and the data aligned.
        }

        return buffer.ToArray();
    }

    private static void WriteArray(Utf8JsonWriter json, string name, ReadOnlySpan<long> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }

    private static void WriteData<T>(Stream stream, ReadOnlyMemory<T> data)
        where T : unmanaged
    {
        const int Piece = 1 << 26;
        for (var done = 0; done < data.Length; done += Piece)
        {
            stream.Write(MemoryMarshal.AsBytes(data.Span.Slice(done, Math.Min(Piece, data.Length - done))));
        }
    }
}
