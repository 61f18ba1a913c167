using System.Text.Json;

namespace Seq.Model;

/// <summary>Parses and checks the header of a safetensors file: nothing in it is believed before it is checked against the file's size.</summary>
internal static class SafetensorsHeader
{
    /// <summary>Room for a hundred thousand tensors; the parsed form takes several times the memory of the text, so the limit is kept low.</summary>
    internal const long MaxBytes = 16L << 20;

    private const int MaxRank = 32;

    internal static (List<SafetensorsEntry> Entries, SortedDictionary<string, string> Metadata) Parse(string path, byte[] header, long dataBytes)
    {
        var entries = new List<SafetensorsEntry>();
        var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(header, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 4 });
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (member.Name == "__metadata__")
                {
                    foreach (var pair in member.Value.EnumerateObject())
                    {
                        metadata[pair.Name] = pair.Value.GetString() ?? throw Bad(path, $"The metadata '{pair.Name}' is null; it must be a text.");
                    }
                }
                else
                {
                    entries.Add(ParseEntry(path, member.Name, member.Value));
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw Bad(path, $"The header is not the JSON of a safetensors file: {exception.Message}", exception);
        }

        CheckLayout(path, entries, dataBytes);
        return (entries, metadata);
    }

    internal static ModelFormatException Bad(string path, string problem, Exception? inner = null) =>
        new(path, problem, "The file was cut, changed or is not a safetensors file; restore it from the original model.", inner);

    private static SafetensorsEntry ParseEntry(string path, string name, JsonElement value)
    {
        var typeName = value.GetProperty("dtype").GetString();
        if (!TensorTypes.TryParse(typeName, out var type))
        {
            throw Bad(path, $"Tensor '{name}' has the element type {typeName}; F32, F64, I32, I64, U8 and BOOL are read.");
        }

        var shape = Numbers(path, name, "dimensions", value.GetProperty("shape"));
        var offsets = Numbers(path, name, "data_offsets", value.GetProperty("data_offsets"));
        if (offsets.Length != 2 || offsets[0] < 0 || offsets[1] < offsets[0])
        {
            throw Bad(path, $"Tensor '{name}' has the data_offsets [{string.Join(", ", offsets)}]; two ascending offsets are needed.");
        }

        if (!TensorShape.TryCount(shape, out var count))
        {
            throw Bad(path, $"Tensor '{name}' has the impossible shape [{string.Join(", ", shape)}].");
        }

        var bytes = count * type.ByteSize();
        if (bytes != offsets[1] - offsets[0])
        {
            throw Bad(path, $"Tensor '{name}' of shape [{string.Join(", ", shape)}] needs {bytes} bytes, but its data_offsets give it {offsets[1] - offsets[0]}.");
        }

        return new() { Name = name, Type = type, Shape = shape, ElementCount = count, Begin = offsets[0] };
    }

    private static long[] Numbers(string path, string name, string what, JsonElement value)
    {
        var length = value.GetArrayLength();
        return length <= MaxRank
            ? [.. value.EnumerateArray().Select(number => number.GetInt64())]
            : throw Bad(path, $"Tensor '{name}' has {length} {what}; at most {MaxRank} are read.");
    }

    /// <summary>The data must be covered once, without holes or overlaps: a hole could hide content, an overlap could alias weights.</summary>
    private static void CheckLayout(string path, List<SafetensorsEntry> entries, long dataBytes)
    {
        long end = 0;
        foreach (var entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.ByteCount))
        {
            if (entry.Begin != end)
            {
                throw Bad(path, $"Tensor '{entry.Name}' begins at byte {entry.Begin} of the data, but the one before it ends at {end}.");
            }

            end += entry.ByteCount;
        }

        if (end != dataBytes)
        {
            throw Bad(path, $"The tensors cover {end} bytes, but the file holds {dataBytes} bytes of data.");
        }
    }
}
