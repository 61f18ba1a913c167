using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Seq.Decoding.Kernels;

namespace Seq.Decoding.Search;

/// <summary>Greedy search and sampling: every hypothesis goes its own way, one token per step, and leaves the batch when it ends.</summary>
internal sealed class RowSearch : ISearch
{
    /// <summary>A hypothesis under way.</summary>
    private struct Track
    {
        public double LogProbability;
        public double SurpriseLimit;
        public int Node;
        public uint RandomState;
    }

    /// <summary>The end of a hypothesis that does not exist: there was no alternative for it.</summary>
    private static readonly HypothesisEnd NoEnd = new(TokenTree.Root, -1, 0, 0, 0, FinishReason.Stopped);

    private readonly SearchOptions _options;
    private readonly EndRule _endRule;
    private readonly RowPreparation _preparation;
    private readonly Sampler? _sampler;
    private readonly int _samples;
    private readonly LengthLimits _limits;
    private readonly StepRecorder _recorder;
    private readonly TokenTree _tree = new();
    private IDecodingObserver? _observer;
    private int _vocabularySize;
    private int _inputs;
    private int _live;
    private int _step;

    private readonly float[] _bestLogits;  // [samples]
    private readonly int[] _bestTokens;    // [samples]

    // A slot is a hypothesis, input × samples + sample; a row is a live one in the model.
    private Track[] _tracks = [];        // [slots]
    private HypothesisEnd[] _ends = [];  // [slots]
    private int[] _liveSlots = [];       // [live]
    private int[] _parents = [];         // [live]: the row whose logits the hypothesis has read
    private int[] _tokens = [];          // [rows]

    internal RowSearch(SearchOptions options)
    {
        _options = options;
        _endRule = new EndRule(options);
        _recorder = new StepRecorder(options);
        _limits = new LengthLimits(options);
        _preparation = new RowPreparation(options, _limits);
        _sampler = options.Sampling is null ? null : new Sampler(options.Sampling);
        _samples = options.RowsPerInput;
        (_bestLogits, _bestTokens) = options.AlternativesAt is null ? ([], []) : (new float[_samples], new int[_samples]);
    }

    /// <inheritdoc/>
    public int Live => _live;

    /// <inheritdoc/>
    public ReadOnlySpan<int> Tokens => _tokens.AsSpan(0, _step == 0 ? _inputs : _live);

    /// <inheritdoc/>
    public ReadOnlySpan<int> Parents => _parents.AsSpan(0, _live);

    /// <summary>The tokens to take at the next step instead of those that the search would choose, [live]; empty leaves it the choice.</summary>
    internal int[] Forced { get; set; } = [];

    /// <inheritdoc/>
    public void Begin(IStepModel model, DecodingRequest request)
    {
        _inputs = model.Rows;
        _live = _inputs * _samples;
        _step = 0;
        Prepare(model, request);
        _tree.Clear();
        _recorder.Begin(model);
        _limits.Begin(request, _inputs);
        for (var slot = 0; slot < _live; slot++)
        {
            var (input, sample) = Math.DivRem(slot, _samples);
            var rowKey = request.RowKeys is { } keys ? keys[input] : (uint)input;
            _tracks[slot] = new Track
            {
                Node = TokenTree.Root,
                RandomState = _sampler?.RowState(rowKey, (uint)sample) ?? 0,
                SurpriseLimit = _sampler?.FirstLimit ?? 0,
            };
            _liveSlots[slot] = slot;
        }

        for (var input = 0; input < _inputs; input++)
        {
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
        exchange.Values(_tracks.AsSpan(0, _inputs * _samples));
        HypothesisEnd.Exchange(exchange, _ends.AsSpan(0, _inputs * _samples));
        exchange.Values(_liveSlots.AsSpan(0, _live));
        exchange.Values(_tokens.AsSpan(0, Tokens.Length));
    }

    private void Prepare(IStepModel model, DecodingRequest request)
    {
        var slots = checked(_inputs * _samples);
        if (_tracks.Length < slots)
        {
            _tracks = new Track[slots];
            _ends = new HypothesisEnd[slots];
            _liveSlots = new int[slots];
            _parents = new int[slots];
            _tokens = new int[slots];
        }

        Forced = [];
        _vocabularySize = model.VocabularySize;
        _observer = request.Observer;
        _sampler?.Prepare(_vocabularySize);
        _preparation.Begin(model, request.Processors);
        _endRule.Begin(request.Processors);
    }

    /// <inheritdoc/>
    public void Advance(Span<float> logits)
    {
        var (preparedRow, record) = (-1, default(StepRecord));
        var (logSumExp, max) = (0.0, 0f);
        var kept = 0;
        for (var i = 0; i < _live; i++)
        {
            var slot = _liveSlots[i];
            var (input, sample) = Math.DivRem(slot, _samples);
            var row = _step == 0 ? input : i; // All samples of an input read the one row of its first step, and fork after it.
            ref var track = ref _tracks[slot];
            var rowLogits = logits.Slice(row * _vocabularySize, _vocabularySize);
            if (row != preparedRow)
            {
                logSumExp = _preparation.Prepare(rowLogits, _tree, track.Node, new RowPlace(input, row, _step), out max);
                record = _recorder.Record(rowLogits, logSumExp, row);
                preparedRow = row;
            }

            if (double.IsNegativeInfinity(logSumExp))
            {
                throw new NoTokenPossibleException(input, _step);
            }

            if (Forced.Length == 0 && _step == _options.AlternativesAt && !HasAlternative(rowLogits, sample))
            {
                _ends[slot] = NoEnd;
                continue;
            }

            var token = Forced.Length > 0 ? Forced[i]
                : _step == _options.AlternativesAt ? _bestTokens[sample]
                : _sampler is null ? ArgMax.IndexOf(rowLogits, max)
                : _sampler.Draw(rowLogits, max, CounterRandom.Uniform(track.RandomState, (uint)_step), ref track.SurpriseLimit);
            var logProbability = rowLogits[token] - logSumExp;
            var reason = _endRule.ReasonToEnd(_tree, track.Node, token, input, _step)
                ?? (_step + 1 == _limits.Most(input) ? FinishReason.Length : null);
            track.Node = _tree.Add(track.Node, token, logProbability, record);
            track.LogProbability += logProbability;
            if (_observer is not null && !_observer.OnToken(new AcceptedToken(input, sample, _step, token, logProbability, reason)))
            {
                reason ??= FinishReason.Stopped;
            }

            if (reason is { } end)
            {
                // Hypotheses that end before they part are one.
                _ends[slot] = sample > 0 && _step < _options.AlternativesAt
                    ? NoEnd
                    : _recorder.End(_tree, track.Node, _step + 1, track.LogProbability, end);
                continue;
            }

            _liveSlots[kept] = slot;
            _parents[kept] = row;
            _tokens[kept] = token;
            kept++;
        }

        _live = kept;
        _step++;
        Forced = [];
    }

    /// <summary>Finds the likeliest tokens of a row, and whether there are enough of them for a sample to have one of its own.</summary>
    private bool HasAlternative(ReadOnlySpan<float> logits, int sample) =>
        sample < TopK.Select(logits, _bestLogits, _bestTokens) && !float.IsNegativeInfinity(_bestLogits[sample]);

    /// <inheritdoc/>
    public void EndAll(FinishReason reason)
    {
        foreach (var slot in _liveSlots.AsSpan(0, _live))
        {
            ref var track = ref _tracks[slot];
            _ends[slot] = slot % _samples > 0 && _step <= _options.AlternativesAt
                ? NoEnd
                : _recorder.End(_tree, track.Node, _step, track.LogProbability, reason);
        }

        (_live, _step) = (0, Math.Max(_step, 1)); // Not at the first step any more, where the rows are the inputs.
    }

    /// <inheritdoc/>
    public ImmutableArray<DecodingResult> Results()
    {
        var results = new DecodingResult[_inputs];
        for (var input = 0; input < _inputs; input++)
        {
            var hypotheses = new List<Hypothesis>(_samples);
            foreach (ref readonly var end in _ends.AsSpan(input * _samples, _samples))
            {
                if (end != NoEnd)
                {
                    hypotheses.Add(_tree.ToHypothesis(end, _options.LengthPenalty, _recorder));
                }
            }

            // OrderByDescending is stable: equal scores stay in the order of the samples.
            results[input] = new DecodingResult { Hypotheses = [.. hypotheses.OrderByDescending(hypothesis => hypothesis.Score)] };
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(results);
    }
}
