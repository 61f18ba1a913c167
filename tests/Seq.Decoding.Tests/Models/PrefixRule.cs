namespace Seq.Decoding.Tests.Models;

/// <summary>Forbids so many of a hundred tokens, by a hash of the prefix: some prefixes are dead ends.</summary>
internal sealed class PrefixRule(int percent) : ILogitsProcessor
{
    public void Apply(ReadOnlySpan<int> prefix, Span<float> logits)
    {
        for (var token = 0; token < logits.Length; token++)
        {
            logits[token] = Allows(prefix, token) ? logits[token] : float.NegativeInfinity;
        }
    }

    /// <summary>Whether a token may follow a prefix.</summary>
    internal bool Allows(ReadOnlySpan<int> prefix, int token)
    {
        var state = 17u;
        foreach (var before in prefix)
        {
            state = HashDistribution.Next(state, before);
        }

        return HashDistribution.Next(state, token) % 100 >= percent;
    }
}
