using Seq.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>The live objects of a training: task, optimizer, mean of the weights, random states. Steps are taken here; when, the loop decides.</summary>
internal sealed class TrainingSession : IDisposable
{
    internal const string TorchRandomFile = "torch-random.safetensors";
    internal const string CarriedFile = "carried.safetensors";
    private readonly TrainingSettings _settings;
    private readonly WeightOptimizer _optimizer;
    private readonly WeightAverage? _average;
    private readonly Parameter? _frozenOutput; // An embedding that is not trained, but is the output layer's weight too.

    /// <param name="task">What is trained; the session disposes it.</param>
    internal TrainingSession(TrainingTask task)
    {
        (Task, _settings) = (task, task.Settings);
        if (_settings.Optimizer.FreezeEmbeddings)
        {
            _frozenOutput = Freeze(task);
        }

        _optimizer = new(_settings.Optimizer, _settings.Optimizer.FreezeEmbeddings ? [.. task.Weights.Where(weight => !IsEmbedding(weight.Name))] : task.Weights);
        _average = _settings.Average.Kind == AverageKind.None ? null : new(_settings.Average, task.Weights);
        Total = _settings.Stop.Samples ?? EpochsOf(task) * task.SamplesPerEpoch!.Value;
        Interval = _settings.Validation.EverySamples ?? _settings.Validation.EveryEpochs!.Value * task.SamplesPerEpoch!.Value;
    }

    /// <summary>The epochs of a training: those of the settings, or more where its least steps take more.</summary>
    private static long EpochsOf(TrainingTask task)
    {
        var (stop, data, perEpoch) = (task.Settings.Stop, task.Settings.Data, task.SamplesPerEpoch!.Value);
        long batch = task.Settings.Task == TaskKind.LanguageModel ? (long)data.BatchSize * data.Steps : data.BatchSize;
        var perStep = Math.Min(perEpoch, batch * task.Settings.Optimizer.Accumulate);
        return Math.Max(stop.Epochs!.Value, (long)Math.Ceiling((double)stop.MinSteps * perStep / perEpoch));
    }

    internal TrainingTask Task { get; }

    /// <summary>Samples in all.</summary>
    internal long Total { get; }

    /// <summary>Samples between two validations.</summary>
    internal double Interval { get; }

    public void Dispose()
    {
        _average?.Dispose();
        _optimizer.Dispose();
        Task.Dispose();
    }

    /// <summary>The learning rate of the next step.</summary>
    internal double RateAt(TrainingState state) =>
        _settings.Optimizer.LearningRate * _settings.Schedule.ShareAt(state.Steps, ShareOf(state), state.Epoch, state.PlateauShare);

    /// <summary>Share of the training that is done.</summary>
    internal double ShareOf(TrainingState state) => Math.Min(1, (double)state.Samples / Total);

    /// <summary>Reads batches and moves the weights down their gradient.</summary>
    /// <param name="batches">Where the next batch comes from.</param>
    /// <param name="state">Where the training stands.</param>
    /// <returns>Where it stands then, and the norm of the gradient before clipping.</returns>
    /// <exception cref="NotFiniteException">A loss or a gradient is not finite; the weights stayed as they were: the last good ones.</exception>
    internal (TrainingState State, double Norm) Step(IEnumerator<TrainingBatch> batches, TrainingState state)
    {
        var step = state.Steps + 1;
        var (rate, scale) = (RateAt(state), 0.0);
        using var scope = NewDisposeScope();
        Task.Module.train();
        _optimizer.ZeroGradients();
        _frozenOutput?.grad?.zero_(); // The loss adds to it, whether it is trained or not.
        for (var part = 0; part < _settings.Optimizer.Accumulate; part++)
        {
            batches.MoveNext();
            using var partScope = NewDisposeScope();
            var loss = Task.Backward(batches.Current, new(1.0 / _settings.Optimizer.Accumulate, ShareOf(state), step));
            scale += loss.RateShare / _settings.Optimizer.Accumulate;
            state = double.IsFinite(loss.Loss)
                ? state.AfterBatch(batches.Current, loss)
                : throw new NotFiniteException(step, FormattableString.Invariant($"The loss of step {step} is {loss.Loss}, {Cause()}"));
        }

        var norm = _optimizer.Step(rate * scale);
        if (!double.IsFinite(norm))
        {
            throw new NotFiniteException(step, FormattableString.Invariant($"The gradient of tensor '{_optimizer.FirstGradientNotFinite()}' in step {step} is not finite"));
        }

        state = state with { Steps = step };
        return (Averages(state) ? AddToMean(state) : state, norm);
    }

    /// <summary>Begins the mean of the weights with them as they are.</summary>
    internal TrainingState AddToMean(TrainingState state)
    {
        _average!.Add(state.Averaged);
        return state with { Averaged = state.Averaged + 1 };
    }

    /// <summary>Makes the module the model: in its evaluation mode and with the mean of the weights, where there is one, until the result is disposed.</summary>
    internal IDisposable? UseModel(TrainingState state)
    {
        Task.Module.eval();
        return state.Averaged > 0 ? _average!.Use() : null;
    }

    /// <summary>Writes what resuming needs beside the model; the module must be the model.</summary>
    internal void Save(string folder, TrainingState state)
    {
        _optimizer.Save(Path.Combine(folder, WeightOptimizer.FileName));
        TorchRandom.Save(Path.Combine(folder, TorchRandomFile));
        Task.SaveCarried(Path.Combine(folder, CarriedFile));
        if (state.Averaged > 0)
        {
            _average!.SaveRaw(Path.Combine(folder, WeightAverage.RawWeightsFile));
        }
    }

    /// <exception cref="ModelFormatException">A file is damaged.</exception>
    internal void Restore(Checkpoint checkpoint, TrainingState state)
    {
        using (var weights = checkpoint.OpenWeights())
        {
            Task.LoadWeights(weights);
        }

        if (state.Averaged > 0)
        {
            _average!.Restore(checkpoint.PathOf(WeightAverage.RawWeightsFile));
        }

        _optimizer.Load(checkpoint.PathOf(WeightOptimizer.FileName));
        TorchRandom.Load(checkpoint.PathOf(TorchRandomFile));
        if (checkpoint.Files.Contains(CarriedFile))
        {
            Task.LoadCarried(checkpoint.PathOf(CarriedFile));
        }
    }

    private static bool IsEmbedding(string name) =>
        name is LanguageModelNames.Embedding or ClassifierNames.Embedding or EncoderDecoderNames.SourceEmbedding or EncoderDecoderNames.TargetEmbedding;

    /// <summary>Computes no gradient for the embeddings.</summary>
    /// <returns>The one that is the output layer's weight too, if there is one: its gradient is computed with the loss, and thrown away.</returns>
    private static Parameter? Freeze(TrainingTask task)
    {
        Parameter? tied = null;
        foreach (var (name, table) in task.Weights.Where(weight => IsEmbedding(weight.Name)))
        {
            if (task.Module.Output.IsTied && name is LanguageModelNames.Embedding or EncoderDecoderNames.TargetEmbedding)
            {
                tied = table;
            }
            else
            {
                table.requires_grad_(false);
            }
        }

        return tied;
    }

    /// <summary>Where a loss that is not finite comes from.</summary>
    private string Cause() => ModuleWeights.FirstNotFinite(Task.Module) is { } name
        ? $"for tensor '{name}' is not finite"
        : "though every weight is finite: the output 'logits' is not, or too large for its loss";

    private bool Averages(TrainingState state) => _settings.Average.Kind switch
    {
        AverageKind.Ema => true,
        AverageKind.Asgd => state.Averaged > 0 || state.Samples >= _settings.Average.Start * (Task.SamplesPerEpoch ?? 0),
        AverageKind.NtAsgd => state.Averaged > 0,
        _ => false,
    };
}
