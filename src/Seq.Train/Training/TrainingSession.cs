using Seq.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>The live objects of a training: module, optimizer, random states. Steps are taken here; when, the trainer decides.</summary>
internal sealed class TrainingSession : IDisposable
{
    internal const string OptimizerFile = "optimizer.safetensors";
    internal const string TorchRandomFile = "torch-random.safetensors";
    private const long Ignored = -100;
    private readonly TrainingSettings _settings;
    private readonly AdamW _optimizer;
    private readonly string[] _names;
    private readonly SeededRandom _random;

    internal TrainingSession(TrainingSettings settings, ulong dataRandom)
    {
        _settings = settings;
        Description = settings.Model.Describe();
        manual_seed(unchecked((long)settings.Seed));
        Module = new(Description);
        (string Name, Parameter Value)[] parameters = [.. Module.Named()];
        _names = [.. parameters.Select(pair => pair.Name)];
        _optimizer = optim.AdamW(
            parameters.Select(pair => pair.Value).ToArray(), settings.Optimizer.LearningRate, weight_decay: settings.Optimizer.WeightDecay);
        _random = new(dataRandom);
        Model = new(Module, Description);
    }

    internal EncoderDecoderDescription Description { get; }

    internal EncoderDecoder Module { get; }

    /// <summary>The module as an evaluator sees it; shares its weights.</summary>
    internal TorchModel Model { get; }

    internal ulong DataRandom => _random.State;

    public void Dispose()
    {
        _optimizer.Dispose();
        Model.Dispose();
    }

    /// <summary>Draws a batch, and moves the weights down its gradient.</summary>
    /// <returns>The loss in nats per target step, before the weights moved, and the rows seen.</returns>
    internal (float Loss, int Rows) Step(long samplesSeen)
    {
        var rows = (int)Math.Min(_settings.BatchSize, _settings.Samples - samplesSeen);
        var batch = DigitsTask.DrawBatch(_random, rows, _settings.Data.MinDigits, _settings.Data.MaxDigits);
        using var scope = NewDisposeScope();
        Module.train();
        _optimizer.zero_grad();
        var lengths = new RowLengths(batch.SourceLengths, batch.SourceTime);
        var logits = Module.Logits(
            tensor(batch.Source, [rows, batch.SourceTime]), lengths, tensor(batch.TargetInput, [rows, batch.TargetTime]));
        var loss = Loss(logits, batch, _settings.Optimizer.LabelSmoothing);
        var value = loss.item<float>();
        if (!float.IsFinite(value))
        {
            return (value, rows); // The weights stay as they were: the last good ones.
        }

        loss.backward();
        if (_settings.Optimizer.ClipNorm is { } norm)
        {
            nn.utils.clip_grad_norm_(Module.parameters(), norm);
        }

        foreach (var group in _optimizer.ParamGroups)
        {
            group.LearningRate = _settings.Optimizer.LearningRateAt(samplesSeen, _settings.Samples);
        }

        _optimizer.step();
        return (value, rows);
    }

    /// <summary>Cross-entropy averaged over the real target steps of all rows.</summary>
    /// <param name="logits">[batch, target, vocabulary].</param>
    /// <param name="batch">The targets.</param>
    /// <param name="labelSmoothing">Share of the target's probability that is spread over all tokens.</param>
    /// <returns>A scalar, in nats per target step.</returns>
    internal static Tensor Loss(Tensor logits, SequenceBatch batch, double labelSmoothing = 0) => nn.functional.cross_entropy(
        logits.view(-1, logits.shape[2]), tensor(Targets(batch)), ignore_index: Ignored, label_smoothing: labelSmoothing);

    internal void Save(string folder)
    {
        AdamState.Save(Path.Combine(folder, OptimizerFile), _optimizer, _names);
        TorchRandom.Save(Path.Combine(folder, TorchRandomFile));
    }

    /// <exception cref="ModelFormatException">A file is damaged.</exception>
    internal void Restore(Checkpoint checkpoint)
    {
        using (var weights = checkpoint.OpenWeights())
        {
            ModuleWeights.Load(Module, weights);
        }

        AdamState.Load(checkpoint.PathOf(OptimizerFile), _optimizer, _names);
        TorchRandom.Load(checkpoint.PathOf(TorchRandomFile));
    }

    private static long[] Targets(SequenceBatch batch)
    {
        var targets = (long[])batch.TargetOutput.Clone();
        for (var row = 0; row < batch.Rows; row++)
        {
            targets.AsSpan((row * batch.TargetTime) + (int)batch.TargetLengths[row], batch.TargetTime - (int)batch.TargetLengths[row]).Fill(Ignored);
        }

        return targets;
    }
}
