namespace Seq.Decoding.Search;

/// <summary>Tells an observer of beam search what is settled: the tokens that all hypotheses which may still become the best have in common.</summary>
/// <remarks>
/// Those are the live ones, from which all that ends later comes, and of the ended ones the best. What is left of the best is told when
/// the input is done, so the tokens told are those of the best hypothesis.
/// </remarks>
internal sealed class BeamStream(TokenTree tree, StepRecorder recorder)
{
    private IDecodingObserver? _observer;
    private int[] _told = [];                 // [inputs]: how many tokens have been
    private bool[] _isStopped = [];           // [inputs]
    private HypothesisEnd[] _stoppedEnds = []; // [inputs]
    private int[] _nodes = [];                // [length]
    private int[] _otherNodes = [];           // [length]

    /// <summary>Whether anybody listens.</summary>
    internal bool IsOn => _observer is not null;

    internal void Begin(IDecodingObserver? observer, int inputs)
    {
        _observer = observer;
        Reserve(inputs);
        _told.AsSpan(0, inputs).Clear();
        _isStopped.AsSpan(0, inputs).Clear();
    }

    /// <summary>The hypothesis at whose end the observer stopped an input; null when it did not.</summary>
    internal HypothesisEnd? StoppedAt(int input) => _isStopped[input] ? _stoppedEnds[input] : null;

    /// <summary>Tells what is settled after a step.</summary>
    /// <param name="input">The index of the input.</param>
    /// <param name="ended">What has ended, [groups].</param>
    /// <param name="live">What lives on; nothing when the input is done.</param>
    /// <param name="length">The length of the live ones.</param>
    /// <returns>Whether the observer stopped the input.</returns>
    internal bool Report(int input, ReadOnlySpan<EndedBeam> ended, ReadOnlySpan<BeamRow> live, int length)
    {
        var settled = FindSettled(ended, live, length, out var best);
        for (; _told[input] < settled; _told[input]++)
        {
            var at = _told[input];
            var token = new AcceptedToken(
                input, 0, at, tree.Token(_nodes[at]), tree.LogProbability(_nodes[at]), live.IsEmpty && at + 1 == settled ? best.Reason : null);
            if (!_observer!.OnToken(token) && token.Finished is null)
            {
                Stop(input, at + 1);
                return true;
            }
        }

        return false;
    }

    /// <summary>The hypothesis whose tokens are settled, all that there are: its last node, how many they are, and why it ended, if it did.</summary>
    /// <inheritdoc cref="Report" path="/param"/>
    internal (int Node, int Length, FinishReason? Reason) Settled(int input, ReadOnlySpan<EndedBeam> ended, ReadOnlySpan<BeamRow> live, int length)
    {
        if (StoppedAt(input) is { } stopped)
        {
            return (stopped.Node, stopped.Length, stopped.Reason);
        }

        var settled = FindSettled(ended, live, length, out var best);
        return (settled == 0 ? TokenTree.Root : _nodes[settled - 1], settled, live.IsEmpty ? best.Reason : null);
    }

    /// <summary>Gives or takes what has been told.</summary>
    internal void Exchange(StateExchange exchange, int inputs)
    {
        exchange.Values(_told.AsSpan(0, inputs));
        exchange.Values(_isStopped.AsSpan(0, inputs));
        HypothesisEnd.Exchange(exchange, _stoppedEnds.AsSpan(0, inputs));
    }

    /// <summary>Holds what was taken in to the tokens.</summary>
    internal void Check(SavedHypotheses saved, int inputs)
    {
        for (var input = 0; input < inputs; input++)
        {
            StateExchange.Require(_told[input] >= 0, $"{_told[input]} tokens of an input have been told");
            if (_isStopped[input])
            {
                saved.Require(_stoppedEnds[input]);
            }
        }
    }

    /// <summary>Writes the nodes of a hypothesis and counts those of them that are settled.</summary>
    private int FindSettled(ReadOnlySpan<EndedBeam> ended, ReadOnlySpan<BeamRow> live, int length, out HypothesisEnd best)
    {
        var hasEnded = TryFindBest(ended, out best);
        var (node, settled) = live.IsEmpty ? (best.Node, best.Length) : (live[0].Node, length);
        Reserve(ref _nodes, Math.Max(length, best.Length));
        Reserve(ref _otherNodes, _nodes.Length);
        tree.CopyNodes(node, _nodes.AsSpan(0, settled));
        foreach (ref readonly var row in live)
        {
            settled = Common(settled, row.Node, length);
        }

        return hasEnded && !live.IsEmpty ? Common(settled, best.Node, best.Length) : settled;
    }

    private static bool TryFindBest(ReadOnlySpan<EndedBeam> ended, out HypothesisEnd best)
    {
        best = default;
        var found = false;
        foreach (var group in ended)
        {
            // Strictly better: of equal scores the one of the earlier group ranks higher.
            if (group.Count > 0 && (!found || group.Best[0].Score > best.Score))
            {
                (best, found) = (group.Best[0], true);
            }
        }

        return found;
    }

    private static void Reserve(ref int[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            Array.Resize(ref buffer, Math.Max(16, 2 * length));
        }
    }

    /// <summary>How many of the first tokens a hypothesis shares; groups may have the same tokens in nodes of their own.</summary>
    private int Common(int settled, int node, int length)
    {
        settled = Math.Min(settled, length);
        var others = _otherNodes.AsSpan(0, length);
        tree.CopyNodes(node, others);
        var same = 0;
        while (same < settled && (others[same] == _nodes[same] || tree.Token(others[same]) == tree.Token(_nodes[same])))
        {
            same++;
        }

        return same;
    }

    private void Stop(int input, int length)
    {
        var sum = 0.0;
        foreach (var node in _nodes.AsSpan(0, length))
        {
            sum += tree.LogProbability(node);
        }

        _told[input] = length;
        _isStopped[input] = true;
        _stoppedEnds[input] = recorder.End(tree, _nodes[length - 1], length, sum, FinishReason.Stopped);
    }

    private void Reserve(int inputs)
    {
        if (_told.Length < inputs)
        {
            (_told, _isStopped, _stoppedEnds) = (new int[inputs], new bool[inputs], new HypothesisEnd[inputs]);
        }
    }
}
