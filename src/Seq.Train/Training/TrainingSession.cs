using Seq.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>The live objects of a training: module, optimizer, random states. Steps are taken here; when, the trainer decides.</summary>
internal sealed class TrainingSession : IDisposable
{
    internal const string OptimizerFile = "optimizer.bin";
    internal const string TorchRandomFile = "torch-random.safetensors";
    private const string RandomTensor = "state";
    private const long Ignored = -100;
    private readonly TrainingSettings _settings;
    private readonly Adam _optimizer;
    private readonly SeededRandom _random;

    internal TrainingSession(TrainingSettings settings, ulong dataRandom)
    {
        _settings = settings;
        Description = settings.Model.Describe();
        manual_seed(unchecked((long)settings.Seed));
        Module = new(Description);
        _optimizer = optim.Adam(Module.parameters(), settings.Optimizer.LearningRate);
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
        var logits = Module.call(
            tensor(batch.Source, [rows, batch.SourceTime]), lengths, tensor(batch.TargetInput, [rows, batch.TargetTime]));
        var loss = Loss(logits, batch);
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
            group.LearningRate = LearningRate(samplesSeen);
        }

        _optimizer.step();
        return (value, rows);
    }

    /// <summary>Cross-entropy averaged over the real target steps of all rows.</summary>
    /// <param name="logits">[batch, target, vocabulary].</param>
    /// <param name="batch">The targets.</param>
    /// <returns>A scalar, in nats per target step.</returns>
    internal static Tensor Loss(Tensor logits, SequenceBatch batch) =>
        nn.functional.cross_entropy(logits.view(-1, logits.shape[2]), tensor(Targets(batch)), ignore_index: Ignored);

    internal double LearningRate(long samplesSeen)
    {
        var share = Math.Min(1, (double)samplesSeen / _settings.Samples);
        return _settings.Optimizer.Schedule == LearningRateSchedule.Cosine
            ? _settings.Optimizer.LearningRate * 0.5 * (1 + Math.Cos(Math.PI * share))
            : _settings.Optimizer.LearningRate;
    }

    internal void Save(string folder)
    {
        _optimizer.save_state_dict(Path.Combine(folder, OptimizerFile));
        using var scope = NewDisposeScope();
        var random = get_rng_state().data<byte>().ToArray();
        var writer = new SafetensorsWriter();
        writer.Add<byte>(RandomTensor, [random.Length], random);
        writer.Write(Path.Combine(folder, TorchRandomFile));
    }

    internal void Restore(Checkpoint checkpoint)
    {
        using (var weights = checkpoint.OpenWeights())
        {
            ModuleWeights.Load(Module, weights);
        }

        _optimizer.load_state_dict(checkpoint.PathOf(OptimizerFile));
        using var scope = NewDisposeScope();
        using var file = SafetensorsFile.Open(checkpoint.PathOf(TorchRandomFile));
        set_rng_state(tensor(file.Read<byte>(RandomTensor)));
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
