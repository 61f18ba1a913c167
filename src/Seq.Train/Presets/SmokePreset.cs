using Seq.Model;

namespace Seq.Train;

/// <summary>A small form of a preset, on data that is generated on the spot: all its parts run, in seconds, and nothing is learned that lasts.</summary>
public static class SmokePreset
{
    private const int Width = 16;

    /// <summary>Makes the settings, and writes the data.</summary>
    /// <param name="preset">The preset.</param>
    /// <param name="folder">Where the data goes; it must exist.</param>
    /// <exception cref="IOException">The data cannot be written.</exception>
    public static TrainingSettings Of(Preset preset, string folder)
    {
        ArgumentNullException.ThrowIfNull(preset);
        ArgumentNullException.ThrowIfNull(folder);
        var settings = preset.Settings;
        var isDigits = settings.Data.Source == DataSettings.Digits;
        return settings with
        {
            Model = settings.Model with { Hidden = Width, Embedding = settings.Model.Embedding is null ? null : Width, Filters = settings.Model.Filters is null ? null : Width },
            Data = DataOf(settings, folder),
            Loss = settings.Loss with { Samples = Math.Min(settings.Loss.Samples, Width) },
            Schedule = settings.Schedule with { WarmupSteps = Math.Min(settings.Schedule.WarmupSteps, 5) },
            Stop = settings.Stop with { MinSteps = 0, Epochs = isDigits ? null : settings.Data.Source == DataSettings.Echo ? 1 : 3, Samples = isDigits ? 800 : null },
            Validation = settings.Validation with
            {
                EveryEpochs = isDigits ? null : 1,
                EverySamples = isDigits ? 200 : null,
                Samples = settings.Task == TaskKind.LanguageModel ? null : 40,
                Beam = Math.Min(settings.Validation.Beam, 2),
            },
            Threads = 1,
        };
    }

    private static DataSettings DataOf(TrainingSettings settings, string folder)
    {
        var data = settings.Data;
        return data.Source is DataSettings.Digits or DataSettings.Echo
            ? data with { BatchSize = Math.Max(16, data.BatchSize) }
            : data with
            {
                Source = SmokeData.Write(settings.Task, folder),
                Brown = default,
                MergeDoubledMarks = false,
                SimplifyTags = false,
                Raw = false,
                LineMarks = null,
                MergesFile = null,
                SplitSeed = 42,
                Split = null,
                Unit = settings.Task is TaskKind.Tagger ? null : data.Unit ?? (data.Source is "tiny-shakespeare" or "cmudict" ? TokenUnit.Characters : null),
                VocabularySize = null,
                MinCount = null,
                Merges = data.Merges is null ? null : 40,
                BatchSize = 4,
                Steps = settings.Task == TaskKind.LanguageModel ? 8 : data.Steps,
                MaxLength = data.MaxLength is null ? null : 20,
                ValidationShare = 0.2,
                TestShare = 0.2,
            };
    }
}
