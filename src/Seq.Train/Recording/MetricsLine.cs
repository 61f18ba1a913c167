using System.Text.Json;
using System.Text.Json.Nodes;

namespace Seq.Train;

/// <summary>A line of <c>metrics.jsonl</c>: numbers, and lists of numbers, by name.</summary>
/// <param name="Samples">Samples seen.</param>
/// <param name="Split">What was measured on, such as <c>validation</c>; null where the names say it.</param>
/// <param name="Values">The numbers; what was not finite is null.</param>
/// <param name="Lists">The lists.</param>
internal sealed record MetricsLine(
    long Samples, string? Split, IReadOnlyList<(string Name, double? Value)> Values, IReadOnlyList<(string Name, IReadOnlyList<double> Values)> Lists)
{
    private const string SamplesKey = "samples";
    private const string SplitKey = "split";

    internal JsonObject ToJson()
    {
        var line = new JsonObject { [SamplesKey] = Samples };
        if (Split is not null)
        {
            line[SplitKey] = Split;
        }

        foreach (var (name, value) in Values)
        {
            line[name] = value is { } number && double.IsFinite(number) ? number : null;
        }

        foreach (var (name, values) in Lists)
        {
            line[name] = new JsonArray([.. values.Select(value => (JsonNode)Math.Round(value, 6))]);
        }

        return line;
    }

    /// <summary>Reads a line; fields of other kinds are left out.</summary>
    /// <returns>Null for an object without samples.</returns>
    internal static MetricsLine? Of(JsonObject line)
    {
        if (Number(line[SamplesKey]) is not { } samples)
        {
            return null;
        }

        var values = new List<(string, double?)>();
        var lists = new List<(string, IReadOnlyList<double>)>();
        foreach (var (name, node) in line.Where(pair => pair.Key is not (SamplesKey or SplitKey)))
        {
            if (node is JsonArray array)
            {
                lists.Add((name, [.. array.Select(Number).OfType<double>()]));
            }
            else if (node is null || Number(node) is not null)
            {
                values.Add((name, Number(node)));
            }
        }

        return new((long)samples, line[SplitKey]?.GetValueKind() == JsonValueKind.String ? line[SplitKey]!.GetValue<string>() : null, values, lists);
    }

    private static double? Number(JsonNode? node) => node?.GetValueKind() == JsonValueKind.Number ? node.GetValue<double>() : null;
}
