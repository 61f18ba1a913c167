namespace Seq.Decoding;

/// <summary>How much a hypothesis loses for source positions that it has not looked at, or has looked at too often.</summary>
/// <remarks>
/// With coverage c[i] = Σ of the attention to source position i over all steps, the score is
/// log-probability / f(length) + <see cref="Term"/>. It enters when a hypothesis ends, never the choice among live ones; as the term is
/// never above 0, <see cref="EarlyStopping.WhenNoBetterPossible"/> stays exact. The default value is <see cref="None"/>.
/// </remarks>
public readonly record struct CoveragePenalty
{
    private readonly bool _summary;

    private CoveragePenalty(double beta, bool summary) => (Beta, _summary) = (beta, summary);

    /// <summary>No penalty.</summary>
    public static CoveragePenalty None { get; }

    /// <summary>The weight β; 0 for <see cref="None"/>.</summary>
    public double Beta { get; }

    internal bool IsNone => Beta == 0;

    /// <summary>β Σ log min(c[i], 1): what has had less than a whole look costs (Wu et al. 2016, equation 14, arXiv:1609.08144). For translation.</summary>
    /// <param name="beta">β; 0 switches the penalty off, the paper uses 0.2.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="beta"/> is negative or not finite.</exception>
    public static CoveragePenalty Wu(double beta) => new(Checked(beta), summary: false);

    /// <summary>−β Σ (max(c[i], 1) − 1): what has had more than one look costs (Gehrmann et al. 2018, §5, arXiv:1808.10792). For summaries.</summary>
    /// <param name="beta">β; 0 switches the penalty off, the paper uses 10.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="beta"/> is negative or not finite.</exception>
    public static CoveragePenalty Summary(double beta) => new(Checked(beta), summary: true);

    /// <summary>What is added to the score of a hypothesis; at most 0.</summary>
    /// <param name="coverage">c, [source]; a coverage of 0 counts as 2⁻¹⁴⁹, the least of float32, so that the term is finite.</param>
    public double Term(ReadOnlySpan<float> coverage)
    {
        var sum = 0.0;
        foreach (var c in coverage)
        {
            sum += _summary ? 1.0 - Math.Max(c, 1f) : Math.Log(Math.Clamp(c, float.Epsilon, 1f));
        }

        return IsNone ? 0 : Beta * sum;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        IsNone ? "none" : FormattableString.Invariant($"{(_summary ? "summary" : "wu")} {Beta}");

    private static double Checked(double beta) => double.IsFinite(beta) && beta >= 0
        ? beta
        : throw new ArgumentOutOfRangeException(nameof(beta), beta, "The weight of the coverage penalty must be finite and at least 0. Use 0 to switch it off.");
}
