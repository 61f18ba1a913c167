using System.Globalization;
using System.Text.Json;
using Seq.Model;

namespace Seq.Export;

/// <summary>What a model card can say of a model's training: read from the files that training adds to a checkpoint, as far as they are there.</summary>
/// <param name="Preset">What it was trained as; null when unknown.</param>
/// <param name="Data">Name of the data set; null when unknown.</param>
/// <param name="Metric">What <paramref name="Best"/> counts; null when it is the training's own choice.</param>
/// <param name="Best">The best validation figure, as text; null when there is none.</param>
/// <param name="Samples">Samples seen until then; null when there is none.</param>
internal sealed record TrainingNotes(string? Preset, string? Data, string? Metric, string? Best, string? Samples)
{
    private const string SettingsFile = "settings.json";
    private const string StateFile = "training.json";
    private const long MaxBytes = 1 << 20;

    internal static TrainingNotes Of(Checkpoint checkpoint)
    {
        using var settings = Open(checkpoint, SettingsFile);
        using var state = Open(checkpoint, StateFile);
        return new(
            Text(settings, "preset"), Text(settings, "data", "source"), Text(settings, "validation", "metric"), Text(state, "best"), Text(state, "best_samples"));
    }

    private static JsonDocument? Open(Checkpoint checkpoint, string name)
    {
        if (!checkpoint.Files.Contains(name) || new FileInfo(checkpoint.PathOf(name)).Length > MaxBytes)
        {
            return null;
        }

        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(checkpoint.PathOf(name)));
        }
        catch (JsonException)
        {
            return null; // Somebody else's file of that name; the card then says less.
        }
    }

    private static string? Text(JsonDocument? document, params ReadOnlySpan<string> path)
    {
        if (document is null)
        {
            return null;
        }

        var element = document.RootElement;
        foreach (var key in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(key, out element))
            {
                return null;
            }
        }

        return element.ValueKind switch
        {
            JsonValueKind.String => element.GetString(),
            JsonValueKind.Number => element.GetDouble().ToString("G6", CultureInfo.InvariantCulture),
            _ => null,
        };
    }
}
