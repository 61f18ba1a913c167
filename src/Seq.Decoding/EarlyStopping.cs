namespace Seq.Decoding;

/// <summary>When beam search stops working on an input. Every input stops on its own, whatever else is in the batch.</summary>
/// <remarks>The three rules of transformers' <c>early_stopping</c>; K is the beam size, N the number of hypotheses asked for.</remarks>
public enum EarlyStopping
{
    /// <summary>
    /// As soon as no live hypothesis can still enter the N best (<c>early_stopping="never"</c>). The bound is exact: log-probabilities
    /// only fall, so a live hypothesis with sum s and length t ends with at most the greater of s / f(t + 1) and s / f(maximum length),
    /// f being the length penalty. This is the default, and the only rule that cannot miss a better hypothesis which the beam still holds.
    /// </summary>
    WhenNoBetterPossible,

    /// <summary>
    /// As soon as K × <see cref="SearchOptions.Patience"/> hypotheses have ended (<c>early_stopping=True</c>; with patience, the rule of
    /// Kasai et al. 2022, arXiv:2204.05424, that CTranslate2 uses). The fastest rule.
    /// </summary>
    WhenBeamFull,

    /// <summary>
    /// As soon as K hypotheses have ended and the best live one, scored at its present length, is no better than the K-th of them
    /// (<c>early_stopping=False</c>). It may miss a hypothesis that a growing length penalty would have lifted.
    /// </summary>
    Heuristic,
}
