using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Seq.Model;

/// <summary>JSON files of the two formats: bounded when read, byte-identical when written.</summary>
internal static class JsonFile
{
    internal static T Read<T>(string path, long maxBytes, JsonTypeInfo<T> type)
        where T : class
    {
        return Parse(path, BoundedFile.ReadAllBytes(path, maxBytes), type);
    }

    internal static T Parse<T>(string path, byte[] bytes, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, type)
                ?? throw new ModelFormatException(path, "The file holds null.", "Restore it from the original model.");
        }
        catch (JsonException exception)
        {
            var place = exception.LineNumber is { } line ? $" (line {line + 1}, {exception.Path ?? "$"})" : "";
            throw new ModelFormatException(
                path, $"The file is not valid{place}: {FirstSentence(exception)}", "Restore it from the original model, or write it again with this version of Seq.", exception);
        }
        catch (NotSupportedException exception)
        {
            throw new ModelFormatException(
                path, "The file does not say which kind of model it describes, or names one that this version does not know.",
                "Kinds: encoder-decoder. Restore the file from the original model, or use a newer version of Seq.", exception);
        }
    }

    internal static byte[] ToBytes<T>(T value, JsonTypeInfo<T> type)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(value, type);
        return [.. json, (byte)'\n'];
    }

    private static string FirstSentence(JsonException exception)
    {
        // The serializer appends " Path: $.x | LineNumber: …", which stands in our own words before it.
        var message = exception.Message;
        var end = message.IndexOf(" Path:", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}
