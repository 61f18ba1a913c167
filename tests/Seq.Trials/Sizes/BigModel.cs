using System.Diagnostics;
using System.Globalization;
using Seq.Export;
using Seq.Model;
using Seq.Runtime;

namespace Seq.Trials.Sizes;

/// <summary>A model with more weights than an array or a protobuf message may have bytes: written, exported, loaded, and asked for tokens.</summary>
internal static class BigModel
{
    private const int Vocabulary = 300_000;
    private const int Hidden = 1024;
    private const int Steps = 4;
    private const double Tolerance = 1e-4; // Log-probabilities of about −12 out of float32 sums over 1,024 products.

    private static readonly LanguageModelDescription Description = new()
    {
        Vocabulary = Vocabulary,
        Embedding = Hidden,
        Layers = new() { Cell = CellKind.Lstm, Hidden = Hidden },
        StartToken = 0,
        EndToken = 1,
    };

    /// <summary>Does one stage in this process and prints a row: stage, seconds, most memory, sizes.</summary>
    internal static int RunStage(string stage, string folder)
    {
        var (checkpoint, bundle) = (Path.Combine(folder, "checkpoint"), Path.Combine(folder, "bundle"));
        var started = Stopwatch.GetTimestamp();
        switch (stage)
        {
            case "write":
                Write(checkpoint);
                Report(stage, started, Sizes(checkpoint));
                return 0;
            case "export":
                BundleExporter.Export(Checkpoint.Open(checkpoint), bundle, new() { MaxLength = Steps });
                Report(stage, started, Sizes(bundle));
                return 0;
            case "step":
                return Step(checkpoint, bundle, started);
            default:
                Console.Error.WriteLine($"There is no stage '{stage}'; use write, export or step.");
                return 2;
        }
    }

    private static void Write(string path)
    {
        // One array serves all tensors, each from another place: 2.5 GB on disk out of 1.2 GB in memory.
        var numbers = new float[checked((int)Description.Parameters.Max(parameter => (long)parameter.ElementCount)) + 1000];
        var random = new Random(1);
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = ((random.NextSingle() * 2f) - 1f) * 0.1f;
        }

        var writer = new SafetensorsWriter();
        foreach (var (parameter, at) in Description.Parameters.Select((parameter, at) => (parameter, at)))
        {
            writer.Add<float>(parameter.Name, [.. parameter.Shape.Select(size => (long)size)], numbers.AsMemory(100 * at, (int)parameter.ElementCount));
        }

        var vocabulary = new Vocabulary(
            TokenUnit.Words, [.. Enumerable.Range(0, Vocabulary).Select(id => $"w{id}")], new() { Start = Description.StartToken, End = Description.EndToken });
        Checkpoint.Write(path, Description, vocabulary, vocabulary, writer);
    }

    private static int Step(string checkpoint, string bundle, long started)
    {
        GeneratedSequence found;
        int[] prompt = [17, 299_999, 150_000];
        using (var model = SeqModel.Open(bundle))
        {
            Report("open", started, $"{model.Manifest.Graphs.Count} graphs");
            started = Stopwatch.GetTimestamp();
            found = model.GenerateTokens(prompt, new() { Search = model.DefaultSearch with { MaxLength = Steps } }).Best;
            Report("generate", started, $"{found.Length} tokens: {string.Join(' ', found.Tokens)}");
        }

        started = Stopwatch.GetTimestamp();
        var expected = BigModelReference.LogProbabilities(Checkpoint.Open(checkpoint), Description, [Description.StartToken, .. prompt], found.Tokens);
        var difference = expected.Zip(found.TokenLogProbabilities, (left, right) => Math.Abs(left - right)).Max();
        Report("float64 reference", started, string.Create(CultureInfo.InvariantCulture, $"largest difference of a log-probability {difference:E1}"));
        return difference < Tolerance ? 0 : 1;
    }

    private static string Sizes(string folder) => string.Join(
        ", ", new DirectoryInfo(folder).EnumerateFiles().OrderByDescending(file => file.Length).Take(3)
            .Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.Name} {file.Length / 1e6:F1} MB")));

    private static void Report(string stage, long started, string what)
    {
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {stage} | {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s | {process.PeakWorkingSet64 / 1e9:F2} GB | {what} |"));
    }
}
