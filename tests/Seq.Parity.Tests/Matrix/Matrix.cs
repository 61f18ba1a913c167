using System.Text.Json;
using Seq.Cli.Parity;
using Seq.Export;
using Seq.Tests;

namespace Seq.Parity.Tests;

/// <summary>Exports models of the matrix and compares them in every form.</summary>
internal static class Matrix
{
    private const int Samples = 8;
    private const int AllEvery = 5; // Shares no factor with the number of kinds, so that every kind comes in both forms.
    private static readonly ParityLimits Limits = new(MaxBatch: 5, MaxSource: 9, MaxTarget: 7, MaxSteps: 8, EveryForm: 5);
    private static readonly JsonSerializerOptions Json = new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Compares one model.</summary>
    internal static MatrixRow Run(int number)
    {
        using var folder = new TemporaryFolder();
        var model = RandomModels.Describe(number);
        var scale = RandomModels.ScaleOf(number);
        var checkpoint = RandomCheckpoint.Write(folder["checkpoint"], model, number, scale / MathF.Sqrt(6));
        BundleExporter.Export(checkpoint, folder["bundle"], EveryGraph.Of(model, Limits.MaxSteps, all: number % AllEvery == 0));
        var report = ParityOfFolders.Run(checkpoint, folder["bundle"], Samples, seed: (ulong)number, CancellationToken.None, Limits);
        return new(
            number, model.Kind, MatrixRow.CellOf(model), scale, report.Passed, report.Failure, report.Checks.Count, report.TrainerError, report.BundleError,
            report.IllConditioned, report.Checks.Where(check => check.Unit == "sequences").Sum(check => check.Compared), report.Checks.Sum(check => check.WithinRounding ?? 0));
    }

    /// <summary>Compares models 0 to <paramref name="count"/> − 1; those that a log has already are not run again.</summary>
    /// <param name="count">How many models.</param>
    /// <param name="log">A file that gets a line per model; null for none.</param>
    internal static IReadOnlyList<MatrixRow> Run(int count, string? log)
    {
        var known = log is not null && File.Exists(log)
            ? File.ReadLines(log).Select(line => JsonSerializer.Deserialize<MatrixRow>(line, Json)!).Where(row => row.Number < count).ToDictionary(row => row.Number)
            : [];
        for (var number = 0; number < count; number++)
        {
            if (known.ContainsKey(number))
            {
                continue;
            }

            known.Add(number, Run(number));
            if (log is not null)
            {
                File.AppendAllText(log, JsonSerializer.Serialize(known[number], Json) + "\n");
            }
        }

        return [.. known.Values.OrderBy(row => row.Number)];
    }
}
