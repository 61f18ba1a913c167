using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>What a decoder loses by looking again at source tokens that it has looked at before.</summary>
/// <remarks>
/// See, Liu and Manning 2017 (arXiv:1704.04368), eq. 13: covloss_t = Σ_i min(a_ti, c_ti), where a_t are the attention weights of step t and c_t = Σ_{t′&lt;t} a_t′ is
/// the coverage before it. It is 0 at the first step and at most 1 at any other.
/// </remarks>
internal static class CoverageLoss
{
    /// <summary>The sum over rows and steps.</summary>
    /// <param name="attention">[batch, target, source]: the weights of each step, with their graph; 0 on padded source tokens.</param>
    /// <param name="weights">[batch · target]: what each step counts, 0 for padding; null for 1.</param>
    /// <returns>A number with its graph; the coverage's gradient goes back to the weights of all steps before.</returns>
    internal static Tensor Of(Tensor attention, Tensor? weights)
    {
        var coverage = attention.cumsum(1) - attention;
        var losses = attention.minimum(coverage).sum(2);                                                    // [batch, target]
        return (weights is null ? losses : losses * weights.reshape(losses.shape)).sum();
    }
}
