using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Seq.Model;

/// <summary>A dimension of a graph's input or output: a fixed size, or a name for one that varies from call to call.</summary>
[JsonConverter(typeof(DimensionConverter))]
public readonly record struct Dimension
{
    /// <summary>A fixed size.</summary>
    /// <param name="size">The size, from 0.</param>
    public Dimension(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        Size = size;
    }

    /// <summary>A size that varies.</summary>
    /// <param name="name">The name, for example <c>batch</c>; equal names are equal sizes.</param>
    public Dimension(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <summary>The name; null when the size is fixed.</summary>
    public string? Name { get; }

    /// <summary>The fixed size; 0 when it varies.</summary>
    public long Size { get; }

    /// <summary>A fixed size.</summary>
    /// <param name="size">The size.</param>
    public static implicit operator Dimension(int size) => new((long)size);

    /// <summary>A size that varies.</summary>
    /// <param name="name">The name.</param>
    public static implicit operator Dimension(string name) => new(name);

    /// <inheritdoc/>
    public override string ToString() => Name ?? Size.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Writes a dimension as a number or a string.</summary>
internal sealed class DimensionConverter : JsonConverter<Dimension>
{
    public override Dimension Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && reader.GetString() is { Length: > 0 } name)
        {
            return new(name);
        }

        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var size) && size >= 0
            ? new(size)
            : throw new JsonException("A dimension is a name or a size from 0.");
    }

    public override void Write(Utf8JsonWriter writer, Dimension value, JsonSerializerOptions options)
    {
        if (value.Name is { } name)
        {
            writer.WriteStringValue(name);
        }
        else
        {
            writer.WriteNumberValue(value.Size);
        }
    }
}
