namespace Seq.Decoding.Search;

/// <summary>Which tokens end a hypothesis: an end token, the last one of a stop sequence, or one that completes a constraint.</summary>
internal sealed class EndRule(SearchOptions options)
{
    private readonly int[] _endTokens = [.. options.EndTokens];
    private readonly int[][] _sequences = [.. options.StopSequences.Select(sequence => sequence.ToArray())];
    private readonly ICompletingProcessor[] _completing = [.. options.Processors.OfType<ICompletingProcessor>()];
    private ICompletingProcessor[]?[]? _inputCompleting; // [inputs]; null when no input has one
    private int[] _prefix = [];

    /// <summary>How many of the tokens that may follow a hypothesis can end it, at most; those that complete a constraint are not counted.</summary>
    internal int MostEndings => _endTokens.Concat(_sequences.Select(sequence => sequence[^1])).Distinct().Count();

    /// <summary>Takes the rules for single inputs, [inputs].</summary>
    internal void Begin(IReadOnlyList<IReadOnlyList<ILogitsProcessor>?>? inputProcessors)
    {
        _inputCompleting = null;
        for (var input = 0; input < (inputProcessors?.Count ?? 0); input++)
        {
            ICompletingProcessor[] own = [.. (inputProcessors![input] ?? []).OfType<ICompletingProcessor>()];
            if (own.Length > 0)
            {
                _inputCompleting ??= new ICompletingProcessor[]?[inputProcessors.Count];
                _inputCompleting[input] = own;
            }
        }
    }

    /// <summary>Why a hypothesis ends with a token; null when it goes on.</summary>
    /// <param name="tree">The tokens of all hypotheses.</param>
    /// <param name="node">The last token before.</param>
    /// <param name="token">The token.</param>
    /// <param name="input">The index of its input.</param>
    /// <param name="step">How many tokens come before.</param>
    internal FinishReason? ReasonToEnd(TokenTree tree, int node, int token, int input, int step)
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

        return Completes(tree, node, token, input, step) ? FinishReason.Constraint : null;
    }

    private bool Completes(TokenTree tree, int node, int token, int input, int step)
    {
        var own = _inputCompleting?[input];
        if (_completing.Length == 0 && own is null)
        {
            return false;
        }

        if (_prefix.Length <= step)
        {
            _prefix = new int[Math.Max(16, 2 * (step + 1))];
        }

        var prefix = _prefix.AsSpan(0, step + 1);
        tree.CopyTokens(node, prefix[..step]);
        prefix[step] = token;
        foreach (var processor in _completing)
        {
            if (processor.IsComplete(prefix))
            {
                return true;
            }
        }

        foreach (var processor in own ?? [])
        {
            if (processor.IsComplete(prefix))
            {
                return true;
            }
        }

        return false;
    }
}
