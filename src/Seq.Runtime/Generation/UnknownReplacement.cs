namespace Seq.Runtime;

/// <summary>Puts in place of each unknown token the source word that it is aligned with by attention, or what a dictionary has for that word.</summary>
/// <remarks>
/// Luong et al. 2015, "Addressing the rare word problem" (arXiv:1410.8206), with attention for the alignment (Jean et al. 2015, arXiv:1412.2007, §3.3).
/// It changes the text of a result, not its tokens. The model must return attention.
/// </remarks>
public sealed record UnknownReplacement
{
    /// <summary>Source words and what stands for them in the output; a word it lacks is copied.</summary>
    /// <value>Null by default: all are copied.</value>
    public IReadOnlyDictionary<string, string>? Dictionary { get; init; }
}
