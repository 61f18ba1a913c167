namespace Seq.Train;

/// <summary>What stands in for an n-gram precision of zero, which would make the whole score zero.</summary>
/// <remarks>Source: Chen and Cherry 2014, "A Systematic Comparison of Smoothing Techniques for Sentence-Level BLEU", methods 1 to 3.</remarks>
public enum BleuSmoothing
{
    /// <summary>1 / (2ᵏ · total) for the k-th order without a match: method 3, what mteval-v13a does.</summary>
    Exponential,

    /// <summary>A small number of matches instead of none: method 1.</summary>
    Floor,

    /// <summary>A number added to matches and totals of every order above 1: method 2.</summary>
    AddK,

    /// <summary>Nothing: the score is zero.</summary>
    None,
}
