using Seq.Model;

namespace Seq.Train;

/// <summary>Steps, validations and checkpoints, one after the other.</summary>
internal sealed class TrainingLoop
{
    private const ulong ValidationSeed = 0x76616c6964617465; // Validation examples never depend on the training seed.
    private readonly TrainingSettings _settings;
    private readonly TrainingSession _session;
    private readonly TrainingRecord _record;
    private readonly TrainingClock _clock;
    private readonly ITrainingObserver? _observer;
    private readonly string _checkpointPath;
    private readonly SequenceBatch[] _validation;
    private readonly SequenceBatch _golden;
    private TrainingState _state;

    internal TrainingLoop(
        TrainingSettings settings, TrainingSession session, TrainingState state, TrainingRecord record, TrainingClock clock,
        ITrainingObserver? observer, string checkpointPath)
    {
        (_settings, _session, _state, _record, _clock) = (settings, session, state, record, clock);
        (_observer, _checkpointPath) = (observer, checkpointPath);
        _validation = [.. Evaluator.Draw(settings.Data, settings.ValidationSamples, ValidationSeed)];
        _golden = Evaluator.Draw(settings.Data, GoldenRows.Count, ValidationSeed).First();
    }

    /// <summary>Goes on until the training is complete or asked to stop.</summary>
    /// <param name="cancellationToken">Asks to stop after the current step.</param>
    /// <returns>Where the training stands, as its checkpoint says too.</returns>
    internal TrainingState Run(CancellationToken cancellationToken)
    {
        if (_state.Samples == 0)
        {
            Save(); // A kill before the first validation finds something to resume.
        }

        while (!_state.Complete && !cancellationToken.IsCancellationRequested)
        {
            Step();
            if (_clock.ReportIsDue())
            {
                _observer?.OnProgress(_clock.Progress(_state));
            }

            if (_state.Samples >= _state.NextValidation || _state.Samples >= _settings.Samples)
            {
                Validate();
            }
        }

        if (!_state.Complete)
        {
            Save();
        }

        return _state;
    }

    private void Step()
    {
        var (loss, rows) = _session.Step(_state.Samples);
        if (!float.IsFinite(loss))
        {
            throw Diverged(_state.Steps + 1, FormattableString.Invariant($"The loss of step {_state.Steps + 1} is {loss}"));
        }

        _state = _state.AfterStep(loss, rows);
    }

    private void Validate()
    {
        RequireFiniteWeights();
        _session.Module.eval();
        var evaluation = Evaluator.Evaluate(_session.Model, _validation);
        if (!double.IsFinite(evaluation.Loss))
        {
            throw Diverged(_state.Steps, FormattableString.Invariant($"The validation loss after step {_state.Steps} is {evaluation.Loss}"));
        }

        var progress = _clock.Progress(_state);
        _record.Write(progress, evaluation, _settings.Optimizer.LearningRateAt(_state.Samples, _settings.Samples));
        _state = _state.AfterValidation(evaluation.FreeRunning.Sequences, _settings);
        Save();
        _observer?.OnValidation(new(progress, evaluation, _checkpointPath));
    }

    private void Save()
    {
        RequireFiniteWeights();
        _session.Module.eval();
        _state = _state with { DataRandom = _session.DataRandom, Seconds = _clock.Seconds };
        Checkpoint.Write(
            _checkpointPath, _session.Description, DigitsTask.SourceVocabulary, DigitsTask.TargetVocabulary,
            ModuleWeights.Save(_session.Module), folder =>
            {
                _session.Save(folder);
                GoldenRows.Write(Path.Combine(folder, Checkpoint.GoldenFile), _session.Model, _golden, _session.Description.EndToken);
                TrainingFiles.Write(folder, _settings, _state);
            });
    }

    /// <summary>A step whose loss was still finite can ruin the weights; they must not replace good ones in the checkpoint.</summary>
    private void RequireFiniteWeights()
    {
        if (ModuleWeights.FirstNotFinite(_session.Module) is { } name)
        {
            throw Diverged(_state.Steps, $"Tensor '{name}' is not finite after step {_state.Steps}");
        }
    }

    private DivergedException Diverged(long step, string what) => new(step, what, _checkpointPath);
}
