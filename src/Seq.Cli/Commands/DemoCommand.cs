using System.Globalization;
using System.Runtime.CompilerServices;
using Seq.Cli.CommandLine;
using Seq.Cli.Demonstration;
using Seq.Cli.Evaluation;
using Seq.Cli.Generation;
using Seq.Cli.Models;
using Seq.Cli.Output;
using Seq.Cli.Parity;
using Seq.Cli.Training;
using Seq.Export;
using Seq.Model;
using Seq.Runtime;
using Seq.Train;

namespace Seq.Cli.Commands;

/// <summary><c>seq demo</c>: the whole line on one task: train, export, prove, decode, measure.</summary>
internal sealed class DemoCommand : DocumentedCommand
{
    /// <summary>The share of whole sequences, free running, that the demo promises.</summary>
    internal const double PromisedAccuracy = 0.995;

    private const string PresetName = "digits-attention";
    private const int MaxLength = 16;
    private static readonly string[] Texts = ["one two five", "nine eight seven six five four three two one zero", "three one four one five nine two"];
    private readonly Terminal _terminal;

    internal DemoCommand(Terminal terminal)
        : base(
            "demo",
            "Trains a model that reads spelled digits (half a minute on two idle cores), exports it to ONNX, proves that the export computes the same, and "
            + $"decodes with it. Exit code 0 only if at least {PromisedAccuracy:P1} of {EvalCommand.DefaultSamples} fresh sequences are right and parity passed.",
            "seq demo",
            "seq demo --out runs/demo --json")
    {
        _terminal = terminal;
        var folder = PathValue.Option("--out", "DIR", "Folder for checkpoint/ and bundle/. A demo that was stopped there goes on where it was.");
        folder.DefaultValueFactory = _ => Path.Combine("runs", "demo");
        var json = CommonOptions.Json(
            "Print the training's objects as `seq train --json` does, then one with event demo: passed, accuracy, parity, examples, checkpoint, bundle.");
        Add(folder);
        Add(json);
        SetAction((parse, cancellationToken) => Task.FromResult(Run(parse.GetRequiredValue(folder)!, parse.GetValue(json), cancellationToken)));
    }

    private int Run(string folder, bool json, CancellationToken cancellationToken)
    {
        var say = json ? TextWriter.Null : _terminal.Output;
        say.WriteLine("1. Train in TorchSharp");
        say.Flush();
        var training = Train(folder, json, cancellationToken);
        if (training.Outcome == TrainingOutcome.Stopped)
        {
            ErrorReport.Write($"Stopped; the checkpoint is {training.CheckpointPath}. `seq demo --out {folder}` goes on from it.", _terminal.Error);
            return ExitCode.Stopped;
        }

        say.WriteLine(Invariant($"trained on {training.Samples:N0} samples in {TrainingText.Clock(training.Elapsed)}"));
        Head(say, "2. Export to ONNX");
        var checkpoint = Checkpoint.Open(training.CheckpointPath);
        var bundle = Path.Combine(folder, ModelLocation.BundleFolder);
        var export = BundleExporter.Export(checkpoint, bundle, new ExportOptions { MaxLength = MaxLength });
        say.WriteLine(Invariant($"{string.Join(", ", export.Graphs.Keys)}: {export.Files.Values.Sum(file => file.Bytes):N0} bytes in {bundle}"));

        Head(say, "3. Prove that ONNX Runtime computes what TorchSharp computes");
        var parity = ParityOfFolders.Run(checkpoint, bundle, ParityOfFolders.DefaultSamples, ParityOfFolders.DefaultSeed, cancellationToken);
        if (!json)
        {
            ParityTable.Write(_terminal, parity);
        }

        Head(say, "4. Decode on ONNX Runtime");
        var examples = Decode(bundle, cancellationToken);
        new LinePrinter(say, _terminal.Error, json: false, ranked: false).Print(examples);
        var accuracy = EvalCommand.EvaluateBundle(bundle, EvalCommand.DefaultSamples, EvalCommand.DefaultSeed, cancellationToken);
        say.WriteLine(Invariant(
            $"free-running accuracy on {accuracy.Samples:N0} fresh sequences: "
            + $"{AccuracyTable.Percent(accuracy.FreeRunning!.Sequences)} of whole sequences, {AccuracyTable.Percent(accuracy.FreeRunning.Tokens)} of tokens"));
        PrintNext(say, folder, training.CheckpointPath, bundle);
        return Conclude(new(
            "demo", accuracy.FreeRunning!.Sequences >= PromisedAccuracy && parity.Passed, accuracy, parity, examples, training.CheckpointPath, bundle), json);
    }

    private TrainingResult Train(string folder, bool json, CancellationToken cancellationToken)
    {
        var resume = Checkpoint.Exists(Path.Combine(folder, ModelLocation.CheckpointFolder));
        var options = new TrainingOptions { Folder = folder, Resume = resume };
        return new TrainingRun(_terminal, json).Run(Preset.Find(PresetName).Settings, options, cancellationToken).Result;
    }

    private static void Head(TextWriter say, string text)
    {
        say.WriteLine();
        say.WriteLine(text);
        say.Flush();
    }

    private static IReadOnlyList<GeneratedLine> Decode(string bundle, CancellationToken cancellationToken)
    {
        using var model = SeqModel.Open(bundle);
        var lines = Texts.Select((text, index) => new InputLine(text, (uint)index, "demo")).ToList();
        return new LineGenerator(model, new() { Search = model.DefaultSearch }).Generate(lines, cancellationToken);
    }

    private static void PrintNext(TextWriter say, string folder, string checkpoint, string bundle)
    {
        say.WriteLine();
        say.WriteLine($"checkpoint: {checkpoint}");
        say.WriteLine($"bundle:     {bundle}");
        say.WriteLine("try next:");
        say.WriteLine($"  {CommandName.Text} generate {bundle} --input \"four two\" --beam 4 --n-best 3");
        say.WriteLine($"  {CommandName.Text} inspect {bundle}");
        say.WriteLine($"  {CommandName.Text} eval {folder}");
        say.WriteLine($"  {CommandName.Text} train digits");
    }

    private int Conclude(DemoReport report, bool json)
    {
        if (json)
        {
            Json.WriteLine(_terminal.Output, report, Json.Lines.DemoReport);
        }

        if (report.Accuracy.FreeRunning!.Sequences < PromisedAccuracy)
        {
            ErrorReport.Write(
                $"The accuracy is {AccuracyTable.Percent(report.Accuracy.FreeRunning!.Sequences)}; at least {AccuracyTable.Percent(PromisedAccuracy)} was promised.",
                _terminal.Error);
            return ExitCode.FailedCheck;
        }

        return ParityCommand.ExitCodeOf(report.Parity, _terminal);
    }

    private static string Invariant(DefaultInterpolatedStringHandler text) => string.Create(CultureInfo.InvariantCulture, ref text);
}
