using Seq.Model;

namespace Seq.Train;

/// <summary>Steps, validations and checkpoints, one after the other.</summary>
internal sealed class TrainingLoop
{
    private const int BatchesAhead = 4;
    private readonly TrainingSettings _settings;
    private readonly TrainingSession _session;
    private readonly TrainingRecord _record;
    private readonly TrainingClock _clock;
    private readonly ITrainingObserver? _observer;
    private readonly RunFolder _folder;
    private readonly string _metric;
    private TrainingState _state;
    private double? _norm;

    internal TrainingLoop(TrainingSession session, TrainingState state, TrainingRecord record, TrainingClock clock, ITrainingObserver? observer, RunFolder folder)
    {
        (_settings, _session, _state, _record, _clock) = (session.Task.Settings, session, state, record, clock);
        (_observer, _folder) = (observer, folder);
        _metric = session.Task.DecidingMetric;
    }

    private TrainingTask Task => _session.Task;

    /// <summary>Goes on until the training is complete or asked to stop.</summary>
    /// <param name="cancellationToken">Asks to stop after the current step.</param>
    /// <returns>Where the training stands, as its checkpoint says too.</returns>
    internal TrainingState Run(CancellationToken cancellationToken)
    {
        if (_state.Steps == 0)
        {
            Save(); // A kill before the first validation finds something to resume.
        }

        using var batches = Prefetch.Run(Task.Batches(_state.Position), BatchesAhead, CancellationToken.None).GetEnumerator();
        while (!_state.Complete && !cancellationToken.IsCancellationRequested)
        {
            var before = _state.Samples;
            Step(batches);
            if (_clock.ReportIsDue())
            {
                _observer?.OnProgress(_clock.Progress(_state));
            }

            var ended = _state.Samples >= _session.Total || _clock.Seconds >= _settings.Stop.MaxMinutes * 60;
            if (ended || Passed(before) < Passed(_state.Samples))
            {
                Validate(ended);
            }
            else if (_clock.CheckpointIsDue())
            {
                Save();
            }
        }

        if (!_state.Complete)
        {
            Save();
        }

        return _state;
    }

    /// <summary>Validations that are due by then; a thousandth of a sample makes up for parts of epochs that are no binary fractions.</summary>
    private double Passed(long samples) => Math.Floor((samples + 1e-3) / _session.Interval);

    private void Step(IEnumerator<TrainingBatch> batches)
    {
        try
        {
            (_state, _norm) = _session.Step(batches, _state);
        }
        catch (NotFiniteException exception)
        {
            throw Diverged(exception.Step, exception.Message);
        }
    }

    private void Validate(bool ended)
    {
        RequireFiniteWeights();
        using var model = _session.UseModel(_state);
        var evaluation = Task.Evaluate(new(DataPart.Validation, _settings.Validation.Samples));
        foreach (var name in (string[])[Metric.Loss, _metric]) // A loss above 709 nats is a number, but its perplexity is none.
        {
            if (!double.IsFinite(evaluation[name]))
            {
                throw Diverged(_state.Steps, FormattableString.Invariant($"The validation {name} after step {_state.Steps} is {evaluation[name]}"));
            }
        }

        var (metric, lowerIsBetter, progress) = (evaluation[_metric], Metric.IsLowerBetter(_metric), _clock.Progress(_state));
        TrainingLines.Write(_record, progress, evaluation, _session.RateAt(_state), _norm);
        TrainingLines.WriteWeights(_record, progress.Samples, Task.Weights);
        _state = _state.AfterValidation(metric, lowerIsBetter, _settings, ended);
        var isBest = _state.BestSamples == _state.Samples;
        if (isBest)
        {
            SaveBest();
        }

        if (_settings.Average.Kind == AverageKind.NtAsgd && _state.Averaged == 0 && _state.MeanBegins(_settings.Average.Patience, lowerIsBetter))
        {
            _state = _session.AddToMean(_state) with { History = [] };
        }

        Write();
        _observer?.OnValidation(new(progress, evaluation, _folder.CheckpointPath, isBest));
    }

    private void Save()
    {
        RequireFiniteWeights();
        using var model = _session.UseModel(_state);
        Write();
    }

    private void Write()
    {
        _state = _state with { Seconds = _clock.Seconds };
        Write(_folder.CheckpointPath, folder => _session.Save(folder, _state));
        _clock.CheckpointWritten();
    }

    private void SaveBest()
    {
        _state = _state with { Seconds = _clock.Seconds };
        Write(_folder.BestPath, null);
    }

    private void Write(string path, Action<string>? more) => Checkpoint.Write(
        path, Task.Description, Task.Source, Task.Target, ModuleWeights.Save(Task.Module), folder =>
        {
            more?.Invoke(folder);
            Task.WriteGolden(Path.Combine(folder, Checkpoint.GoldenFile));
            TrainingFiles.Write(folder, _settings, _state);
        });

    /// <summary>A step whose loss was still finite can ruin the weights; they must not replace good ones in the checkpoint.</summary>
    private void RequireFiniteWeights()
    {
        if (ModuleWeights.FirstNotFinite(Task.Module) is { } name)
        {
            throw Diverged(_state.Steps, $"Tensor '{name}' is not finite after step {_state.Steps}");
        }
    }

    private DivergedException Diverged(long step, string what) => new(step, what, _folder.CheckpointPath);
}
