using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Seq.Train;

/// <summary>Changes settings by <c>key=value</c> texts, with dots between the levels: <c>model.hidden=64</c>.</summary>
public static class SettingOverrides
{
    private static readonly Dictionary<string, string> Choices = new()
    {
        ["model.cell"] = Names(TrainingJson.Default.CellKind),
        ["model.attention"] = Names(TrainingJson.Default.AttentionScore) + ", null",
        ["optimizer.schedule"] = Names(TrainingJson.Default.LearningRateSchedule),
    };

    /// <summary>Applies overrides, the last of equal keys winning, and validates the result.</summary>
    /// <param name="settings">The settings to start from.</param>
    /// <param name="assignments">Texts of the form <c>key=value</c>; <c>null</c> switches an optional setting off.</param>
    /// <exception cref="TrainingSettingsException">A key is unknown or a value does not fit it.</exception>
    public static TrainingSettings Apply(TrainingSettings settings, IEnumerable<string> assignments)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(assignments);
        foreach (var assignment in assignments)
        {
            var split = assignment.IndexOf('=', StringComparison.Ordinal);
            if (split <= 0)
            {
                throw new TrainingSettingsException([$"'{assignment}' is not of the form key=value, such as model.hidden=64."]);
            }

            settings = Set(settings, assignment[..split].Trim(), assignment[(split + 1)..].Trim());
        }

        settings.Validate();
        return settings;
    }

    /// <summary>All keys with their values in the given settings.</summary>
    /// <param name="settings">The settings.</param>
    public static IReadOnlyList<(string Key, string Value)> List(TrainingSettings settings) => [.. Leaves(ToNode(settings), "")];

    private static TrainingSettings Set(TrainingSettings settings, string key, string value)
    {
        var root = ToNode(settings);
        if (key == "preset" || !Leaves(root, "").Any(leaf => leaf.Key == key))
        {
            var known = string.Join(", ", Leaves(root, "").Select(leaf => leaf.Key).Where(name => name != "preset"));
            throw new TrainingSettingsException([$"There is no setting '{key}'. The settings are {known}."]);
        }

        var parts = key.Split('.');
        var parent = parts[..^1].Aggregate(root, (node, part) => node[part]!.AsObject());
        // A value is tried as JSON first (numbers, true, null) and as a word after that (gru).
        foreach (var node in Readings(value))
        {
            parent[parts[^1]] = node;
            try
            {
                return root.Deserialize(TrainingJson.Default.TrainingSettings)!;
            }
            catch (JsonException)
            {
                // The other reading is tried, and then the error below names key and value.
            }
        }

        var cure = Choices.TryGetValue(key, out var choices)
            ? $"use one of {choices}"
            : $"it was {Leaves(ToNode(settings), "").First(leaf => leaf.Key == key).Value}, use a value of that kind";
        throw new TrainingSettingsException([$"'{value}' is not a value for {key}; {cure}."]);
    }

    private static string Names<T>(JsonTypeInfo<T> type)
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(value => JsonSerializer.Serialize(value, type).Trim('"')));

    private static JsonNode?[] Readings(string value)
    {
        try
        {
            // A list or an object is no value of any setting; taken as a text, it fails by its key.
            if (JsonNode.Parse(value) is null or JsonValue)
            {
                return [JsonNode.Parse(value), JsonValue.Create(value)];
            }
        }
        catch (JsonException)
        {
            // A word.
        }

        return [JsonValue.Create(value)];
    }

    private static JsonObject ToNode(TrainingSettings settings) => JsonSerializer.SerializeToNode(settings, TrainingJson.Default.TrainingSettings)!.AsObject();

    private static IEnumerable<(string Key, string Value)> Leaves(JsonObject node, string prefix)
    {
        foreach (var (name, child) in node)
        {
            if (child is JsonObject inner)
            {
                foreach (var leaf in Leaves(inner, prefix + name + "."))
                {
                    yield return leaf;
                }
            }
            else
            {
                yield return (prefix + name, child?.ToString() ?? "null");
            }
        }
    }
}
