using System.Text.Json;
using System.Text.Json.Nodes;

namespace Seq.Train;

/// <content>Takes back what a preset says where the user's own settings leave it without an effect.</content>
public static partial class SettingOverrides
{
    /// <summary>Settings of which one at most is given.</summary>
    private static readonly (string One, string Other)[] Alternatives = [("stop.epochs", "stop.samples"), ("validation.every_epochs", "validation.every_samples")];

    /// <summary>Sets back to their default those settings that do nothing beside the others, and those whose alternative was given; a tied embedding becomes as wide as it has to be.</summary>
    /// <param name="settings">A preset with the user's settings.</param>
    /// <param name="given">The keys that the user gave; they stay.</param>
    /// <returns>The settings, and a sentence for each that was changed.</returns>
    private static (TrainingSettings Settings, IReadOnlyList<string> Notices) DropOfPreset(TrainingSettings settings, HashSet<string> given)
    {
        var notices = new List<string>();
        foreach (var (one, other) in Alternatives.SelectMany(pair => ((string, string)[])[pair, (pair.Other, pair.One)]))
        {
            if (given.Contains(one) && !given.Contains(other) && ValueOf(settings, one) != "null" && ValueOf(settings, other) is not "null" and var value)
            {
                settings = With(settings, other, null);
                notices.Add($"{other} gives way to {one}; the preset's {value} is dropped.");
            }
        }

        string[] tied = ["model.tied_embeddings", "model.embedding", "model.target_embedding"];
        if (!given.Overlaps(tied) && settings.Model.TiedWidth(settings.Task) is > 0 and var width && (settings.Model.TargetEmbedding ?? settings.Model.Embedding) != width)
        {
            notices.Add($"model.embedding follows the width of the output, which model.tied_embeddings needs; the preset's {settings.Model.Embedding} becomes {width}.");
            settings = settings with { Model = settings.Model with { Embedding = width, TargetEmbedding = null } };
        }

        // What is set back can leave another setting without an effect, so they go one by one; each goes once.
        var standard = ToNode(new() { Preset = "", Task = settings.Task, Data = new() { Source = settings.Data.Source } });
        var dropped = new HashSet<string>(StringComparer.Ordinal);
        while (settings.Ineffective().FirstOrDefault(setting => !given.Contains(setting.Key) && dropped.Add(setting.Key)) is { } setting)
        {
            notices.Add(setting.Dropped(ValueOf(settings, setting.Key)));
            settings = With(settings, setting.Key, NodeAt(standard, setting.Key)?.DeepClone());
        }

        return (settings, notices);
    }

    private static TrainingSettings With(TrainingSettings settings, string key, JsonNode? value)
    {
        var root = ToNode(settings);
        var parts = key.Split('.');
        parts[..^1].Aggregate(root, (node, part) => node[part]!.AsObject())[parts[^1]] = value;
        return root.Deserialize(TrainingJson.Default.TrainingSettings)!;
    }

    private static JsonNode? NodeAt(JsonObject root, string key) => key.Split('.').Aggregate((JsonNode?)root, (node, part) => node![part]);

    private static string ValueOf(TrainingSettings settings, string key) => TextOf(NodeAt(ToNode(settings), key));
}
