using System.Text.Json;
using System.Text.Json.Nodes;
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
        var settings = Parse(path, bytes => Complete(bytes).Deserialize(TrainingJson.Default.TrainingSettings));
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
        var state = Parse(path, bytes => JsonSerializer.Deserialize(bytes, TrainingJson.Default.TrainingState));
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

    /// <summary>The settings of a file, with the default of each member that came after it was written. A deserialiser would take null or 0 for those.</summary>
    private static JsonObject Complete(byte[] bytes)
    {
        var given = JsonNode.Parse(bytes, documentOptions: new() { AllowDuplicateProperties = false }) as JsonObject ?? throw new JsonException("The file holds no object.");
        var defaults = JsonSerializer.SerializeToNode(new TrainingSettings { Preset = "", Task = default, Data = new() { Source = "" } }, TrainingJson.Default.TrainingSettings)!.AsObject();
        foreach (var required in new[] { "preset", "task" })
        {
            defaults.Remove(required);
        }

        defaults["data"]!.AsObject().Remove("source");
        return Lay(given, defaults);
    }

    /// <summary>Lays members over those of another object, which it returns.</summary>
    private static JsonObject Lay(JsonObject upper, JsonObject lower)
    {
        foreach (var (name, value) in upper)
        {
            lower[name] = value is JsonObject inner && lower[name] is JsonObject below ? Lay(inner, (JsonObject)below.DeepClone()) : value?.DeepClone();
        }

        return lower;
    }

    private static T Parse<T>(string path, Func<byte[], T?> parse)
        where T : class
    {
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
            {
                throw Damaged(path, $"The file has more than {MaxBytes} bytes.");
            }

            return parse(File.ReadAllBytes(path)) ?? throw new JsonException("The file holds null.");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw Damaged(path, $"The file cannot be read: {exception.Message}", exception);
        }
    }
}
