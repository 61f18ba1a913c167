using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Seq.Decoding.Search;

/// <summary>The tokens of all hypotheses of a decode, as a tree: hypotheses with a common beginning share its nodes.</summary>
/// <remarks>Extending a hypothesis costs one node, forking it nothing. The arrays keep their size from decode to decode.</remarks>
internal sealed class TokenTree
{
    internal const int Root = -1;

    private int[] _tokens = new int[16];
    private int[] _parents = new int[16];
    private double[] _logProbabilities = new double[16];
    private int[] _alternatives = new int[16];
    private int _count;

    internal void Clear() => _count = 0;

    /// <summary>Adds a token after <paramref name="parent"/> and returns its node.</summary>
    /// <param name="parent">A node, or <see cref="Root"/>.</param>
    /// <param name="token">The token.</param>
    /// <param name="logProbability">Its log-probability.</param>
    /// <param name="alternatives">The record of what else was possible, or <see cref="AlternativeStore.None"/>.</param>
    internal int Add(int parent, int token, double logProbability, int alternatives)
    {
        if (_count == _tokens.Length)
        {
            Array.Resize(ref _tokens, 2 * _count);
            Array.Resize(ref _parents, 2 * _count);
            Array.Resize(ref _logProbabilities, 2 * _count);
            Array.Resize(ref _alternatives, 2 * _count);
        }

        _tokens[_count] = token;
        _parents[_count] = parent;
        _logProbabilities[_count] = logProbability;
        _alternatives[_count] = alternatives;
        return _count++;
    }

    /// <summary>Writes the tokens from the root to <paramref name="node"/>.</summary>
    /// <param name="node">A node, or <see cref="Root"/>.</param>
    /// <param name="tokens">Receives them; its length is the depth of the node.</param>
    internal void CopyTokens(int node, Span<int> tokens)
    {
        for (var i = tokens.Length - 1; i >= 0; i--)
        {
            tokens[i] = _tokens[node];
            node = _parents[node];
        }
    }

    /// <summary>Whether the last tokens up to <paramref name="node"/> are these.</summary>
    internal bool EndsWith(int node, ReadOnlySpan<int> tokens)
    {
        for (var i = tokens.Length - 1; i >= 0; i--)
        {
            if (node == Root || _tokens[node] != tokens[i])
            {
                return false;
            }

            node = _parents[node];
        }

        return true;
    }

    /// <summary>The hypothesis whose last token is <paramref name="end"/>.Node.</summary>
    internal Hypothesis ToHypothesis(in HypothesisEnd end, LengthPenalty lengthPenalty, AlternativeStore store)
    {
        var endToken = end.Reason == FinishReason.EndToken ? _tokens[end.Node] : (int?)null;
        var tokens = new int[end.Length - (endToken is null ? 0 : 1)];
        CopyTokens(endToken is null ? end.Node : _parents[end.Node], tokens);
        var logProbabilities = new double[end.Length];
        var node = end.Node;
        var recorded = node != Root && _alternatives[node] != AlternativeStore.None;
        var alternatives = new ImmutableArray<TokenAlternative>[recorded ? end.Length : 0];
        for (var i = end.Length - 1; i >= 0; i--)
        {
            logProbabilities[i] = _logProbabilities[node];
            if (_alternatives[node] != AlternativeStore.None)
            {
                alternatives[i] = store[_alternatives[node]];
            }

            node = _parents[node];
        }

        return new Hypothesis
        {
            Tokens = ImmutableCollectionsMarshal.AsImmutableArray(tokens),
            EndToken = endToken,
            FinishReason = end.Reason,
            LogProbability = end.LogProbability,
            TokenLogProbabilities = ImmutableCollectionsMarshal.AsImmutableArray(logProbabilities),
            LengthDivisor = lengthPenalty.Divisor(end.Length),
            Alternatives = ImmutableCollectionsMarshal.AsImmutableArray(alternatives),
            Score = end.Score,
        };
    }
}
