using Seq.Decoding.Kernels;

namespace Seq.Decoding.Search;

/// <summary>Sampling of sequences without replacement, as <see cref="StochasticBeamOptions"/> lays down.</summary>
/// <remarks>
/// An input has K hypotheses, live and ended together, by falling G. At each step every live one offers its K continuations of greatest
/// G; the K best of these and of the ended ones stay, equal ones in the order of the hypotheses, the ended before the live, and of their tokens.
/// </remarks>
internal sealed class StochasticBeamSearch : TokenSearch
{
    private readonly StochasticBeamOptions _stochastic;
    private readonly CandidateList _continuations;        // Of one row, by g.
    private readonly CandidateList _candidates;           // Of one input, by G.
    private readonly int _beamSize;
    private readonly PerturbedHypothesis[] _next;         // [beam]
    private double[] _weights = [];                       // [vocabulary]
    private PerturbedHypothesis[] _hypotheses = [];       // [inputs, beam]: by falling G
    private int[] _counts = [];                           // [inputs]
    private StepRecord[] _records = [];                   // [rows]

    internal StochasticBeamSearch(SearchOptions options)
        : base(options, options.BeamSize)
    {
        _stochastic = options.StochasticBeam!;
        _beamSize = options.BeamSize;
        _continuations = new CandidateList(_beamSize);
        _candidates = new CandidateList(_beamSize);
        _next = new PerturbedHypothesis[_beamSize];
    }

    /// <inheritdoc/>
    protected override void BeginHypotheses(DecodingRequest request)
    {
        for (var input = 0; input < Inputs; input++)
        {
            var state = GumbelNumbers.Root(_stochastic.Seed, request.RowKeys is { } keys ? keys[input] : (uint)input);
            _hypotheses[input * _beamSize] = new PerturbedHypothesis(TokenTree.Root, 0, 0, GumbelNumbers.Of(state), state, null);
            _counts[input] = 1;
        }
    }

    /// <inheritdoc/>
    protected override void ExchangeHypotheses(StateExchange exchange)
    {
        exchange.Values(_counts.AsSpan(0, Inputs));
        for (var input = 0; input < Inputs; input++)
        {
            StateExchange.Require(_counts[input] >= 1 && _counts[input] <= _beamSize, $"input {input} has {_counts[input]} hypotheses in a beam of {_beamSize}");
            PerturbedHypothesis.Exchange(exchange, Of(input));
        }
    }

    /// <inheritdoc/>
    protected override void Check(SavedHypotheses saved)
    {
        var live = 0;
        for (var input = 0; input < Inputs; input++)
        {
            foreach (ref readonly var hypothesis in Of(input))
            {
                if (hypothesis.Reason is { } reason)
                {
                    saved.Require(hypothesis.Node, hypothesis.Length, reason);
                    continue;
                }

                StateExchange.Require(hypothesis.Length == Step, "a live hypothesis has another length than the step");
                CheckLive(saved, input, hypothesis.Node);
                live++;
            }
        }

        StateExchange.Require(live == Live, $"{live} hypotheses live where {Live} are announced");
    }

    /// <inheritdoc/>
    public override void Advance(Span<float> logits)
    {
        var (row, next) = (0, 0);
        for (var input = 0; input < Inputs; input++)
        {
            var first = row;
            _candidates.Clear();
            Offer(input, live: false, logits, ref row);
            Offer(input, live: true, logits, ref row);
            if (_candidates.Ranked.IsEmpty)
            {
                EndLive(input, FinishReason.DeadEnd);
            }
            else if (row > first)
            {
                next = Select(input, first, next);
            }
        }

        Live = next;
        Step++;
    }

    /// <inheritdoc/>
    public override void EndAll(FinishReason reason)
    {
        for (var input = 0; input < Inputs; input++)
        {
            EndLive(input, reason);
        }

        Live = 0;
    }

    /// <inheritdoc/>
    /// <remarks>Nothing is settled before all hypotheses have ended.</remarks>
    public override IEnumerable<AcceptedToken> Settled(int input)
    {
        var own = _hypotheses.AsSpan(input * _beamSize, Math.Min(_counts[input], Options.HypothesisCount)).ToArray();
        if (Array.Exists(_hypotheses[(input * _beamSize)..((input * _beamSize) + _counts[input])], hypothesis => hypothesis.Reason is null))
        {
            return [];
        }

        var best = own.MaxBy(found => Recorder.End(Tree, found.Node, found.Length, found.Sum, found.Reason!.Value).Score); // Of equal scores the first.
        return Tell(input, 0, best.Node, best.Length, best.Reason);
    }

    private void EndLive(int input, FinishReason reason)
    {
        foreach (ref var hypothesis in Of(input))
        {
            hypothesis = hypothesis with { Reason = hypothesis.Reason ?? reason };
        }
    }

    /// <inheritdoc/>
    protected override IEnumerable<Hypothesis> Ranked(int input)
    {
        var hypotheses = new List<Hypothesis>();
        foreach (ref readonly var found in Of(input)[..Math.Min(_counts[input], Options.HypothesisCount)])
        {
            var end = Recorder.End(Tree, found.Node, found.Length, found.Sum, found.Reason!.Value);
            hypotheses.Add(Tree.ToHypothesis(end, Options.LengthPenalty, Recorder) with { PerturbedLogProbability = found.Perturbed });
        }

        return hypotheses.OrderByDescending(hypothesis => hypothesis.Score); // Stable: equal scores stay in the order of their G.
    }

    /// <inheritdoc/>
    protected override void Reserve(int rows)
    {
        _hypotheses = new PerturbedHypothesis[rows];
        _counts = new int[rows / _beamSize];
        _records = new StepRecord[rows];
    }

    /// <inheritdoc/>
    protected override void Prepare(DecodingRequest request) => _weights = _weights.Length < VocabularySize ? new double[VocabularySize] : _weights;

    private Span<PerturbedHypothesis> Of(int input) => _hypotheses.AsSpan(input * _beamSize, _counts[input]);

    /// <summary>Makes candidates of the ended hypotheses of an input as they are, or of the continuations of its live ones.</summary>
    /// <param name="input">The index of the input.</param>
    /// <param name="live">Which of the two.</param>
    /// <param name="logits">Logits, [rows, vocabulary].</param>
    /// <param name="row">The row of the next live hypothesis.</param>
    private void Offer(int input, bool live, Span<float> logits, ref int row)
    {
        var hypotheses = Of(input);
        for (var i = 0; i < hypotheses.Length; i++)
        {
            ref readonly var hypothesis = ref hypotheses[i];
            if (live && hypothesis.Reason is null)
            {
                OfferContinuations(logits.Slice(row * VocabularySize, VocabularySize), hypothesis, new RowPlace(input, row, Step), i);
                row++;
            }
            else if (!live && hypothesis.Reason is not null)
            {
                _candidates.TryAdd(new Candidate(hypothesis.Perturbed, hypothesis.Sum, 0, i, Ended));
            }
        }
    }

    /// <summary>Stands for the token of a candidate that has ended before.</summary>
    private const int Ended = -1;

    private void OfferContinuations(Span<float> logits, in PerturbedHypothesis hypothesis, RowPlace place, int index)
    {
        var logSumExp = Preparation.Prepare(logits, Tree, hypothesis.Node, place, out var max);
        _records[place.Row] = Recorder.Record(logits, logSumExp, place.Row);
        if (double.IsNegativeInfinity(logSumExp))
        {
            return;
        }

        CollectContinuations(logits, hypothesis, index, logSumExp, max);
        var greatest = _continuations.Ranked[0].Rank;
        foreach (ref readonly var continuation in _continuations.Ranked)
        {
            _candidates.TryAdd(continuation with { Rank = GumbelNumbers.Condition(hypothesis.Perturbed, greatest, continuation.Rank) });
        }
    }

    /// <summary>Finds the K continuations of greatest g.</summary>
    /// <remarks>
    /// As −log u is at least 1 − u, g is at most φ − log(1 − u): where 1 − u is not below exp(φ − least g so far), no logarithm is needed.
    /// </remarks>
    private void CollectContinuations(ReadOnlySpan<float> logits, in PerturbedHypothesis hypothesis, int index, double logSumExp, float max)
    {
        const double Slack = 1 + 1e-9; // For what rounding may cost the bound.
        SoftmaxWeights.Compute(logits, max, 1f, _weights);
        _continuations.Clear();
        var scale = double.PositiveInfinity;
        for (var token = 0; token < logits.Length; token++)
        {
            var state = GumbelNumbers.Next(hypothesis.RandomState, token);
            if (!(GumbelNumbers.OneMinus(state) <= _weights[token] * scale) || float.IsNegativeInfinity(logits[token]))
            {
                continue;
            }

            var logProbability = logits[token] - logSumExp;
            var sum = hypothesis.Sum + logProbability;
            if (_continuations.TryAdd(new Candidate(sum + GumbelNumbers.Of(state), sum, logProbability, index, token)) && _continuations.Ranked.Length == _beamSize)
            {
                scale = Math.Exp(max - logSumExp + hypothesis.Sum - _continuations.Ranked[^1].Rank) * Slack;
            }
        }
    }

    /// <summary>Makes hypotheses of the candidates of an input, the live ones of them rows from <paramref name="next"/> on.</summary>
    /// <param name="input">The index of the input.</param>
    /// <param name="firstRow">The row of its first live hypothesis.</param>
    /// <param name="next">The next free row.</param>
    /// <returns>The number of rows that live on, those of the inputs before included.</returns>
    private int Select(int input, int firstRow, int next)
    {
        var hypotheses = Of(input);
        var candidates = _candidates.Ranked;
        for (var rank = 0; rank < candidates.Length; rank++)
        {
            ref readonly var candidate = ref candidates[rank];
            ref readonly var before = ref hypotheses[candidate.Row];
            if (candidate.Token == Ended)
            {
                _next[rank] = before;
                continue;
            }

            var row = firstRow + LiveAmong(hypotheses[..candidate.Row]);
            var reason = EndRule.ReasonToEnd(Tree, before.Node, candidate.Token, input, Step)
                ?? (Step + 1 == Limits.Most(input) ? FinishReason.Length : null);
            var node = Tree.Add(before.Node, candidate.Token, candidate.LogProbability, _records[row]);
            _next[rank] = new PerturbedHypothesis(
                node, Step + 1, candidate.Sum, candidate.Rank, GumbelNumbers.Next(before.RandomState, candidate.Token), reason);
            if (reason is null)
            {
                (NextTokens[next], FollowedRows[next]) = (candidate.Token, row);
                next++;
            }
        }

        _counts[input] = candidates.Length;
        _next.AsSpan(0, candidates.Length).CopyTo(Of(input));
        return next;
    }

    private static int LiveAmong(ReadOnlySpan<PerturbedHypothesis> hypotheses)
    {
        var count = 0;
        foreach (ref readonly var hypothesis in hypotheses)
        {
            count += hypothesis.Reason is null ? 1 : 0;
        }

        return count;
    }
}
