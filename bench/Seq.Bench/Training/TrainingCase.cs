using Seq.Train;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Bench.Training;

/// <summary>A model with batches to train it on, and a step as the trainer takes it.</summary>
internal abstract class TrainingCase : IDisposable
{
    private readonly Adam _optimizer;
    private readonly SequenceModule _module;
    private readonly Dictionary<string, float[]> _initial;
    private int _place;

    private protected TrainingCase(string name, SequenceModule module)
    {
        Name = name;
        _module = module;
        _optimizer = optim.Adam(module.Named().Select(pair => pair.Value).ToArray(), LearningRate);
        using var scope = NewDisposeScope();
        _initial = module.Named().ToDictionary(pair => pair.Name, pair => pair.Value.detach().contiguous().data<float>().ToArray());
    }

    internal const double LearningRate = 0.001;
    internal const double ClipNorm = 5;
    internal const int Batches = 4;

    internal string Name { get; }

    /// <summary>Kind and sizes, as the peer reads them.</summary>
    internal abstract (string Kind, IReadOnlyDictionary<string, int> Sizes) Description { get; }

    /// <summary>Whether rows differ in length, so that packed sequences are an alternative.</summary>
    internal abstract bool IsRagged { get; }

    /// <summary>Tokens that a step learns from, padding excluded.</summary>
    internal abstract long TokensPerStep { get; }

    /// <summary>Weights by name, with shapes.</summary>
    internal IEnumerable<(string Name, long[] Shape, float[] Values)> Weights => _module.Named().Select(pair => (pair.Name, pair.Value.shape, _initial[pair.Name]));

    /// <summary>Tensors of a batch by the peer's names: int64 or float, with shapes.</summary>
    internal abstract IEnumerable<(string Name, long[] Shape, Array Values)> Batch(int index);

    /// <summary>Weights, optimizer and place as at first.</summary>
    internal void Reset()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        foreach (var (name, value) in _module.Named())
        {
            value.copy_(tensor(_initial[name]).view(value.shape));
        }

        foreach (var state in _optimizer.state_dict().State.Cast<Adam.State>())
        {
            state.step = 0;
            state.exp_avg.zero_();
            state.exp_avg_sq.zero_();
        }

        _place = 0;
        ForgetState();
    }

    /// <summary>A step.</summary>
    /// <returns>The loss before it.</returns>
    internal double Step()
    {
        using var scope = NewDisposeScope();
        _module.train();
        _optimizer.zero_grad();
        var loss = LossOf(_place++ % Batches);
        nn.utils.clip_grad_norm_(_module.parameters(), ClipNorm);
        _optimizer.step();
        return loss;
    }

    /// <summary>Computes the loss of a batch and the gradients.</summary>
    private protected abstract double LossOf(int batch);

    private protected virtual void ForgetState()
    {
    }

    public virtual void Dispose()
    {
        _optimizer.Dispose();
        _module.Dispose();
    }
}
