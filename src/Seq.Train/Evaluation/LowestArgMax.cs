namespace Seq.Train;

/// <summary>The place of the largest score; of equal ones the lowest. libtorch does not promise which of equal maxima its argmax returns.</summary>
internal static class LowestArgMax
{
    /// <param name="scores">At least one score. Where all are NaN the answer is 0: a token like any other, so that a ruined model can still be measured.</param>
    internal static int Of(ReadOnlySpan<double> scores)
    {
        var best = 0;
        for (var id = 1; id < scores.Length; id++)
        {
            best = scores[id] > scores[best] ? id : best;
        }

        return best;
    }
}
