namespace Seq.Decoding.Search;

/// <summary>Which tokens end a hypothesis: an end token, or the last one of a stop sequence.</summary>
internal sealed class EndRule(SearchOptions options)
{
    private readonly int[] _endTokens = [.. options.EndTokens];
    private readonly int[][] _sequences = [.. options.StopSequences.Select(sequence => sequence.ToArray())];

    /// <summary>How many of the tokens that may follow a hypothesis can end it, at most.</summary>
    internal int MostEndings => _endTokens.Concat(_sequences.Select(sequence => sequence[^1])).Distinct().Count();

    /// <summary>Why a hypothesis ends with a token; null when it goes on.</summary>
    /// <param name="tree">The tokens of all hypotheses.</param>
    /// <param name="node">The last token before.</param>
    /// <param name="token">The token.</param>
    internal FinishReason? ReasonToEnd(TokenTree tree, int node, int token)
    {
        if (_endTokens.AsSpan().Contains(token))
        {
            return FinishReason.EndToken;
        }

        foreach (var sequence in _sequences)
        {
            if (sequence[^1] == token && tree.EndsWith(node, sequence.AsSpan(0, sequence.Length - 1)))
            {
                return FinishReason.Stopped;
            }
        }

        return null;
    }
}
