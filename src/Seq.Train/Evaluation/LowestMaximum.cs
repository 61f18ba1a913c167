using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>The place of the largest logit; of equal ones the lowest. libtorch does not promise which of equal maxima its argmax returns.</summary>
internal static class LowestMaximum
{
    /// <param name="logits">[…, vocabulary]; where they are no numbers the answer is 0: a token like any other, so that a ruined model can still be measured.</param>
    /// <returns>int64 […].</returns>
    internal static Tensor Of(Tensor logits)
    {
        var count = logits.shape[^1];
        var ids = arange(count, ScalarType.Int64, logits.device);
        var lowest = where(logits.eq(logits.amax([-1], keepdim: true)), ids, full_like(ids, count)).amin([-1]);
        return where(lowest.eq(count), zeros_like(lowest), lowest);
    }
}
