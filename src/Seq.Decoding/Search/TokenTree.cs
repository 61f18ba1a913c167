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
    private StepRecord[] _records = new StepRecord[16];
    private int _count;

    internal void Clear() => _count = 0;

    /// <summary>Adds a token after <paramref name="parent"/> and returns its node.</summary>
    /// <param name="parent">A node, or <see cref="Root"/>.</param>
    /// <param name="token">The token.</param>
    /// <param name="logProbability">Its log-probability.</param>
    /// <param name="record">What is remembered of the step that chose it.</param>
    internal int Add(int parent, int token, double logProbability, StepRecord record)
    {
        if (_count == _tokens.Length)
        {
            Array.Resize(ref _tokens, 2 * _count);
            Array.Resize(ref _parents, 2 * _count);
            Array.Resize(ref _logProbabilities, 2 * _count);
            Array.Resize(ref _records, 2 * _count);
        }

        _tokens[_count] = token;
        _parents[_count] = parent;
        _logProbabilities[_count] = logProbability;
        _records[_count] = record;
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

    /// <summary>Writes the records of attention from the root to <paramref name="node"/>.</summary>
    /// <param name="node">A node, or <see cref="Root"/>.</param>
    /// <param name="records">Receives them; its length is the depth of the node.</param>
    internal void CopyAttention(int node, Span<int> records)
    {
        for (var i = records.Length - 1; i >= 0; i--)
        {
            records[i] = _records[node].Attention;
            node = _parents[node];
        }
    }

    /// <summary>Writes the nodes from the root to <paramref name="node"/>.</summary>
    /// <param name="node">A node, or <see cref="Root"/>.</param>
    /// <param name="nodes">Receives them; its length is the depth of the node.</param>
    internal void CopyNodes(int node, Span<int> nodes)
    {
        for (var i = nodes.Length - 1; i >= 0; i--)
        {
            nodes[i] = node;
            node = _parents[node];
        }
    }

    /// <summary>The token of a node.</summary>
    internal int Token(int node) => _tokens[node];

    /// <summary>The log-probability of the token of a node.</summary>
    internal double LogProbability(int node) => _logProbabilities[node];

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
    internal Hypothesis ToHypothesis(in HypothesisEnd end, LengthPenalty lengthPenalty, StepRecorder recorder)
    {
        var endToken = end.Reason == FinishReason.EndToken ? _tokens[end.Node] : (int?)null;
        var tokens = new int[end.Length - (endToken is null ? 0 : 1)];
        CopyTokens(endToken is null ? end.Node : _parents[end.Node], tokens);
        var logProbabilities = new double[end.Length];
        var node = end.Node;
        var recorded = node != Root && _records[node].Alternatives != AlternativeStore.None;
        var alternatives = new ImmutableArray<TokenAlternative>[recorded ? end.Length : 0];
        for (var i = end.Length - 1; i >= 0; i--)
        {
            logProbabilities[i] = _logProbabilities[node];
            if (recorded)
            {
                alternatives[i] = recorder.Alternatives[_records[node].Alternatives];
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
            CoverageTerm = end.CoverageTerm,
            Alternatives = ImmutableCollectionsMarshal.AsImmutableArray(alternatives),
            Attention = recorder.Attention.ToMatrix(this, end.Node, end.Length),
            Score = end.Score,
        };
    }

    /// <summary>Gives or takes all nodes.</summary>
    internal void Exchange(StateExchange exchange)
    {
        var (parents, logProbabilities, records) = (_count, _count, _count);
        exchange.Array(ref _tokens, ref _count);
        exchange.Array(ref _parents, ref parents);
        exchange.Array(ref _logProbabilities, ref logProbabilities);
        exchange.Array(ref _records, ref records);
        StateExchange.Require((parents, logProbabilities, records) == (_count, _count, _count), "its tokens differ in number from what is known of them");
    }

    /// <summary>Holds nodes taken in to what <see cref="Add"/> makes: a parent comes before its children, tokens and records are there.</summary>
    /// <param name="vocabularySize">The number of tokens.</param>
    /// <param name="recorder">The records.</param>
    /// <returns>How many tokens lead to each node, itself included, [nodes].</returns>
    /// <exception cref="Sessions.SnapshotException">They break it.</exception>
    internal int[] Depths(int vocabularySize, StepRecorder recorder)
    {
        var depths = new int[_count];
        for (var node = 0; node < _count; node++)
        {
            StateExchange.Require(_parents[node] >= Root && _parents[node] < node, "a token follows one that comes later");
            StateExchange.Require((uint)_tokens[node] < (uint)vocabularySize, $"it has the token {_tokens[node]} of {vocabularySize}");
            StateExchange.Require(recorder.Has(_records[node]), "what it remembers of a step is not there");
            depths[node] = 1 + (_parents[node] == Root ? 0 : depths[_parents[node]]);
        }

        return depths;
    }
}
