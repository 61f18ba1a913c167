using System.Text.Json;
using System.Text.Json.Nodes;

namespace Seq.Train;

/// <summary>Changes settings by <c>key=value</c> texts, with dots between the levels: <c>model.hidden=64</c>.</summary>
public static partial class SettingOverrides
{
    /// <summary>Applies overrides, the last of equal keys winning, and validates the result.</summary>
    /// <param name="settings">The settings to start from.</param>
    /// <param name="assignments">Texts of the form <c>key=value</c>; <c>null</c> switches an optional setting off.</param>
    /// <exception cref="TrainingSettingsException">Keys are unknown or values do not fit; every problem is listed.</exception>
    /// <remarks>See <see cref="Apply(TrainingSettings, IEnumerable{string}, out IReadOnlyList{string})"/>, which also tells what was dropped.</remarks>
    public static TrainingSettings Apply(TrainingSettings settings, IEnumerable<string> assignments) => Apply(settings, assignments, out _);

    /// <summary>Applies overrides, the last of equal keys winning, and validates the result.</summary>
    /// <param name="settings">The settings to start from.</param>
    /// <param name="assignments">Texts of the form <c>key=value</c>; <c>null</c> switches an optional setting off.</param>
    /// <param name="notices">A sentence for each setting of <paramref name="settings"/> that was dropped; for <see cref="TrainingOptions.Notices"/>.</param>
    /// <exception cref="TrainingSettingsException">Keys are unknown or values do not fit; every problem is listed.</exception>
    /// <remarks>
    /// A setting that an override leaves without an effect goes back to its default, as <c>initialisation.forget_bias</c> does by <c>model.cell=gru</c>; so does
    /// <c>stop.epochs</c> by <c>stop.samples</c>. A tied embedding becomes as wide as <c>model.hidden</c> asks for. One that is itself among <paramref name="assignments"/> is refused instead.
    /// </remarks>
    public static TrainingSettings Apply(TrainingSettings settings, IEnumerable<string> assignments, out IReadOnlyList<string> notices)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(assignments);
        var problems = new List<string>();
        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach (var assignment in assignments)
        {
            var split = assignment.IndexOf('=', StringComparison.Ordinal);
            if (split <= 0)
            {
                problems.Add($"'{assignment}' is not of the form key=value, such as model.hidden=64.");
            }
            else if (Set(ref settings, assignment[..split].Trim(), assignment[(split + 1)..].Trim()) is { } problem)
            {
                problems.Add(problem);
            }
            else
            {
                given.Add(assignment[..split].Trim());
            }
        }

        if (problems.Count > 0)
        {
            throw new TrainingSettingsException(problems);
        }

        (settings, notices) = given.Count > 0 ? DropOfPreset(settings, given) : (settings, []);
        settings.Validate();
        return settings;
    }

    /// <summary>The settings as JSON, as a checkpoint has them.</summary>
    /// <param name="settings">The settings.</param>
    public static string ToJson(TrainingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return JsonSerializer.Serialize(settings, TrainingJson.Default.TrainingSettings);
    }

    /// <summary>All keys with their values in the given settings.</summary>
    /// <param name="settings">The settings.</param>
    public static IReadOnlyList<(string Key, string Value)> List(TrainingSettings settings) => [.. Leaves(ToNode(settings), "")];

    /// <returns>What is wrong; null if the setting was changed.</returns>
    private static string? Set(ref TrainingSettings settings, string key, string value)
    {
        var root = ToNode(settings);
        if (key is "preset" or "task" || !Leaves(root, "").Any(leaf => leaf.Key == key))
        {
            string[] known = [.. Leaves(root, "").Select(leaf => leaf.Key).Where(name => name is not ("preset" or "task"))];
            var near = known.MinBy(name => EditDistance.Between<char>(name, key).Total)!;
            return EditDistance.Between<char>(near, key).Total <= 3
                ? $"There is no setting '{key}'; the nearest is '{near}'."
                : $"There is no setting '{key}'. The settings are {string.Join(", ", known)}.";
        }

        var parts = key.Split('.');
        var parent = parts[..^1].Aggregate(root, (node, part) => node[part]!.AsObject());
        // A value is tried as JSON first (numbers, true, null, lists) and as a word after that (gru).
        foreach (var node in Readings(value))
        {
            parent[parts[^1]] = node;
            try
            {
                settings = root.Deserialize(TrainingJson.Default.TrainingSettings)!;
                return null;
            }
            catch (JsonException)
            {
                // The other reading is tried, and then the problem below names key and value.
            }
        }

        var cure = ChoicesOf(parts) is { } choices
            ? $"use one of {choices}"
            : $"it was {Leaves(ToNode(settings), "").First(leaf => leaf.Key == key).Value}, use a value of that kind";
        return $"'{value}' is not a value for {key}; {cure}.";
    }

    /// <summary>The words that a setting can be; null where it is no choice among words.</summary>
    private static string? ChoicesOf(string[] parts)
    {
        var type = typeof(TrainingSettings);
        foreach (var part in parts)
        {
            type = TrainingJson.Default.GetTypeInfo(type)!.Properties.First(property => property.Name == part).PropertyType;
        }

        var (choice, optional) = Nullable.GetUnderlyingType(type) is { } inner ? (inner, ", null") : (type, "");
        return choice.IsEnum
            ? string.Join(", ", Enum.GetValues(choice).Cast<object>().Select(value => JsonSerializer.Serialize(value, TrainingJson.Default.GetTypeInfo(choice)!).Trim('"'))) + optional
            : null;
    }

    private static JsonNode?[] Readings(string value)
    {
        try
        {
            // An object is no value of any setting; taken as a text, it fails by its key.
            if (JsonNode.Parse(value) is null or JsonValue or JsonArray)
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
                yield return (prefix + name, TextOf(child));
            }
        }
    }

    private static string TextOf(JsonNode? leaf) => leaf is JsonArray ? leaf.ToJsonString() : leaf?.ToString() ?? "null";
}
