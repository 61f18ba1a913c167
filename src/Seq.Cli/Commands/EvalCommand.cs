using System.CommandLine;
using System.Globalization;
using Seq.Cli.CommandLine;
using Seq.Cli.Evaluation;
using Seq.Cli.Generation;
using Seq.Cli.Models;
using Seq.Cli.Output;
using Seq.Decoding;
using Seq.Model;
using Seq.Runtime;
using Seq.Train;

namespace Seq.Cli.Commands;

/// <summary><c>seq eval</c>: the metrics of the field on a part of a model's data.</summary>
internal sealed class EvalCommand : DocumentedCommand
{
    internal const int DefaultSamples = 5000;
    internal const ulong DefaultSeed = 1;
    private const string Digits = "digits";
    private readonly Terminal _terminal;
    private readonly Argument<string> _model = CommonOptions.Model();
    private readonly Option<string> _part = ChoiceOption.Create("--part", "Part of the data. Default: test.", "test", "validation", "train");

    private readonly Option<bool> _best = new("--best")
    {
        Description = $"Take the best checkpoint of a training run ({Trainer.BestFolder}/) instead of the last one.",
    };

    private readonly Option<int?> _samples = NumberOption.From("--samples", 1, $"Most samples: examples, or tokens of a stream. Default: all; of digits, {DefaultSamples}.");
    private readonly Option<int?> _beam = NumberOption.From("--beam", 1, "Hypotheses of the beam search for an encoder-decoder; 1 is greedy. Default: what the preset says.");
    private readonly Option<string[]> _bundles = new("--bundle")
    {
        HelpName = "BUNDLE",
        Description = "For a run: a bundle that is measured on its data, on ONNX Runtime, in place of the checkpoint; bundles of encoder-decoders, given several times, write as an ensemble.",
    };

    private readonly Option<LengthPenalty?> _lengthPenalty = LengthPenaltyOption.Create("average, as the beam of a checkpoint");
    private readonly Option<ulong?> _seed = CommonOptions.Seed($"Draws the sequences of digits; the same seed draws the same ones. Default: {DefaultSeed}.");
    private readonly Option<int?> _threads = NumberOption.From("--threads", 1, "Threads of libtorch. Default: as in the training.");
    private readonly Option<string?> _device = new("--device") { HelpName = "DEVICE", Description = "Where the model is computed: cpu, cuda or cuda:N. Default: as in the training." };
    private readonly ProviderOption _provider = new();
    private readonly Option<bool> _row = new("--row") { Description = "Print a row of a Markdown table: preset, metrics, samples learned from, time of training, command." };

    private readonly Option<bool> _json = CommonOptions.Json(
        "Print one object: type, path, task, part, samples, seed, metrics by name, teacher_forced and free_running with tokens, sequences and by_position (shares from 0 to 1), notes.");

    internal EvalCommand(Terminal terminal)
        : base(
            "eval",
            "Measures a model: perplexity, accuracy, F1, BLEU, error rates, by the kind of model. A checkpoint runs in TorchSharp on the data of its training; "
            + "a bundle of the digits task on ONNX Runtime, on freshly generated data.",
            "seq eval runs/digits",
            "seq eval runs/g2p --best --beam 5",
            "seq eval runs/g2p --best --bundle models/g2p",
            "seq eval models/digits --samples 1000 --seed 7 --json")
    {
        _terminal = terminal;
        Add(_model);
        Add(_part);
        Add(_best);
        Add(_samples);
        Add(_beam);
        Add(_bundles);
        Add(_lengthPenalty);
        Add(_seed);
        Add(_threads);
        Add(_device);
        Add(_provider.Option);
        Add(_row);
        Add(_json);
        SetAction((parse, cancellationToken) =>
        {
            Run(parse, cancellationToken);
            return Task.FromResult(ExitCode.Good);
        });
    }

    /// <summary>Evaluates a bundle on ONNX Runtime.</summary>
    /// <param name="path">The bundle.</param>
    /// <param name="samples">How many sequences.</param>
    /// <param name="seed">What they are drawn from.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <param name="open">Opens the bundle on what shall run it; null for the CPU.</param>
    internal static EvaluationReport EvaluateBundle(string path, int samples, ulong seed, CancellationToken cancellationToken, Func<string, SeqModel>? open = null)
    {
        using var model = (open ?? (bundle => SeqModel.Open(bundle)))(path);
        var task = KnownTask.Require(path, model.SourceVocabulary, model.TargetVocabulary);
        var evaluation = new ModelEvaluation(new OnnxSequenceModel(model), EncoderDecoders.Require(path, model.Description));
        var (forced, free) = evaluation.Measure(task.Draw(samples, seed), cancellationToken);
        var metrics = new Dictionary<string, double> { ["free_running_sequence_accuracy"] = free.Sequences, ["free_running_token_accuracy"] = free.Tokens, ["teacher_forced_token_accuracy"] = forced.Tokens };
        return new("bundle", path, task.Name, "test", samples, seed, metrics, forced, free, []);
    }

    private void Run(ParseResult parse, CancellationToken cancellationToken)
    {
        var named = parse.GetRequiredValue(_model);
        var best = Path.Combine(named, Trainer.BestFolder);
        var (path, isBundle) = parse.GetValue(_best) && Checkpoint.Exists(best) ? (best, false) : ModelLocation.OfEither(named);
        if (parse.GetValue(_best) && path != best)
        {
            throw new SeqException($"{named}: there is no best checkpoint; give the folder of a training run that was validated, or leave --best out.");
        }

        if (isBundle)
        {
            RequireNoneOf(parse, named, _part, _beam, _bundles, _lengthPenalty, _threads, _device, _row);
            var report = EvaluateBundle(path, parse.GetValue(_samples) ?? DefaultSamples, parse.GetValue(_seed) ?? DefaultSeed, cancellationToken, bundle => Open(parse, bundle));
            Print(report, parse.GetValue(_json), () => AccuracyTable.Write(_terminal, report.TeacherForced!, report.FreeRunning!));
            return;
        }

        var checkpoint = Checkpoint.Open(path);
        var settings = Trainer.SettingsOf(checkpoint);
        var part = parse.GetRequiredValue(_part);
        var beam = parse.GetValue(_beam);
        using var bundle = OpenBundle(parse, checkpoint, beam ?? settings.Validation.Beam, cancellationToken);
        var options = new EvaluationOptions
        {
            Part = Enum.Parse<DataPart>(part, ignoreCase: true),
            Samples = parse.GetValue(_samples),
            Beam = bundle is null ? beam : null,
            Model = bundle,
            Seed = parse.GetValue(_seed) ?? (settings.Data.Source == Digits ? DefaultSeed : null),
            Threads = parse.GetValue(_threads),
            Device = parse.GetValue(_device),
        };
        var evaluation = Trainer.Evaluate(checkpoint, options);
        evaluation = bundle is null ? evaluation : evaluation with { Notes = [.. evaluation.Notes, bundle.Note] };
        if (parse.GetValue(_row))
        {
            _terminal.Output.WriteLine(MetricRow.Of(named, checkpoint, settings, part, evaluation));
            return;
        }

        var metrics = evaluation.Metrics.ToDictionary(metric => metric.Name, metric => metric.Value);
        Print(
            new("checkpoint", path, settings.Data.Source, part, evaluation.Samples, options.Seed, metrics, evaluation.TeacherForced, evaluation.FreeRunning, evaluation.Notes),
            parse.GetValue(_json),
            () => MetricTable.Write(_terminal, evaluation));
    }

    private BundleModel? OpenBundle(ParseResult parse, Checkpoint checkpoint, int beam, CancellationToken cancellationToken)
    {
        var bundles = parse.GetValue(_bundles) ?? [];
        if (bundles.Length > 0 && checkpoint.Description is not EncoderDecoderDescription && parse.IsGiven(_beam))
        {
            throw new UsageException([$"{_beam.Name} searches for what a model writes, but a {checkpoint.Description.Kind} is measured without writing; leave it out."]);
        }

        if (parse.IsGiven(_provider.Option) && bundles.Length == 0)
        {
            throw new UsageException([$"{_provider.Option.Name} chooses what runs a bundle, but a checkpoint runs in TorchSharp; use {_device.Name}, or add {_bundles.Name}."]);
        }

        if (parse.IsGiven(_lengthPenalty) && (bundles.Length == 0 || beam == 1))
        {
            throw new UsageException([$"{_lengthPenalty.Name} has an effect only on the beam of a bundle; add --bundle and --beam 2 or more, or leave it out."]);
        }

        return bundles.Length == 0 ? null : BundleModel.Open(bundles, checkpoint, beam, parse.GetValue(_lengthPenalty), bundle => Open(parse, bundle), cancellationToken);
    }

    private SeqModel Open(ParseResult parse, string bundle)
    {
        var model = _provider.Open(parse, bundle);
        ProviderOption.TellFallback(model, _terminal);
        return model;
    }

    /// <summary>A bundle knows neither its data nor its training; an option about them would have no effect.</summary>
    private static void RequireNoneOf(ParseResult parse, string bundle, params Option[] options)
    {
        if (options.Where(parse.IsGiven).Select(option => option.Name).ToList() is { Count: > 0 } given)
        {
            throw new SeqException($"{bundle} is a bundle, of which {string.Join(", ", given)} cannot be asked; leave it out, or give the folder of a training run.");
        }
    }

    private void Print(EvaluationReport report, bool json, Action table)
    {
        if (json)
        {
            Json.WriteLine(_terminal.Output, report, Json.Lines.EvaluationReport);
            return;
        }

        var engine = report.Type == "bundle" ? "ONNX Runtime" : "TorchSharp";
        var drawn = report.Seed is { } seed ? string.Create(CultureInfo.InvariantCulture, $"fresh sequences of {report.Task}, seed {seed}") : $"samples of {report.Task}, {report.Part} part";
        _terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Path} in {engine}: {report.Samples:N0} {drawn}"));
        table();
    }
}
