using System.CommandLine;
using System.Globalization;
using Seq.Cli.CommandLine;
using Seq.Cli.Models;
using Seq.Cli.Output;
using Seq.Export;
using Seq.Model;

namespace Seq.Cli.Commands;

/// <summary><c>seq export</c>: a checkpoint becomes a bundle. Loads neither libtorch nor ONNX Runtime.</summary>
internal sealed class ExportCommand : DocumentedCommand
{
    internal ExportCommand(Terminal terminal)
        : base(
            "export",
            "Writes a checkpoint as a bundle of ONNX graphs. Needs no native library, so it runs on a bare machine; the same checkpoint gives the same bytes.",
            "seq export runs/digits --out digits-bundle",
            "seq export runs/digits/checkpoint --out digits-bundle --max-length 12 --beam-graph 4 --n-best 4 --sample-graph --json")
    {
        var checkpoint = CommonOptions.Checkpoint();
        var bundle = PathValue.Option("--out", "BUNDLE", "Folder of the bundle; an earlier bundle there is replaced as a whole.");
        bundle.Required = true;
        var maxLength = NumberOption.From(
            "--max-length", 1, $"Most tokens to generate when a user of the bundle does not say, end token included. Default: {ExportOptions.Default.MaxLength}.");
        var beam = NumberOption.From("--beam-graph", 2, "Also write generate-beam.onnx, a beam search of this many live hypotheses that any ONNX runtime can run.");
        var best = NumberOption.From("--n-best", 1, "With --beam-graph: hypotheses the graph returns per input. Default: 1.");
        var sample = new Option<bool>("--sample-graph") { Description = "Also write generate-sample.onnx, seeded sampling that any ONNX runtime can run." };
        var attention = new Option<bool>("--attention-outputs")
        {
            Description = "Let the generate-*.onnx also return the attention weights of every step.",
        };
        var allInputs = new Option<bool>("--all-search-inputs")
        {
            Description = "Let the generate-*.onnx also take end token, minimum length, penalties on tokens and, with a beam, on coverage; all must then be given at every call.",
        };
        var text = new Option<bool>("--text-graph")
        {
            Description = "Also write text-generate-greedy.onnx, text in and text out in one file, for vocabularies of words between white space or of characters.",
        };
        var opset = NumberOption.From("--opset", 17, "Version of the standard operators: 18, or 17 for hosts that know no newer one. Default: 18.");
        var fold = ChoiceOption.Create(
            "--fold-embeddings",
            "Whether a step looks up embedding times input weights, computed now: quicker, for a larger bundle. auto: tables of up to 32 MiB.", "auto", "always", "never");
        var report = PathValue.Option(
            "--report",
            "FILE",
            "Also write the report on the export to this file: files, hashes, opset, operators, parameters, how cells were written. The bundle has it as "
                + $"{ExportReport.FileName}.");
        var json = CommonOptions.Json("Print one object: bundle, parameters, cells, files, graphs.");
        Add(checkpoint);
        Add(bundle);
        Add(maxLength);
        Add(beam);
        Add(best);
        Add(sample);
        Add(attention);
        Add(allInputs);
        Add(text);
        Add(opset);
        Add(fold);
        Add(report);
        Add(json);
        SetAction(parse =>
        {
            if (parse.IsGiven(best) && !parse.IsGiven(beam))
            {
                throw new UsageException(["--n-best has no effect without --beam-graph; add --beam-graph or leave --n-best out."]);
            }

            PathValue.Prepare(parse.GetValue(report));
            var opened = Checkpoint.Open(ModelLocation.OfCheckpoint(parse.GetRequiredValue(checkpoint)));
            var options = ExportOptions.Default;
            options = options with
            {
                MaxLength = parse.GetValue(maxLength) ?? options.MaxLength,
                BeamGraph = parse.GetValue(beam) is { } size ? new() { BeamSize = size, HypothesisCount = parse.GetValue(best) ?? 1 } : null,
                SampleGraph = parse.GetValue(sample),
                AttentionOutputs = parse.GetValue(attention),
                AllSearchInputs = parse.GetValue(allInputs),
                TextGraph = parse.GetValue(text),
                Opset = parse.GetValue(opset) ?? options.Opset,
                FoldEmbeddings = Enum.Parse<EmbeddingFolding>(parse.GetRequiredValue(fold), ignoreCase: true),
            };
            var written = BundleExporter.Export(opened, parse.GetRequiredValue(bundle)!, options);
            Print(terminal, ExportSummary.Of(written), parse.GetValue(json));
            if (parse.GetValue(report) is { } path)
            {
                File.Copy(Path.Combine(written.BundlePath, ExportReport.FileName), path, overwrite: true);
            }

            return ExitCode.Good;
        });
    }

    private static void Print(Terminal terminal, ExportSummary summary, bool json)
    {
        if (json)
        {
            Json.WriteLine(terminal.Output, summary, Json.Lines.ExportSummary);
            return;
        }

        var bytes = summary.Files.Values.Sum(file => file.Bytes);
        terminal.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{summary.Bundle}: {summary.Parameters:N0} parameters, {summary.Files.Count} files, {bytes:N0} bytes"));
        foreach (var (name, graph) in summary.Graphs)
        {
            terminal.Output.WriteLine($"  {name,-16} {graph.Nodes,4} nodes, opset {graph.Opset}, IR {graph.IrVersion}");
        }
    }
}
