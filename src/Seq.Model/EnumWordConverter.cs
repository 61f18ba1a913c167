using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Seq.Model;

/// <summary>Reads and writes an enum as its word alone: no numbers, no other case; the error lists the words.</summary>
/// <typeparam name="T">An enum whose members name their words.</typeparam>
internal sealed class EnumWordConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    private readonly Dictionary<string, T> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<T, string> _words = [];

    public EnumWordConverter()
    {
        var options = new JsonSerializerOptions();
        var words = (JsonConverter<T>)new JsonStringEnumConverter<T>().CreateConverter(typeof(T), options)!;
        foreach (var value in Enum.GetValues<T>())
        {
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer))
            {
                words.Write(writer, value, options);
            }

            var word = Encoding.UTF8.GetString(buffer.ToArray()).Trim('"');
            _values.Add(word, value);
            _words.Add(value, word);
        }
    }

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && reader.GetString() is { } word)
        {
            return _values.TryGetValue(word, out var value)
                ? value
                : throw new JsonException($"'{PrintableText.Of(word, 60)}' is not one of {string.Join(", ", _values.Keys)}.");
        }

        throw new JsonException($"A word is needed: one of {string.Join(", ", _values.Keys)}.");
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(_words[value]);
}
