using Seq.Decoding.Kernels;

namespace Seq.Decoding.Search;

/// <summary>Beam search over the whole batch, one model step for all live hypotheses of all inputs.</summary>
/// <remarks>
/// At each step, for each input with live hypotheses, and for each of its groups in turn (K is the size of a group, of the whole beam
/// when there is one):
/// <list type="number">
/// <item>Each hypothesis offers its best tokens by logit, ties to the lowest id. The (1 + e) · K best offers of all are the
/// candidates, e being the number of tokens that can end one: then at least K of them go on, so an ended hypothesis costs no live one.</item>
/// <item>Candidates rank by sum of log-probabilities, less the diversity penalty for each hypothesis that an earlier group has kept
/// alive at this step with the same token; ties go to the hypothesis that ranked higher, then to the token that it ranks higher.</item>
/// <item>Those that end count only when they rank among the first K; the first K of the others live on.</item>
/// <item>At the maximum length the live ones end too. Otherwise <see cref="EarlyStopping"/> decides whether the group is done.</item>
/// </list>
/// An observer is told what all live hypotheses and the best ended one have in common; when it stops an input, that is the one hypothesis
/// of the input. All groups begin with the one row of the input. Sums and scores are float64. Ended hypotheses rank by score, equal ones in the order of
/// their groups, then in the order they ended; what two groups have found alike is returned once.
/// </remarks>
internal sealed class BeamSearch : TokenSearch
{
    private readonly BeamStream _stream;
    private readonly CandidateList _candidates;
    private readonly float[] _bestLogits;
    private readonly int[] _bestTokens;
    private readonly int _groups;
    private readonly int _groupSize;
    private readonly int[] _chosen;        // [beam]: the tokens that earlier groups of the input have kept alive at this step
    private int _chosenCount;

    private EndedBeam[] _ended = [];       // [inputs × groups]
    private double[] _logSumExps = [];     // [rows]
    private StepRecord[] _records = [];    // [rows]
    private BeamRow[] _rows = [];      // [rows]: the live hypotheses, by input, best first
    private BeamRow[] _nextRows = [];  // [rows]

    internal BeamSearch(SearchOptions options)
        : base(options, options.BeamSize)
    {
        _stream = new BeamStream(Tree, Recorder);
        _groups = options.BeamGroups;
        _groupSize = options.GroupSize;
        _chosen = new int[options.BeamSize];
        var candidates = checked(_groupSize * (1 + Math.Max(1, EndRule.MostEndings)));
        _candidates = new CandidateList(candidates);

        // A penalised token may fall behind all others, so a row offers one more for each.
        var offers = candidates + options.BeamSize - _groupSize;
        _bestLogits = new float[offers];
        _bestTokens = new int[offers];
    }

    /// <inheritdoc/>
    protected override void BeginHypotheses(DecodingRequest request)
    {
        foreach (var ended in _ended)
        {
            ended.Clear();
        }

        for (var input = 0; input < Inputs; input++)
        {
            _rows[input] = new BeamRow(input, 0, TokenTree.Root, 0);
        }
    }

    /// <inheritdoc/>
    protected override void ExchangeHypotheses(StateExchange exchange)
    {
        _stream.Exchange(exchange, Inputs);
        foreach (var ended in _ended.AsSpan(0, Inputs * _groups))
        {
            ended.Exchange(exchange);
        }

        BeamRow.Exchange(exchange, _rows.AsSpan(0, Live));
    }

    /// <inheritdoc/>
    protected override void Check(SavedHypotheses saved)
    {
        _stream.Check(saved, Inputs);
        StateExchange.Require(Step > 0 || Live == 0 || Live == Inputs, $"{Live} hypotheses are live before the first step");
        var row = 0;
        for (var input = 0; input < Inputs; input++)
        {
            var first = row;
            for (; row < Live && _rows[row].Input == input; row++)
            {
                var inOrder = _rows[row].Group >= (row > first ? _rows[row - 1].Group : 0) && _rows[row].Group < _groups;
                StateExchange.Require(inOrder, "its live hypotheses are in disorder");
                CheckLive(saved, input, _rows[row].Node);
            }

            foreach (var ended in Ended(input))
            {
                ended.Check(saved);
            }

            StateExchange.Require(row > first || HasEnded(input) || _stream.StoppedAt(input) is not null, $"input {input} has no hypothesis");
        }

        StateExchange.Require(row == Live, "its live hypotheses are in disorder");
    }

    /// <inheritdoc/>
    public override void Advance(Span<float> logits)
    {
        var next = 0;
        for (var (begin, end) = (0, 0); begin < Live; begin = end)
        {
            var input = _rows[begin].Input;
            while (end < Live && _rows[end].Input == input)
            {
                end++;
            }

            for (var row = begin; row < end; row++)
            {
                var rowLogits = logits.Slice(row * VocabularySize, VocabularySize);
                _logSumExps[row] = Preparation.Prepare(rowLogits, Tree, _rows[row].Node, new RowPlace(input, row, Step), out _);
                _records[row] = Recorder.Record(rowLogits, _logSumExps[row], row);
            }

            var before = next;
            next = AdvanceGroups(logits, VocabularySize, begin, end, next, Step);
            if (next == before && !HasEnded(input))
            {
                EndRows(begin, end, FinishReason.DeadEnd);
            }

            if (_stream.IsOn && _stream.Report(input, Ended(input), _nextRows.AsSpan(before, next - before), Step + 1))
            {
                next = before; // The observer has ended the input.
            }
        }

        (_rows, _nextRows) = (_nextRows, _rows);
        Live = next;
        Step++;
    }

    private Span<EndedBeam> Ended(int input) => _ended.AsSpan(input * _groups, _groups);

    /// <inheritdoc/>
    protected override void Reserve(int rows)
    {
        _rows = new BeamRow[rows];
        _nextRows = new BeamRow[rows];
        _logSumExps = new double[rows];
        _records = new StepRecord[rows];
        var known = _ended.Length;
        Array.Resize(ref _ended, Inputs * _groups);
        for (var i = known; i < _ended.Length; i++)
        {
            _ended[i] = new EndedBeam(Options);
        }
    }

    /// <inheritdoc/>
    protected override void Prepare(DecodingRequest request) => _stream.Begin(request.Observer, Inputs);

    /// <summary>Extends the hypotheses of one input, rows <paramref name="begin"/> to <paramref name="end"/>, group by group.</summary>
    /// <returns>The number of rows that live on, those of the inputs before included.</returns>
    private int AdvanceGroups(Span<float> logits, int vocabularySize, int begin, int end, int next, int step)
    {
        _chosenCount = 0;
        var (from, to) = (begin, begin);
        for (var group = 0; group < _groups; group++, from = to)
        {
            while (to < end && _rows[to].Group == group)
            {
                to++;
            }

            // At the first step there is one row, with which all groups begin.
            var (first, last) = step == 0 ? (begin, end) : (from, to);
            _candidates.Clear();
            for (var row = first; row < last; row++)
            {
                Offer(logits.Slice(row * vocabularySize, vocabularySize), row);
            }

            if (last > first)
            {
                next = Select(_rows[begin].Input, group, next, step + 1);
            }
        }

        return next;
    }

    private bool HasEnded(int input)
    {
        foreach (var ended in Ended(input))
        {
            if (ended.Best.Length > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Offers the best continuations of one hypothesis.</summary>
    private void Offer(ReadOnlySpan<float> logits, int row)
    {
        var (sum, logSumExp) = (_rows[row].Sum, _logSumExps[row]);
        if (double.IsNegativeInfinity(logSumExp))
        {
            return;
        }

        var chosen = _chosen.AsSpan(0, _chosenCount);
        var count = TopK.Select(logits, _bestLogits, _bestTokens);
        for (var i = 0; i < count && !float.IsNegativeInfinity(_bestLogits[i]); i++)
        {
            var logProbability = _bestLogits[i] - logSumExp;
            var times = MemoryExtensions.Count(chosen, _bestTokens[i]);
            var candidate = new Candidate(
                sum + logProbability - (Options.DiversityPenalty * times), sum + logProbability, logProbability, row, _bestTokens[i]);
            if (!_candidates.TryAdd(candidate) && times == 0)
            {
                break; // The rest of the row is no better.
            }
        }
    }

    /// <summary>Turns the candidates of one group into live rows from <paramref name="next"/> on, and into ended hypotheses.</summary>
    /// <returns>The number of rows that live on, those of the groups and inputs before included.</returns>
    private int Select(int input, int group, int next, int length)
    {
        var first = next;
        var candidates = _candidates.Ranked;
        var ended = _ended[(input * _groups) + group];
        for (var rank = 0; rank < candidates.Length && next - first < _groupSize; rank++)
        {
            ref readonly var candidate = ref candidates[rank];
            var parent = _rows[candidate.Row].Node;
            if (EndRule.ReasonToEnd(Tree, parent, candidate.Token, input, length - 1) is { } reason)
            {
                if (rank < _groupSize)
                {
                    var endNode = Tree.Add(parent, candidate.Token, candidate.LogProbability, _records[candidate.Row]);
                    ended.Add(Recorder.End(Tree, endNode, length, candidate.Sum, reason));
                }

                continue;
            }

            var node = Tree.Add(parent, candidate.Token, candidate.LogProbability, _records[candidate.Row]);
            _nextRows[next] = new BeamRow(input, group, node, candidate.Sum);
            NextTokens[next] = candidate.Token;
            FollowedRows[next] = candidate.Row;
            _chosen[_chosenCount++] = candidate.Token;
            next++;
        }

        return GoesOn(ended, Limits.Most(input), _nextRows.AsSpan(first, next - first), length) ? next : first;
    }

    private bool GoesOn(EndedBeam ended, int maxLength, ReadOnlySpan<BeamRow> live, int length)
    {
        if (live.IsEmpty)
        {
            return false;
        }

        if (length < maxLength)
        {
            var best = double.NegativeInfinity;
            foreach (var row in live)
            {
                best = Math.Max(best, row.Sum); // A diversity penalty may have ranked it behind others.
            }

            return !ended.IsComplete(best, length, maxLength);
        }

        foreach (var row in live)
        {
            ended.Add(Recorder.End(Tree, row.Node, length, row.Sum, FinishReason.Length));
        }

        return false;
    }

    /// <inheritdoc/>
    public override void EndAll(FinishReason reason)
    {
        EndRows(0, Live, reason);
        for (var row = 0; row < Live && _stream.IsOn; row++)
        {
            var input = _rows[row].Input;
            if (row + 1 == Live || _rows[row + 1].Input != input)
            {
                _stream.Report(input, Ended(input), [], Step);
            }
        }

        Live = 0;
    }

    /// <inheritdoc/>
    public override IEnumerable<AcceptedToken> Settled(int input)
    {
        var (node, length, reason) = _stream.Settled(input, Ended(input), Array.FindAll(_rows[..Live], row => row.Input == input), Step);
        return Tell(input, 0, node, length, reason);
    }

    /// <summary>Ends the hypotheses of some rows where they are, before the next token.</summary>
    private void EndRows(int begin, int end, FinishReason reason)
    {
        foreach (ref readonly var row in _rows.AsSpan(begin, end - begin))
        {
            _ended[(row.Input * _groups) + row.Group].Add(Recorder.End(Tree, row.Node, Step, row.Sum, reason));
        }
    }

    /// <inheritdoc/>
    protected override IEnumerable<Hypothesis> Ranked(int input)
    {
        if (_stream.StoppedAt(input) is { } stopped)
        {
            return [Tree.ToHypothesis(stopped, Options.LengthPenalty, Recorder)];
        }

        var hypotheses = new List<Hypothesis>();
        foreach (var ended in Ended(input))
        {
            foreach (ref readonly var end in ended.Best)
            {
                hypotheses.Add(Tree.ToHypothesis(end, Options.LengthPenalty, Recorder));
            }
        }

        return _groups == 1
            ? hypotheses
            : hypotheses.OrderByDescending(hypothesis => hypothesis.Score).Distinct().Take(Options.HypothesisCount);
    }
}
