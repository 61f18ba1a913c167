using Seq.Model;
using TorchSharp;

namespace Seq.Train;

/// <summary>Trains a model as its settings say, and leaves a checkpoint, <c>metrics.jsonl</c> and a TensorBoard event file.</summary>
public sealed class Trainer
{
    /// <summary>Name of the checkpoint's folder inside a run.</summary>
    public const string CheckpointFolder = "checkpoint";

    private const int DefaultThreads = 1;
    private readonly TrainingSettings _settings;
    private readonly TrainingOptions _options;
    private readonly ITrainingObserver? _observer;
    private readonly TimeProvider _time;

    /// <summary>Prepares a training; nothing is written yet.</summary>
    /// <param name="settings">What to train.</param>
    /// <param name="options">Where, and with how many threads.</param>
    /// <param name="observer">Watches; null for nobody.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <exception cref="TrainingSettingsException">The settings are out of range.</exception>
    public Trainer(TrainingSettings settings, TrainingOptions options, ITrainingObserver? observer = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(options);
        settings.Validate();
        if (options.Threads is < 1 or > 1024)
        {
            throw new TrainingSettingsException([$"threads is {options.Threads}; it must lie between 1 and 1024."]);
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

    /// <summary>Trains until all samples are seen, the accuracy to stop at is reached, or the token asks to stop; a checkpoint is there in each case.</summary>
    /// <param name="cancellationToken">Asks to stop after the current step.</param>
    /// <exception cref="SeqException">The folder holds another run, or there is nothing to resume, or what there is is damaged.</exception>
    /// <exception cref="TrainingSettingsException">The run to be resumed has other settings.</exception>
    /// <exception cref="DivergedException">The loss or a weight became infinite or not a number; the checkpoint is the one before that.</exception>
    public TrainingResult Run(CancellationToken cancellationToken = default)
    {
        var folder = new RunFolder(_options.Folder);
        Checkpoint? resumed = null;
        TrainingState state;
        if (_options.Resume)
        {
            (resumed, state) = folder.Open(_settings);
        }
        else
        {
            folder.RequireNew();
            state = TrainingState.Start(_settings);
        }

        if (!state.Complete)
        {
            state = Train(folder, resumed, state, cancellationToken);
        }

        var outcome = state.Complete ? TrainingOutcome.Complete : TrainingOutcome.Stopped;
        return new(outcome, folder.CheckpointPath, state.Samples, TimeSpan.FromSeconds(state.Seconds));
    }

    private TrainingState Train(RunFolder folder, Checkpoint? resumed, TrainingState state, CancellationToken cancellationToken)
    {
        var threads = _options.Threads ?? DefaultThreads;
        torch.set_num_threads(threads);
        using var session = new TrainingSession(_settings, state.DataRandom);
        if (resumed is not null)
        {
            session.Restore(resumed);
        }

        using var record = folder.OpenRecord(state.Samples, _time);
        _observer?.OnStart(new(_settings, session.Description.ParameterCount, threads, resumed is null ? null : state.Samples));
        var clock = new TrainingClock(_time, state, _settings.Samples);
        return new TrainingLoop(_settings, session, state, record, clock, _observer, folder.CheckpointPath).Run(cancellationToken);
    }
}
