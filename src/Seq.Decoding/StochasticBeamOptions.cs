namespace Seq.Decoding;

/// <summary>Draws the hypotheses of a beam at random, no two alike: stochastic beam search (Kool et al. 2019, arXiv:1903.06059).</summary>
/// <remarks>
/// <para>
/// The hypotheses are a sample without replacement from all sequences that the model can say, in proportion to their probability.
/// Each sequence y has a number G(y), distributed as Gumbel(log p(y)), and the beam finds the <see cref="SearchOptions.BeamSize"/> greatest without looking at the others:
/// a prefix has the greatest G of all sequences that begin with it. With G the number of a prefix, φ[v] the log-probability of its continuation by
/// token v, g[v] = φ[v] − log(−log u[v]) and Z = max g, that of the continuation is
/// <c>−log(exp(−G) − exp(−Z) + exp(−g[v]))</c>.
/// </para>
/// <para>
/// With absorb and the state of a row as in <see cref="CounterRandom"/>, h(empty prefix) = the state of (seed, row key, sample 0), h(prefix + v) = absorb(h(prefix), v)
/// and u = (h + ½) · 2⁻³², also for the G of the empty prefix, which is −log(−log u). So a sequence has the same number in a beam of any
/// size: a smaller beam finds the first of what a larger one finds.
/// </para>
/// </remarks>
public sealed record StochasticBeamOptions
{
    /// <summary>Chooses the stream of random numbers: the same seed gives the same hypotheses, on any thread and in any batch.</summary>
    /// <value>0 by default.</value>
    public ulong Seed { get; init; }
}
