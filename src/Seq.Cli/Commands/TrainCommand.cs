using System.CommandLine;
using System.Globalization;
using Seq.Cli.CommandLine;
using Seq.Cli.Evaluation;
using Seq.Cli.Models;
using Seq.Cli.Output;
using Seq.Cli.Training;
using Seq.Model;
using Seq.Train;

namespace Seq.Cli.Commands;

/// <summary><c>seq train</c>: trains a preset in TorchSharp.</summary>
internal sealed class TrainCommand : DocumentedCommand
{
    private const string RunsFolder = "runs";
    private readonly Terminal _terminal;

    private readonly Argument<string> _preset = new("PRESET")
    {
        Description = "What to train:\n" + string.Join('\n', Preset.All.Select(preset => $"{preset.Name}: {preset.Summary}"))
            + "\nOr, for data of your own with --data:\n" + string.Join('\n', Preset.ForOwnData.Select(preset => $"{preset.Name}: {preset.Summary}")),
    };

    private readonly Option<string?> _out = PathValue.Option(
        "--out", "DIR", $"Folder of the run: checkpoint/, best/, metrics.jsonl, tensorboard/. Default: {RunsFolder}/PRESET.");

    private readonly Option<string?> _data = PathValue.Option(
        "--data",
        "FILE|SET",
        "What to learn from: a data set (seq data list) or a file of your own. Text for lm, lines source-tab-target for seq2seq, lines label-tab-text for classify, or JSON lines of these; "
            + "for tag lines word-tab-tag with a blank line behind each sentence. The same as --set data.source=.");

    private readonly Option<bool> _printSettings = new("--print-settings")
    {
        Description = "Print the settings that would be trained with, as JSON, after what --set and the other options change; train nothing.",
    };

    private readonly Option<bool> _smoke = new("--smoke")
    {
        Description = "Train a tiny form of the preset for a few seconds, on data generated into the folder of the run: shows that all its parts work.",
    };

    private readonly Option<string[]> _set = new("--set")
    {
        HelpName = "key=value",
        Description = "Changes a setting; may be given many times, null switches an optional setting off. What it leaves without an effect of the preset's own is dropped, and told. With the values of "
            + $"{Preset.All[0].Name}: {string.Join(", ", Settings(Preset.All[0]))}.",
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<ulong?> _seed = CommonOptions.Seed("Draws the first weights and the data: same seed, same machine, same numbers. Default: 1.");
    private readonly Option<int?> _threads = NumberOption.From("--threads", 1, "Threads of libtorch. Default: what models of the preset's size are fastest with, 1 or 2.");

    private readonly Option<string?> _device = new("--device")
    {
        HelpName = "DEVICE",
        Description = "Where the model is computed: cpu, cuda or cuda:N. Default: cpu.",
    };

    private readonly Option<bool> _resume = new("--resume")
    {
        Description = "Go on from the checkpoint in the run's folder, with its settings, as if it had never stopped.",
    };

    private readonly Option<bool> _json = CommonOptions.Json(
        "Print one object per line, told apart by event: start, progress (loss in nats, samples_per_second, seconds_left), validation, end.");

    internal TrainCommand(Terminal terminal)
        : base(
            "train",
            "Trains a model in TorchSharp, with live progress on a terminal and plain lines in a pipe. Ctrl-C or SIGTERM stops it cleanly with a checkpoint.",
            "seq train digits",
            "seq train digits-attention --out runs/mine --set model.hidden=32 --set optimizer.learning_rate=0.002 --seed 7",
            "seq train lm --data my.txt --set data.unit=characters",
            "seq train g2p --print-settings",
            "seq train digits --resume")
    {
        _terminal = terminal;
        Add(_preset);
        Add(_out);
        Add(_data);
        Add(_smoke);
        Add(_printSettings);
        Add(_set);
        Add(_seed);
        Add(_threads);
        Add(_device);
        Add(_resume);
        Add(_json);
        SetAction((parse, cancellationToken) => Task.FromResult(Run(parse, cancellationToken)));
    }

    /// <summary>What <c>--set</c> can change, with a preset's values.</summary>
    private static IEnumerable<string> Settings(Preset preset) =>
        from setting in SettingOverrides.List(preset.Settings)
        where setting.Key is not ("preset" or "task" or "seed")
        select $"{setting.Key}={setting.Value}";

    private int Run(ParseResult parse, CancellationToken cancellationToken)
    {
        var preset = Preset.Find(parse.GetRequiredValue(_preset));
        var folder = parse.GetValue(_out) ?? Path.Combine(RunsFolder, preset.Name);
        var options = new TrainingOptions { Folder = folder, Resume = parse.GetValue(_resume) };
        var settings = Settings(parse, preset, options, out var notices);
        if (parse.GetValue(_printSettings))
        {
            foreach (var notice in notices)
            {
                ErrorReport.Write($"note: {notice}", _terminal.Error);
            }

            _terminal.Output.WriteLine(SettingOverrides.ToJson(settings));
            return ExitCode.Good;
        }

        var (result, validation) = new TrainingRun(_terminal, parse.GetValue(_json)).Run(settings, options with { Notices = notices }, cancellationToken);
        if (result.Outcome == TrainingOutcome.Stopped)
        {
            var samples = result.Samples.ToString("N0", CultureInfo.InvariantCulture);
            ErrorReport.Write(
                $"Stopped after {samples} samples; the checkpoint is {result.CheckpointPath}. Go on with `{CommandName.Text} train {preset.Name} --out {folder} --resume`.",
                _terminal.Error);
            return ExitCode.Stopped;
        }

        if (!parse.GetValue(_json))
        {
            Print(result, validation, folder);
        }

        return ExitCode.Good;
    }

    /// <summary>A new run starts from the preset, a resumed one from its own settings; what the command line changes comes on top.</summary>
    private TrainingSettings Settings(ParseResult parse, Preset preset, TrainingOptions options, out IReadOnlyList<string> notices)
    {
        var settings = preset.Settings;
        var checkpoint = Path.Combine(options.Folder, ModelLocation.CheckpointFolder);
        if (options.Resume && parse.GetValue(_smoke))
        {
            throw new UsageException(["--smoke starts a run of its own, but a resumed one goes on with what it has. Leave one of --smoke and --resume out."]);
        }

        if (options.Resume && Checkpoint.Exists(checkpoint))
        {
            settings = Trainer.SettingsOf(Checkpoint.Open(checkpoint));
            if (settings.Preset != preset.Name)
            {
                throw new SeqException(
                    $"{checkpoint}: This is a run of preset {settings.Preset}, not {preset.Name}. Resume that one, or choose another folder with --out.");
            }
        }
        else if (parse.GetValue(_smoke))
        {
            Directory.CreateDirectory(options.Folder);
            settings = SmokePreset.Of(preset, options.Folder);
        }

        string[] data = parse.GetValue(_data) is { } source ? [$"data.source={source}"] : [];
        string[] changes = [.. data, .. parse.GetValue(_set) ?? []];
        notices = [];
        settings = options.Resume && changes.Length == 0 ? settings : SettingOverrides.Apply(settings, changes, out notices); // A run keeps what it was started with.
        return settings with
        {
            Seed = parse.GetValue(_seed) ?? settings.Seed,
            Threads = parse.GetValue(_threads) ?? settings.Threads,
            Device = parse.GetValue(_device) ?? settings.Device,
        };
    }

    private void Print(TrainingResult result, Train.Evaluation? validation, string folder)
    {
        _terminal.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"trained on {result.Samples:N0} samples in {TrainingText.Clock(result.Elapsed)}; the checkpoint is {result.CheckpointPath}"));
        if (validation is not null)
        {
            _terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"last validation, {validation.Samples:N0} samples:"));
            MetricTable.Write(_terminal, validation);
        }

        _terminal.Output.WriteLine(result.BestPath is null ? "" : $"the best checkpoint is {result.BestPath}");
        var (eval, model) = result.BestPath is null ? (folder, folder) : ($"{folder} --best", result.BestPath);
        _terminal.Output.WriteLine($"next: {CommandName.Text} eval {eval}, {CommandName.Text} export {model} --out BUNDLE");
    }
}
