using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using Seq.Cli.CommandLine;
using Seq.Cli.Generation;
using Seq.Cli.Models;
using Seq.Cli.Output;
using Seq.Cli.Parity;
using Seq.Model;

namespace Seq.Cli.Commands;

/// <summary><c>seq parity</c>: does a bundle compute what its checkpoint computes?</summary>
internal sealed class ParityCommand : DocumentedCommand
{
    private const string InProcess = "--in-process";
    private const string ReportJson = "--report-json";
    private readonly Terminal _terminal;

    internal ParityCommand(Terminal terminal)
        : base(
            "parity",
            "Proves that a bundle on ONNX Runtime computes what its checkpoint computes in TorchSharp, on random ragged inputs in batches of 1 to "
            + $"{ParityLimits.Default.MaxBatch}: whole sequences, step by step, in pieces, rows alone and in another order, one token and the longest rows, single steps layer by layer, "
            + $"and the tokens of every search. The same model in float64 is the referee: the bundle may be {LogitsCheck.RoundingFactor} times as far from it as TorchSharp, plus "
            + $"{LogitsCheck.RoundingFloor:0e+0}. Replays the bundle's golden pack as well. Exit code 1 when something differs.",
            "seq parity runs/digits digits-bundle",
            "seq parity runs/digits digits-bundle --samples 100 --seed 7 --report parity.html --report-json parity.json")
    {
        _terminal = terminal;
        var checkpoint = CommonOptions.Checkpoint();
        var bundle = CommonOptions.Bundle();
        var samples = NumberOption.From("--samples", 1, $"Number of random inputs. Default: {ParityOfFolders.DefaultSamples}.");
        var seed = CommonOptions.Seed($"Draws the inputs; the same seed draws the same ones. Default: {ParityOfFolders.DefaultSeed}.");
        var page = PathValue.Option("--report", "FILE", "Write the report as one HTML file.");
        var jsonFile = PathValue.Option(ReportJson, "FILE", "Write the report as JSON.");
        var json = CommonOptions.Json(
            "Print one object in place of the table: passed, kind, samples, batches, seed, checks, checkpoint, bundle, provider (what ran the graphs), evidence (hashes, versions, time), errors, not_compared, first_divergence, crash.");
        json.CustomParser = result => result.Tokens is not [{ Value: var text }, ..] || (bool.TryParse(text, out var value) ? value : Refuse(result, text));
        var here = new Option<bool>(InProcess) { Description = "Compare in this process. A crash of native code then ends it without a report." };
        var provider = new ProviderOption();
        Add(checkpoint);
        Add(bundle);
        Add(samples);
        Add(seed);
        Add(provider.Option);
        Add(page);
        Add(jsonFile);
        Add(json);
        Add(here);
        SetAction(async (parse, cancellationToken) =>
        {
            var (checkpointPath, bundlePath) = (ModelLocation.OfCheckpoint(parse.GetRequiredValue(checkpoint)), ModelLocation.OfBundle(parse.GetRequiredValue(bundle)));
            var (count, from) = (parse.GetValue(samples) ?? ParityOfFolders.DefaultSamples, parse.GetValue(seed) ?? ParityOfFolders.DefaultSeed);
            var output = new Output(parse.GetValue(page), parse.GetValue(jsonFile), parse.GetValue(json));
            PathValue.Prepare(output.Page);
            PathValue.Prepare(output.JsonFile);
            if (parse.GetValue(here))
            {
                var found = ParityOfFolders.Run(Checkpoint.Open(checkpointPath), bundlePath, count, from, cancellationToken, open: path => provider.Open(parse, path));
                return Write(found, output);
            }

            var outcome = await Apart(checkpointPath, bundlePath, count, from, parse.GetRequiredValue(provider.Option), cancellationToken).ConfigureAwait(false);
            if (outcome is { Report: null, Crash: null })
            {
                await _terminal.Error.WriteAsync(outcome.Error.AsMemory(), cancellationToken).ConfigureAwait(false);
                return outcome.ExitCode;
            }

            var report = outcome.Report ?? Crashed(checkpointPath, bundlePath, count, from, outcome.Crash!);
            return Write(report, output);
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

    private static async Task<ParityProcess.Outcome> Apart(string checkpoint, string bundle, int samples, ulong seed, string provider, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("seq-parity-");
        try
        {
            var report = Path.Combine(folder.FullName, "report.json");
            var (file, arguments) = ParityProcess.Self();
            string[] all =
            [
                .. arguments, "parity", checkpoint, bundle, InProcess, ReportJson, report,
                "--samples", samples.ToString(CultureInfo.InvariantCulture), "--seed", seed.ToString(CultureInfo.InvariantCulture), "--provider", provider,
            ];
            return await ParityProcess.RunAsync(file, all, report, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static ParityReport Crashed(string checkpoint, string bundle, int samples, ulong seed, CrashRecord crash)
    {
        var opened = Bundle.Open(bundle);
        return ParityReport.Crashed(opened.Description, samples, seed, crash) with
        {
            Checkpoint = checkpoint,
            Bundle = bundle,
            Evidence = Evidence.Of(opened, Checkpoint.Open(checkpoint), TimeProvider.System),
        };
    }

    private static bool Refuse(ArgumentResult result, string text)
    {
        result.AddError($"--json prints the report and takes no file; write {ReportJson} {text} to have it in a file.");
        return false;
    }

    /// <summary>The verdict comes first: it is not lost when a file cannot be written.</summary>
    private int Write(ParityReport report, Output output)
    {
        if (output.PrintsJson)
        {
            Json.WriteLine(_terminal.Output, report, Json.Lines.ParityReport);
        }
        else
        {
            ParityTable.Write(_terminal, report);
        }

        var exitCode = ExitCodeOf(report, _terminal);
        _terminal.Output.Flush();
        if (output.Page is { } page)
        {
            File.WriteAllText(page, ParityPage.Of(report));
        }

        if (output.JsonFile is { } file)
        {
            File.WriteAllText(file, JsonSerializer.Serialize(report, Json.Lines.ParityReport) + "\n");
        }

        return exitCode;
    }

    /// <summary>Where the report goes.</summary>
    private sealed record Output(string? Page, string? JsonFile, bool PrintsJson);
}
