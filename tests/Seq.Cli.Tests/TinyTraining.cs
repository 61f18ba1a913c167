using System.Text.Json;

namespace Seq.Cli.Tests;

/// <summary>A training of a few seconds: few units, short numbers, many validations.</summary>
internal static class TinyTraining
{
    internal const long Samples = 6000;

    internal static string[] Arguments(string folder, params string[] more) =>
    [
        "train", "digits", "--out", folder, "--seed", "5", "--set", "model.hidden=6", "--set", "model.embedding=3", "--set", $"stop.samples={Samples}",
        "--set", "validation.every_samples=500", "--set", "validation.samples=20", "--set", "data.min_digits=1", "--set", "data.max_digits=3", .. more,
    ];

    internal static string Checkpoint(string folder) => Path.Combine(folder, "checkpoint");

    internal static string Weights(string folder) => Path.Combine(Checkpoint(folder), "weights.safetensors");

    /// <summary>Samples that the run's checkpoint has seen.</summary>
    internal static long SamplesSeen(string folder) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Checkpoint(folder), "training.json"))).RootElement.GetProperty("samples").GetInt64();
}
