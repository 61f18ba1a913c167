using System.CommandLine;
using System.Globalization;
using Seq.Cli.CommandLine;
using Seq.Cli.Generation;
using Seq.Cli.Models;
using Seq.Cli.Output;
using Seq.Cli.Parity;

namespace Seq.Cli.Commands;

/// <summary><c>seq verify</c>: is a bundle whole, and does it compute here what it computed where it was trained?</summary>
internal sealed class VerifyCommand : DocumentedCommand
{
    internal VerifyCommand(Terminal terminal)
        : base(
            "verify",
            "Checks a bundle where it is deployed, without the trainer: size and hash of every file, the structure of every graph before ONNX Runtime sees it, the golden "
            + "pack (inputs with what the trainer computed on them) through every graph, and the graphs against each other. "
            + "Exit code 1 when something is computed otherwise, 2 when the bundle is damaged.",
            "seq verify digits-bundle",
            "seq verify digits-bundle --json",
            "seq verify digits-bundle --provider cuda --tolerance 1e-3")
    {
        var bundle = CommonOptions.Bundle();
        var tolerance = new Option<double>("--tolerance")
        {
            HelpName = "X",
            DefaultValueFactory = _ => GoldenReplay.DefaultTolerance,
            Description = "How far logits may be from the golden ones, and those of one graph from those of another, relative to the largest of their step where that exceeds 1; "
                + string.Create(CultureInfo.InvariantCulture, $"{LogitsCheck.RoundingFloor:0e+0} comes on top. Default: {GoldenReplay.DefaultTolerance}."),
        };
        tolerance.Validators.Add(result =>
        {
            if (!(result.GetValueOrDefault<double>() is >= 0 and < double.PositiveInfinity))
            {
                result.AddError("--tolerance must be a number from 0.");
            }
        });
        var json = CommonOptions.Json("Print one object: passed, bundle, kind, files, graphs, has_golden_pack, tolerance, provider (what ran the graphs), checks, not_compared, evidence (hashes, versions, time).");
        Add(bundle);
        Add(tolerance);
        var provider = new ProviderOption();
        Add(provider.Option);
        Add(json);
        SetAction((parse, cancellationToken) =>
        {
            var report = BundleVerification.Run(
                ModelLocation.OfBundle(parse.GetRequiredValue(bundle)),
                parse.GetValue(tolerance),
                cancellationToken,
                open: path =>
                {
                    var model = provider.Open(parse, path);
                    ProviderOption.TellFallback(model, terminal);
                    return model;
                });
            if (parse.GetValue(json))
            {
                Json.WriteLine(terminal.Output, report, Json.Lines.VerifyReport);
            }
            else
            {
                ParityTable.WriteChecks(terminal, "Verified", report.Checks, report.NotCompared, referee: false);
                terminal.Output.WriteLine(
                    $"{report.Files} files as hashed; {string.Join(", ", report.Graphs)} sound{(report.HasGoldenPack ? "" : "; there is no golden pack, so nothing was held against the trainer")}");
                terminal.Output.WriteLine($"The bundle {(report.Passed ? "is verified" : "FAILED")} ({report.Kind}, on {report.Provider}): {report.Checks.Count(check => check.Passed)} of {report.Checks.Count} checks");
            }

            if (report.Checks.FirstOrDefault(check => !check.Passed) is not { } failed)
            {
                return Task.FromResult(ExitCode.Good);
            }

            var rounding = failed.Name is "golden-score-logits" or "golden-step-logits" or "golden-attention"
                ? " Whether that is a fault or what float32 makes of these weights, `seq parity` tells where the checkpoint is; --tolerance allows for the second."
                : "";
            ErrorReport.Write($"The bundle computes otherwise: {failed.Failure!.TrimEnd('.')}.{rounding}", terminal.Error);
            return Task.FromResult(ExitCode.FailedCheck);
        });
    }
}
