using System.Text.Json;
using Seq.Model;
using TorchSharp;

namespace Seq.Train;

/// <summary>Trains a model as its settings say, and leaves a checkpoint, <c>metrics.jsonl</c> and a TensorBoard event file.</summary>
public sealed class Trainer
{
    /// <summary>Name of the checkpoint's folder inside a run.</summary>
    public const string CheckpointFolder = "checkpoint";

    private const string SettingsFile = "settings.json";
    private const string StateFile = "training.json";
    private const string MetricsFile = "metrics.jsonl";
    private const int DefaultThreads = 1;
    private const int SolvedInARow = 3;
    private const ulong ValidationSeed = 0x76616c6964617465; // Validation examples never depend on the training seed.
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromMilliseconds(100);

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

    private string CheckpointPath => Path.Combine(_options.Folder, CheckpointFolder);

    /// <summary>Reads the settings of the run in a folder.</summary>
    /// <param name="checkpoint">Its checkpoint.</param>
    /// <exception cref="ModelFormatException">The checkpoint has no settings, or damaged ones.</exception>
    public static TrainingSettings SettingsOf(Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return ReadJson(checkpoint.PathOf(SettingsFile), TrainingJson.Default.TrainingSettings);
    }

    /// <summary>Trains until all samples are seen, the accuracy to stop at is reached, or the token asks to stop; a checkpoint is there in each case.</summary>
    /// <param name="cancellationToken">Asks to stop after the current step.</param>
    /// <exception cref="SeqException">The folder holds another run, or there is nothing to resume.</exception>
    /// <exception cref="DivergedException">The loss became infinite or not a number.</exception>
    public TrainingResult Run(CancellationToken cancellationToken = default)
    {
        var resumed = OpenResumed();
        var state = resumed is null
            ? new TrainingState { DataRandom = _settings.Seed ^ 0x7472_6169_6e00_0000, NextValidation = _settings.ValidationEvery }
            : ReadJson(resumed.PathOf(StateFile), TrainingJson.Default.TrainingState);
        if (state.Complete)
        {
            return Result(TrainingOutcome.Complete, state);
        }

        var threads = _options.Threads ?? DefaultThreads;
        torch.set_num_threads(threads);
        using var session = new TrainingSession(_settings, state.DataRandom);
        if (resumed is not null)
        {
            session.Restore(resumed);
        }

        Directory.CreateDirectory(_options.Folder);
        using var metrics = new MetricsLog(Path.Combine(_options.Folder, MetricsFile), state.Samples);
        using var events = new EventFileWriter(Path.Combine(_options.Folder, "tensorboard"), _time);
        if (resumed is not null)
        {
            events.Resumed(state.Samples + 1);
        }

        _observer?.OnStart(new(_settings, session.Description.ParameterCount, threads, resumed is null ? null : state.Samples));
        return new Loop(this, session, state, metrics, events).Run(cancellationToken);
    }

    private Checkpoint? OpenResumed()
    {
        var exists = Checkpoint.Exists(CheckpointPath);
        if (!_options.Resume)
        {
            return exists
                ? throw new SeqException($"{_options.Folder}: there is a run already. Go on with it by --resume, or choose another folder by --out.")
                : null;
        }

        if (!exists)
        {
            throw new SeqException($"{CheckpointPath}: there is no checkpoint to resume. Leave --resume out to start, or check --out.");
        }

        var checkpoint = Checkpoint.Open(CheckpointPath);
        var before = SettingOverrides.List(SettingsOf(checkpoint)).ToDictionary(pair => pair.Key, pair => pair.Value);
        string[] changed = [.. SettingOverrides.List(_settings).Where(pair => before[pair.Key] != pair.Value)
            .Select(pair => $"{pair.Key} was {before[pair.Key]} and is now {pair.Value}.")];
        return changed.Length == 0
            ? checkpoint
            : throw new TrainingSettingsException([.. changed, "A resumed run keeps its settings; leave them out, or start anew in another folder."]);
    }

    private TrainingResult Result(TrainingOutcome outcome, TrainingState state) =>
        new(outcome, CheckpointPath, state.Samples, TimeSpan.FromSeconds(state.Seconds));

    private static T ReadJson<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), type) ?? throw new JsonException("The file holds null.");
        }
        catch (JsonException exception)
        {
            throw new ModelFormatException(path, $"The file is not valid: {exception.Message}", "Train again; this checkpoint cannot be resumed.", exception);
        }
    }

    /// <summary>The loop with its clock and records.</summary>
    private sealed class Loop(Trainer trainer, TrainingSession session, TrainingState state, MetricsLog metrics, EventFileWriter events)
    {
        private readonly TrainingSettings _settings = trainer._settings;
        private readonly long _startSamples = state.Samples;
        private readonly double _startSeconds = state.Seconds;
        private readonly long _start = trainer._time.GetTimestamp();
        private readonly SequenceBatch[] _validation = [.. Evaluator.Draw(trainer._settings.Data, trainer._settings.ValidationSamples, ValidationSeed)];
        private readonly SequenceBatch _golden = Evaluator.Draw(trainer._settings.Data, GoldenRows.Count, ValidationSeed).First();

        internal TrainingResult Run(CancellationToken cancellationToken)
        {
            if (state.Samples == 0)
            {
                Save(); // A kill before the first validation finds something to resume.
            }

            var lastProgress = _start;
            while (!state.Complete && !cancellationToken.IsCancellationRequested)
            {
                Step();
                if (trainer._time.GetElapsedTime(lastProgress) >= ProgressEvery)
                {
                    lastProgress = trainer._time.GetTimestamp();
                    trainer._observer?.OnProgress(Progress());
                }

                if (state.Samples >= state.NextValidation || state.Samples >= _settings.Samples)
                {
                    Validate();
                }
            }

            if (!state.Complete)
            {
                Save();
            }

            return trainer.Result(state.Complete ? TrainingOutcome.Complete : TrainingOutcome.Stopped, state);
        }

        private void Step()
        {
            var (loss, rows) = session.Step(state.Samples);
            if (!float.IsFinite(loss))
            {
                throw new DivergedException(
                    state.Steps + 1, FormattableString.Invariant($"The loss of step {state.Steps + 1} is {loss}"), trainer.CheckpointPath);
            }

            state.Steps++;
            state.Samples += rows;
            state.LossSum += loss;
            state.LossCount++;
        }

        private void Validate()
        {
            RequireFiniteWeights();
            session.Module.eval();
            var evaluation = Evaluator.Evaluate(session.Model, _validation);
            var progress = Progress();
            metrics.Write(
                state.Samples,
                evaluation.FreeRunning.ByPosition,
                ("loss", progress.Loss),
                ("validation_loss", evaluation.Loss),
                ("teacher_forced_token_accuracy", evaluation.TeacherForced.Tokens),
                ("free_running_token_accuracy", evaluation.FreeRunning.Tokens),
                ("free_running_sequence_accuracy", evaluation.FreeRunning.Sequences),
                ("learning_rate", session.LearningRate(state.Samples)),
                ("samples_per_second", progress.SamplesPerSecond));
            events.Scalar("loss/train", state.Samples, progress.Loss);
            events.Scalar("loss/validation", state.Samples, evaluation.Loss);
            events.Scalar("accuracy/teacher_forced_tokens", state.Samples, evaluation.TeacherForced.Tokens);
            events.Scalar("accuracy/free_running_tokens", state.Samples, evaluation.FreeRunning.Tokens);
            events.Scalar("accuracy/free_running_sequences", state.Samples, evaluation.FreeRunning.Sequences);
            events.Scalar("learning_rate", state.Samples, session.LearningRate(state.Samples));
            events.Flush();

            state.Solved = evaluation.FreeRunning.Sequences >= _settings.StopAtSequenceAccuracy ? state.Solved + 1 : 0;
            state.BestSequenceAccuracy = Math.Max(state.BestSequenceAccuracy ?? 0, evaluation.FreeRunning.Sequences);
            state.NextValidation = (state.Samples / _settings.ValidationEvery * _settings.ValidationEvery) + _settings.ValidationEvery;
            state.Complete = state.Samples >= _settings.Samples || state.Solved >= SolvedInARow;
            (state.LossSum, state.LossCount) = (0, 0);
            Save();
            trainer._observer?.OnValidation(new(progress, evaluation, trainer.CheckpointPath));
        }

        private void Save()
        {
            RequireFiniteWeights();
            session.Module.eval();
            state.DataRandom = session.DataRandom;
            state.Seconds = _startSeconds + trainer._time.GetElapsedTime(_start).TotalSeconds;
            Checkpoint.Write(
                trainer.CheckpointPath, session.Description, DigitsTask.SourceVocabulary, DigitsTask.TargetVocabulary,
                ModuleWeights.Save(session.Module, session.Description), folder =>
                {
                    session.Save(folder);
                    GoldenRows.Write(Path.Combine(folder, Checkpoint.GoldenFile), session.Model, _golden, session.Description.EndToken);
                    File.WriteAllBytes(Path.Combine(folder, SettingsFile), JsonSerializer.SerializeToUtf8Bytes(_settings, TrainingJson.Default.TrainingSettings));
                    File.WriteAllBytes(Path.Combine(folder, StateFile), JsonSerializer.SerializeToUtf8Bytes(state, TrainingJson.Default.TrainingState));
                });
        }

        /// <summary>A step whose loss was still finite can ruin the weights; they must not replace good ones in the checkpoint.</summary>
        private void RequireFiniteWeights()
        {
            if (ModuleWeights.FirstNotFinite(session.Module) is { } name)
            {
                throw new DivergedException(
                    state.Steps, FormattableString.Invariant($"Tensor '{name}' is not finite after step {state.Steps}"), trainer.CheckpointPath);
            }
        }

        private TrainingProgress Progress()
        {
            var seconds = Math.Max(1e-3, trainer._time.GetElapsedTime(_start).TotalSeconds);
            var speed = (state.Samples - _startSamples) / seconds;
            var left = speed > 0 ? TimeSpan.FromSeconds((_settings.Samples - state.Samples) / speed) : TimeSpan.Zero;
            return new(state.Samples, _settings.Samples, state.LossCount == 0 ? double.NaN : state.LossSum / state.LossCount, speed, left);
        }
    }
}
