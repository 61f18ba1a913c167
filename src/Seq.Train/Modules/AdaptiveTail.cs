using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>One cluster of rare tokens of an adaptive softmax.</summary>
internal sealed class AdaptiveTail : nn.Module
{
    private readonly Linear _projection;
    private readonly Linear _cluster;

    internal AdaptiveTail(int input, int width, int tokens)
        : base(nameof(AdaptiveTail))
    {
        _projection = nn.Linear(input, width, hasBias: false);
        _cluster = nn.Linear(width, tokens, hasBias: false);
        RegisterComponents();
    }

    /// <summary>[cluster width, input].</summary>
    internal Parameter Projection => _projection.weight!;

    /// <summary>[tokens of the cluster, cluster width].</summary>
    internal Parameter Cluster => _cluster.weight!;

    /// <summary>Logits of the cluster's tokens: [..., input] to [..., tokens of the cluster].</summary>
    internal Tensor Logits(Tensor hidden) => _cluster.call(_projection.call(hidden));
}
