using System.Collections.Immutable;

namespace Seq.Decoding.Text;

/// <summary>Puts the source word that the model looked at most in the place of each unknown token (Luong et al. 2015b, §3.3, arXiv:1410.8206; Jean et al. 2015).</summary>
/// <remarks>The word is looked up in a dictionary first, and copied when the dictionary does not have it: right for names and numbers.</remarks>
public sealed class UnknownWordReplacement
{
    private readonly int _unknownToken;
    private readonly Func<string, string?> _dictionary;

    /// <param name="unknownToken">The token for words that the model does not know.</param>
    /// <param name="dictionary">The translation of a source word, null where there is none; null for no dictionary at all.</param>
    public UnknownWordReplacement(int unknownToken, Func<string, string?>? dictionary = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(unknownToken);
        (_unknownToken, _dictionary) = (unknownToken, dictionary ?? (_ => null));
    }

    /// <summary>The words of a hypothesis, unknown ones replaced.</summary>
    /// <param name="hypothesis">A hypothesis with <see cref="Hypothesis.Attention"/>.</param>
    /// <param name="word">The word of a token.</param>
    /// <param name="source">The words of the source; positions of the attention beyond them, such as that of an end token, are not looked at.</param>
    /// <returns>One word per token, [tokens]; an unknown token keeps its own word when the source is empty.</returns>
    /// <exception cref="ArgumentException">The hypothesis has no attention.</exception>
    public ImmutableArray<string> Words(Hypothesis hypothesis, Func<int, string> word, IReadOnlyList<string> source)
    {
        ArgumentNullException.ThrowIfNull(hypothesis);
        ArgumentNullException.ThrowIfNull(word);
        ArgumentNullException.ThrowIfNull(source);
        if (hypothesis.Attention.Length < hypothesis.Tokens.Length)
        {
            throw new ArgumentException("The hypothesis does not tell where it looked. Decode with SearchOptions.KeepAttention.", nameof(hypothesis));
        }

        return [.. hypothesis.Tokens.Select((token, step) => token == _unknownToken ? Replacement(hypothesis.Attention[step], source) ?? word(token) : word(token))];
    }

    private string? Replacement(ImmutableArray<float> attention, IReadOnlyList<string> source)
    {
        var best = -1;
        for (var i = 0; i < Math.Min(attention.Length, source.Count); i++)
        {
            best = best < 0 || attention[i] > attention[best] ? i : best;
        }

        return best < 0 ? null : _dictionary(source[best]) ?? source[best];
    }
}
