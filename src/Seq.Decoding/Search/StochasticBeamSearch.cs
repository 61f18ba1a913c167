using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Seq.Decoding.Kernels;

namespace Seq.Decoding.Search;

/// <summary>Sampling of sequences without replacement, as <see cref="StochasticBeamOptions"/> lays down.</summary>
/// <remarks>
/// An input has K hypotheses, live and ended together, by falling G. At each step every live one offers its K continuations of greatest
/// G; the K best of these and of the ended ones stay, equal ones in the order of the hypotheses, the ended before the live, and of their tokens.
/// </remarks>
internal sealed class StochasticBeamSearch : ISearch
{
    private readonly SearchOptions _options;
    private readonly StochasticBeamOptions _stochastic;
    private readonly EndRule _endRule;
    private readonly RowPreparation _preparation;
    private readonly LengthLimits _limits;
    private readonly StepRecorder _recorder;
    private readonly TokenTree _tree = new();
    private readonly CandidateList _continuations;        // Of one row, by g.
    private readonly CandidateList _candidates;           // Of one input, by G.
    private readonly int _beamSize;
    private readonly PerturbedHypothesis[] _next;         // [beam]
    private double[] _weights = [];                       // [vocabulary]
    private int _vocabularySize;
    private int _inputs;
    private int _live;
    private int _step;
    private PerturbedHypothesis[] _hypotheses = [];       // [inputs, beam]: by falling G
    private int[] _counts = [];                           // [inputs]
    private int[] _tokens = [];                           // [rows]
    private int[] _parents = [];                          // [rows]
    private StepRecord[] _records = [];                   // [rows]

    internal StochasticBeamSearch(SearchOptions options)
    {
        _options = options;
        _stochastic = options.StochasticBeam!;
        _endRule = new EndRule(options);
        _recorder = new StepRecorder(options);
        _limits = new LengthLimits(options);
        _preparation = new RowPreparation(options, _limits);
        _beamSize = options.BeamSize;
        _continuations = new CandidateList(_beamSize);
        _candidates = new CandidateList(_beamSize);
        _next = new PerturbedHypothesis[_beamSize];
    }

    /// <inheritdoc/>
    public int Live => _live;

    /// <inheritdoc/>
    public ReadOnlySpan<int> Tokens => _tokens.AsSpan(0, _live);

    /// <inheritdoc/>
    public ReadOnlySpan<int> Parents => _parents.AsSpan(0, _live);

    /// <inheritdoc/>
    public void Begin(IStepModel model, DecodingRequest request)
    {
        _inputs = _live = model.Rows;
        _step = 0;
        Prepare(model, request);
        _tree.Clear();
        _recorder.Begin(model);
        _limits.Begin(request, _inputs);
        for (var input = 0; input < _inputs; input++)
        {
            var state = GumbelNumbers.Root(_stochastic.Seed, request.RowKeys is { } keys ? keys[input] : (uint)input);
            _hypotheses[input * _beamSize] = new PerturbedHypothesis(TokenTree.Root, 0, 0, GumbelNumbers.Of(state), state, null);
            _counts[input] = 1;
            _tokens[input] = request.StartTokens?[input] ?? _options.StartToken;
        }
    }

    /// <inheritdoc/>
    public void Exchange(StateExchange exchange, IStepModel model, DecodingRequest request)
    {
        exchange.Value(ref _inputs);
        exchange.Value(ref _live);
        exchange.Value(ref _step);
        if (exchange.IsInput)
        {
            Prepare(model, request);
            _recorder.Begin(model);
        }

        _limits.Exchange(exchange, _inputs);
        _tree.Exchange(exchange);
        _recorder.Exchange(exchange);
        exchange.Values(_counts.AsSpan(0, _inputs));
        for (var input = 0; input < _inputs; input++)
        {
            PerturbedHypothesis.Exchange(exchange, Of(input));
        }

        exchange.Values(_tokens.AsSpan(0, _live));
    }

    /// <inheritdoc/>
    public void Advance(Span<float> logits)
    {
        var (row, next) = (0, 0);
        for (var input = 0; input < _inputs; input++)
        {
            var first = row;
            _candidates.Clear();
            Offer(input, live: false, logits, ref row);
            Offer(input, live: true, logits, ref row);
            if (_candidates.Ranked.IsEmpty)
            {
                throw new NoTokenPossibleException(input, _step);
            }

            if (row > first)
            {
                next = Select(input, first, next);
            }
        }

        _live = next;
        _step++;
    }

    /// <inheritdoc/>
    public void EndAll(FinishReason reason)
    {
        for (var input = 0; input < _inputs; input++)
        {
            foreach (ref var hypothesis in Of(input))
            {
                hypothesis = hypothesis with { Reason = hypothesis.Reason ?? reason };
            }
        }

        _live = 0;
    }

    /// <inheritdoc/>
    public ImmutableArray<DecodingResult> Results()
    {
        var results = new DecodingResult[_inputs];
        for (var input = 0; input < _inputs; input++)
        {
            var hypotheses = new List<Hypothesis>();
            foreach (ref readonly var found in Of(input)[..Math.Min(_counts[input], _options.HypothesisCount)])
            {
                var end = _recorder.End(_tree, found.Node, found.Length, found.Sum, found.Reason!.Value);
                hypotheses.Add(_tree.ToHypothesis(end, _options.LengthPenalty, _recorder) with { PerturbedLogProbability = found.Perturbed });
            }

            // OrderByDescending is stable: equal scores stay in the order of their G.
            results[input] = new DecodingResult { Hypotheses = [.. hypotheses.OrderByDescending(hypothesis => hypothesis.Score)] };
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(results);
    }

    private Span<PerturbedHypothesis> Of(int input) => _hypotheses.AsSpan(input * _beamSize, _counts[input]);

    private void Prepare(IStepModel model, DecodingRequest request)
    {
        var rows = checked(_inputs * _beamSize);
        if (_hypotheses.Length < rows)
        {
            _hypotheses = new PerturbedHypothesis[rows];
            _counts = new int[_inputs];
            _tokens = new int[rows];
            _parents = new int[rows];
            _records = new StepRecord[rows];
        }

        _vocabularySize = model.VocabularySize;
        _weights = _weights.Length < _vocabularySize ? new double[_vocabularySize] : _weights;
        _preparation.Begin(model, request.Processors);
        _endRule.Begin(request.Processors);
    }

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
                OfferContinuations(logits.Slice(row * _vocabularySize, _vocabularySize), hypothesis, new RowPlace(input, row, _step), i);
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
        var logSumExp = _preparation.Prepare(logits, _tree, hypothesis.Node, place, out var max);
        _records[place.Row] = _recorder.Record(logits, logSumExp, place.Row);
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
            var reason = _endRule.ReasonToEnd(_tree, before.Node, candidate.Token, input, _step)
                ?? (_step + 1 == _limits.Most(input) ? FinishReason.Length : null);
            var node = _tree.Add(before.Node, candidate.Token, candidate.LogProbability, _records[row]);
            _next[rank] = new PerturbedHypothesis(
                node, _step + 1, candidate.Sum, candidate.Rank, GumbelNumbers.Next(before.RandomState, candidate.Token), reason);
            if (reason is null)
            {
                (_tokens[next], _parents[next]) = (candidate.Token, row);
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
