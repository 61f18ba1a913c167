namespace Seq.Decoding.Composition;

/// <summary>What an ensemble takes the mean of.</summary>
public enum EnsembleAverage
{
    /// <summary>p = Σ w p[m]: a token is likely when one model finds it so.</summary>
    Probability,

    /// <summary>log p = Σ w log p[m], normalised: a token is likely when no model objects.</summary>
    LogProbability,
}
