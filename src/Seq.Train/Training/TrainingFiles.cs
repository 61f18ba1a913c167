using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Seq.Model;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>What a training adds to its checkpoint: two JSON files, and tensors that it goes on from.</summary>
internal static class TrainingFiles
{
    internal const string Settings = "settings.json";
    internal const string State = "training.json";
    private const long MaxBytes = 1 << 20;

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
            throw Damaged(path, exception.Message, exception);
        }

        return settings.Model.Describe(settings.Task, checkpoint.SourceVocabulary, checkpoint.TargetVocabulary) == checkpoint.Description
            ? settings
            : throw Damaged(path, $"Its model is not the one that {Checkpoint.DescriptionFile} describes.");
    }

    /// <exception cref="ModelFormatException">The file is missing or damaged, or no training can stand there.</exception>
    internal static TrainingState ReadState(Checkpoint checkpoint)
    {
        var path = checkpoint.PathOf(State);
        var state = Read(path, TrainingJson.Default.TrainingState);
        return state.Problem() is { } problem ? throw Damaged(path, problem) : state;
    }

    /// <summary>A tensor that a training goes on from.</summary>
    /// <exception cref="ModelFormatException">The file has no such tensor, or one of another shape.</exception>
    internal static Tensor ReadTensor(SafetensorsFile file, string name, IReadOnlyList<long> shape, Device device)
    {
        var entry = file.Find(name);
        return entry.Shape.SequenceEqual(shape)
            ? tensor(file.Read<float>(name), [.. shape], device: device)
            : throw Damaged(file.FilePath, $"Tensor '{name}' is {entry.ShapeText}, but the training has [{string.Join(", ", shape)}].");
    }

    /// <summary>What tells that a file of a training is damaged, or another training's.</summary>
    internal static ModelFormatException Damaged(string path, string problem, Exception? inner = null) => new(path, problem, "Train again; this checkpoint cannot be resumed.", inner);

    private static T Read<T>(string path, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
            {
                throw Damaged(path, $"The file has more than {MaxBytes} bytes.");
            }

            return JsonSerializer.Deserialize(File.ReadAllBytes(path), type) ?? throw new JsonException("The file holds null.");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw Damaged(path, $"The file cannot be read: {exception.Message}", exception);
        }
    }
}
