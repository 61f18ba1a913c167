using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Seq.Model;

namespace Seq.Train;

/// <summary>The two JSON files that a training adds to its checkpoint.</summary>
internal static class TrainingFiles
{
    internal const string Settings = "settings.json";
    internal const string State = "training.json";
    private const long MaxBytes = 1 << 20;
    private const string Remedy = "Train again; this checkpoint cannot be resumed.";

    internal static void Write(string folder, TrainingSettings settings, TrainingState state)
    {
        File.WriteAllBytes(Path.Combine(folder, Settings), JsonSerializer.SerializeToUtf8Bytes(settings, TrainingJson.Default.TrainingSettings));
        File.WriteAllBytes(Path.Combine(folder, State), JsonSerializer.SerializeToUtf8Bytes(state, TrainingJson.Default.TrainingState));
    }

    /// <exception cref="ModelFormatException">The file is missing or damaged, or its settings are out of range or not those of the model.</exception>
    internal static TrainingSettings ReadSettings(Checkpoint checkpoint)
    {
        var path = checkpoint.PathOf(Settings);
        var settings = Read(path, TrainingJson.Default.TrainingSettings);
        try
        {
            settings.ValidateRanges();
        }
        catch (TrainingSettingsException exception)
        {
            throw new ModelFormatException(path, exception.Message, Remedy, exception);
        }

        return settings.Model.Describe(settings.Task, checkpoint.SourceVocabulary, checkpoint.TargetVocabulary) == checkpoint.Description
            ? settings
            : throw new ModelFormatException(path, $"Its model is not the one that {Checkpoint.DescriptionFile} describes.", Remedy);
    }

    /// <exception cref="ModelFormatException">The file is missing or damaged, or no training can stand there.</exception>
    internal static TrainingState ReadState(Checkpoint checkpoint)
    {
        var path = checkpoint.PathOf(State);
        var state = Read(path, TrainingJson.Default.TrainingState);
        return state.Problem() is { } problem ? throw new ModelFormatException(path, problem, Remedy) : state;
    }

    private static T Read<T>(string path, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
            {
                throw new ModelFormatException(path, $"The file has more than {MaxBytes} bytes.", Remedy);
            }

            return JsonSerializer.Deserialize(File.ReadAllBytes(path), type) ?? throw new JsonException("The file holds null.");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException(path, $"The file cannot be read: {exception.Message}", Remedy, exception);
        }
    }
}
