using Seq.Cli.CommandLine;
using Seq.Cli.Models;
using Seq.Cli.Output;
using Seq.Cli.Parity;
using Seq.Model;

namespace Seq.Cli.Commands;

/// <summary><c>seq parity</c>: does a bundle compute what its checkpoint computes?</summary>
internal sealed class ParityCommand : DocumentedCommand
{
    internal ParityCommand(Terminal terminal)
        : base(
            "parity",
            "Proves that a bundle on ONNX Runtime computes what its checkpoint computes in TorchSharp, on random ragged inputs in batches of 1 to "
            + $"{ParityInputs.MaxBatch}: logits within {LogitsCheck.Tolerance:0e+0} (or, where float64 shows float32 rounding to be larger, within {LogitsCheck.RoundingFactor} times "
            + "the trainer's own rounding), greedy tokens identical four ways. Replays the bundle's golden pack as well.",
            "seq parity runs/digits digits-bundle",
            "seq parity runs/digits digits-bundle --samples 100 --seed 7 --json")
    {
        var checkpoint = CommonOptions.Checkpoint();
        var bundle = CommonOptions.Bundle();
        var samples = NumberOption.From("--samples", 1, $"Number of random inputs. Default: {ParityOfFolders.DefaultSamples}.");
        var seed = CommonOptions.Seed($"Draws the inputs; the same seed draws the same ones. Default: {ParityOfFolders.DefaultSeed}.");
        var json = CommonOptions.Json("Print one object: passed, samples, batches, seed, tolerance, checks.");
        Add(checkpoint);
        Add(bundle);
        Add(samples);
        Add(seed);
        Add(json);
        SetAction((parse, cancellationToken) =>
        {
            var report = ParityOfFolders.Run(
                Checkpoint.Open(ModelLocation.OfCheckpoint(parse.GetRequiredValue(checkpoint))),
                ModelLocation.OfBundle(parse.GetRequiredValue(bundle)),
                parse.GetValue(samples) ?? ParityOfFolders.DefaultSamples,
                parse.GetValue(seed) ?? ParityOfFolders.DefaultSeed,
                cancellationToken);
            if (parse.GetValue(json))
            {
                Json.WriteLine(terminal.Output, report, Json.Lines.ParityReport);
            }
            else
            {
                ParityTable.Write(terminal, report);
            }

            return Task.FromResult(ExitCodeOf(report, terminal));
        });
    }

    /// <summary>Says what differs first, if anything does.</summary>
    internal static int ExitCodeOf(ParityReport report, Terminal terminal)
    {
        if (report.Failure is not { } failure)
        {
            return ExitCode.Good;
        }

        ErrorReport.Write($"Parity failed: {failure}", terminal.Error);
        return ExitCode.FailedCheck;
    }
}
