using System.Globalization;
using Seq.Cli.CommandLine;
using Seq.Cli.Evaluation;
using Seq.Cli.Models;
using Seq.Cli.Output;
using Seq.Model;
using Seq.Runtime;

namespace Seq.Cli.Commands;

/// <summary><c>seq eval</c>: accuracy on fresh data of the model's task.</summary>
internal sealed class EvalCommand : DocumentedCommand
{
    internal const int DefaultSamples = 5000;
    internal const ulong DefaultSeed = 1;

    internal EvalCommand(Terminal terminal)
        : base(
            "eval",
            "Measures a model on freshly generated data of its task: accuracy of tokens, of whole sequences and by position, teacher forced and free running. "
            + "A checkpoint runs in TorchSharp on data as in its training; a bundle on ONNX Runtime, on data as in the task's presets.",
            "seq eval runs/digits",
            "seq eval models/digits --samples 1000 --seed 7 --json")
    {
        var model = CommonOptions.Model();
        var samples = NumberOption.From("--samples", 1, $"Number of sequences. Default: {DefaultSamples}.");
        var seed = CommonOptions.Seed($"Draws the sequences; the same seed draws the same ones. Default: {DefaultSeed}.");
        var json = CommonOptions.Json(
            "Print one object: type, path, task, samples, seed, teacher_forced and free_running with tokens, sequences and by_position (shares from 0 to 1).");
        Add(model);
        Add(samples);
        Add(seed);
        Add(json);
        SetAction((parse, cancellationToken) =>
        {
            var (path, isBundle) = ModelLocation.OfEither(parse.GetRequiredValue(model));
            var (count, start) = (parse.GetValue(samples) ?? DefaultSamples, parse.GetValue(seed) ?? DefaultSeed);
            var report = isBundle ? EvaluateBundle(path, count, start, cancellationToken) : EvaluateCheckpoint(path, count, start, cancellationToken);
            Print(terminal, report, parse.GetValue(json));
            return Task.FromResult(ExitCode.Good);
        });
    }

    /// <summary>Evaluates a bundle on ONNX Runtime.</summary>
    internal static EvaluationReport EvaluateBundle(string path, int samples, ulong seed, CancellationToken cancellationToken)
    {
        using var model = SeqModel.Open(path);
        var task = KnownTask.Require(path, model.SourceVocabulary, model.TargetVocabulary);
        var evaluation = new ModelEvaluation(new OnnxSequenceModel(model), EncoderDecoders.Require(path, model.Description));
        var (forced, free) = evaluation.Measure(task.Draw(samples, seed), cancellationToken);
        return new("bundle", path, task.Name, samples, seed, forced, free);
    }

    private static EvaluationReport EvaluateCheckpoint(string path, int samples, ulong seed, CancellationToken cancellationToken)
    {
        var checkpoint = Checkpoint.Open(path);
        var task = KnownTask.Require(path, checkpoint.SourceVocabulary, checkpoint.TargetVocabulary, checkpoint);
        using var model = new TorchSequenceModel(checkpoint);
        var evaluation = new ModelEvaluation(model, EncoderDecoders.Require(path, checkpoint.Description));
        var (forced, free) = evaluation.Measure(task.Draw(samples, seed), cancellationToken);
        return new("checkpoint", path, task.Name, samples, seed, forced, free);
    }

    private static void Print(Terminal terminal, EvaluationReport report, bool json)
    {
        if (json)
        {
            Json.WriteLine(terminal.Output, report, Json.Lines.EvaluationReport);
            return;
        }

        var engine = report.Type == "bundle" ? "ONNX Runtime" : "TorchSharp";
        terminal.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{report.Path} in {engine}: {report.Samples:N0} fresh sequences of {report.Task}, seed {report.Seed}"));
        AccuracyTable.Write(terminal, report.TeacherForced, report.FreeRunning);
    }
}
