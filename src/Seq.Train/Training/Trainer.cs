using Seq.Model;
using TorchSharp;

namespace Seq.Train;

/// <summary>Trains a model as its settings say, and leaves checkpoints, <c>metrics.jsonl</c> and a TensorBoard event file.</summary>
public sealed class Trainer
{
    /// <summary>Name of the folder of the last checkpoint inside a run: the one that is resumed.</summary>
    public const string CheckpointFolder = "checkpoint";

    /// <summary>Name of the folder of the best checkpoint inside a run.</summary>
    public const string BestFolder = "best";

    private readonly TrainingSettings _settings;
    private readonly TrainingOptions _options;
    private readonly ITrainingObserver? _observer;
    private readonly TimeProvider _time;

    /// <summary>Prepares a training; nothing is written yet.</summary>
    /// <param name="settings">What to train.</param>
    /// <param name="options">Where.</param>
    /// <param name="observer">Watches; null for nobody.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <exception cref="TrainingSettingsException">The settings are out of range.</exception>
    public Trainer(TrainingSettings settings, TrainingOptions options, ITrainingObserver? observer = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Resume)
        {
            settings.ValidateRanges(); // They are the run's own, or refused as others.
        }
        else
        {
            settings.Validate();
        }

        (_settings, _options, _observer, _time) = (settings, options, observer, time ?? TimeProvider.System);
    }

    /// <summary>Reads the settings of the run in a folder.</summary>
    /// <param name="checkpoint">Its checkpoint.</param>
    /// <exception cref="ModelFormatException">The checkpoint has no settings, or damaged ones.</exception>
    public static TrainingSettings SettingsOf(Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return TrainingFiles.ReadSettings(checkpoint);
    }

    /// <summary>Reads how far the training of a checkpoint had come.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <returns>Samples seen, time spent, and whether the training was complete.</returns>
    /// <exception cref="ModelFormatException">The checkpoint does not say, or says what cannot be.</exception>
    public static (long Samples, TimeSpan Elapsed, bool Complete) ProgressOf(Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        var state = TrainingFiles.ReadState(checkpoint);
        return (state.Samples, TimeSpan.FromSeconds(state.Seconds), state.Complete);
    }

    /// <summary>Measures a checkpoint on the data of its training.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="options">What on, and how.</param>
    /// <exception cref="SeqException">The data is missing or has no such part, the checkpoint is damaged, or an option has no effect on this kind of model.</exception>
    public static Evaluation Evaluate(Checkpoint checkpoint, EvaluationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var settings = SettingsOf(checkpoint);
        settings = settings with { Threads = options.Threads ?? settings.Threads, Device = options.Device ?? settings.Device };
        settings.ValidateRanges();
        if (options.Seed is not null && settings.Data.Source != DataSettings.Digits)
        {
            throw new SeqException($"A seed draws data without end, but '{settings.Data.Source}' is a fixed set; leave the seed out.");
        }

        if (options.Samples < 1 || options.Beam < 1)
        {
            throw new SeqException($"An evaluation needs at least 1 sample and a beam of at least 1; it was given {options.Samples} and {options.Beam}.");
        }

        if (options.Model is not null && options.Beam is not null)
        {
            throw new SeqException("A beam has no effect beside a model that is measured in place of the checkpoint, which searches itself; leave one of them out.");
        }

        if (checkpoint.Description is not EncoderDecoderDescription)
        {
            RequireEffect(options, checkpoint.Description.Kind);
        }

        torch.set_num_threads(settings.Threads);
        using var task = Open(settings, checkpoint, options.Data);
        using (var weights = checkpoint.OpenWeights())
        {
            task.LoadWeights(weights);
        }

        task.Module.eval();
        return task.Evaluate(new(options.Part, options.Samples, options.Beam ?? settings.Validation.Beam, options.Seed, options.Model, Thorough: true));
    }

    /// <summary>Only an encoder-decoder writes; of the others, a model in place of the checkpoint leaves libtorch nothing to compute.</summary>
    private static void RequireEffect(EvaluationOptions options, string kind)
    {
        if (options.Beam is not null)
        {
            throw new SeqException($"A beam searches for what a model writes, but a {kind} is measured without writing; leave the beam out.");
        }

        if (options.Model is not null && (options.Threads is not null || options.Device is not null))
        {
            throw new SeqException($"Threads and device are those of libtorch, which computes nothing where another {kind} is measured in place of the checkpoint; leave them out.");
        }
    }

    /// <summary>Trains until the settings say that it is enough, or the token asks to stop; a checkpoint is there in each case.</summary>
    /// <param name="cancellationToken">Asks to stop after the current step.</param>
    /// <exception cref="SeqException">The folder holds another run, or there is nothing to resume, or what there is is damaged; or the data is missing.</exception>
    /// <exception cref="TrainingSettingsException">The run to be resumed has other settings, or the settings do not fit the data.</exception>
    /// <exception cref="DivergedException">The loss or a weight became infinite or not a number; the checkpoint is the one before that.</exception>
    public TrainingResult Run(CancellationToken cancellationToken = default)
    {
        var folder = new RunFolder(_options.Folder);
        Checkpoint? resumed = null;
        var state = TrainingState.Start;
        if (_options.Resume)
        {
            (resumed, state) = folder.Open(_settings);
        }
        else
        {
            folder.RequireNew();
        }

        if (!state.Complete)
        {
            state = Train(folder, resumed, state, cancellationToken);
        }

        var outcome = state.Complete ? TrainingOutcome.Complete : TrainingOutcome.Stopped;
        return new(outcome, folder.CheckpointPath, Checkpoint.Exists(folder.BestPath) ? folder.BestPath : null, state.Samples, TimeSpan.FromSeconds(state.Seconds));
    }

    private static TrainingTask Open(TrainingSettings settings, Checkpoint? checkpoint, DataFolders? folders)
    {
        TrainingTask task;
        try
        {
            task = TaskData.Open(settings, folders ?? DataFolders.FromEnvironment(), checkpoint is null ? null : StartFolder.Of(checkpoint));
        }
        catch (DescriptionException exception)
        {
            throw new TrainingSettingsException(settings.Model.InWords(exception.Problems));
        }

        if (checkpoint is not null && !(task.Source.Tokens.SequenceEqual(checkpoint.SourceVocabulary.Tokens) && task.Target.Tokens.SequenceEqual(checkpoint.TargetVocabulary.Tokens)))
        {
            task.Dispose();
            throw new SeqException($"{checkpoint.FolderPath}: the data '{settings.Data.Source}' gives another vocabulary than the one of the checkpoint; it has changed. Restore the data, or train again.");
        }

        return task;
    }

    /// <summary>Opens the task and draws its first weights; what fails on the way keeps no native memory.</summary>
    private TrainingSession Begin(Checkpoint? resumed)
    {
        var task = Open(_settings, resumed, _options.Data);
        try
        {
            if (resumed is null)
            {
                task.Initialise();
            }

            return new(task);
        }
        catch
        {
            task.Dispose();
            throw;
        }
    }

    private TrainingState Train(RunFolder folder, Checkpoint? resumed, TrainingState state, CancellationToken cancellationToken)
    {
        NativeHeap.KeepFreedMemory();
        torch.set_num_threads(_settings.Threads);
        using var session = Begin(resumed);
        if (resumed is not null)
        {
            session.Restore(resumed, state);
        }

        _ = session.Task.DecidingMetric; // Found out before anything is written.
        using var record = folder.OpenRecord(state.Samples, _time, notesStart: resumed is null && StartFolder.Matters(_settings.Data));
        record.WriteEnvironment(state.Samples, new("threads", _settings.Threads.ToString(System.Globalization.CultureInfo.InvariantCulture)), new("device", _settings.Device));
        _observer?.OnStart(new(_settings, session.Task.Description.ParameterCount, resumed is null ? null : state.Samples, session.Total, session.Task.SampleName) { Notices = [.. _options.Notices, .. session.Task.Notices] });
        var clock = new TrainingClock(_time, state, session.Total, _settings);
        return new TrainingLoop(session, state, record, clock, _observer, folder).Run(cancellationToken);
    }
}
