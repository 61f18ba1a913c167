using Seq.Decoding.Kernels;

namespace Seq.Decoding.Search;

/// <summary>Greedy search and sampling: every hypothesis goes its own way, one token per step, and leaves the batch when it ends.</summary>
internal sealed class RowSearch : TokenSearch
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

    private readonly Sampler? _sampler;
    private readonly int _samples;
    private IDecodingObserver? _observer;

    private readonly float[] _bestLogits;  // [samples]
    private readonly int[] _bestTokens;    // [samples]

    // A slot is a hypothesis, input × samples + sample; a row is a live one in the model.
    private Track[] _tracks = [];        // [slots]
    private HypothesisEnd[] _ends = [];  // [slots]
    private int[] _liveSlots = [];       // [live]

    internal RowSearch(SearchOptions options)
        : base(options, options.RowsPerInput)
    {
        _sampler = options.Sampling is null ? null : new Sampler(options.Sampling);
        _samples = options.RowsPerInput;
        (_bestLogits, _bestTokens) = options.AlternativesAt is null ? ([], []) : (new float[_samples], new int[_samples]);
    }

    /// <inheritdoc/>
    /// <remarks>All samples of an input read the one row of its first step, and fork after it.</remarks>
    protected override int Rows => Step == 0 ? Inputs : Live;

    /// <summary>The tokens to take at the next step instead of those that the search would choose, [live]; empty leaves it the choice.</summary>
    internal int[] Forced { get; set; } = [];

    /// <inheritdoc/>
    protected override void BeginHypotheses(DecodingRequest request)
    {
        Live = Inputs * _samples;
        for (var slot = 0; slot < Live; slot++)
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
    }

    /// <inheritdoc/>
    protected override void ExchangeHypotheses(StateExchange exchange)
    {
        exchange.Values(_tracks.AsSpan(0, Inputs * _samples));
        HypothesisEnd.Exchange(exchange, _ends.AsSpan(0, Inputs * _samples));
        exchange.Values(_liveSlots.AsSpan(0, Live));
    }

    /// <inheritdoc/>
    protected override void Check(SavedHypotheses saved)
    {
        var live = _liveSlots.AsSpan(0, Live);
        StateExchange.Require(Step > 0 || Live == Inputs * _samples, $"{Live} hypotheses are live before the first step");
        for (var (slot, next, found) = (0, 0, false); slot < Inputs * _samples; slot++)
        {
            var (input, sample) = Math.DivRem(slot, _samples);
            found &= sample > 0;
            if (next < live.Length && live[next] == slot)
            {
                CheckLive(saved, input, _tracks[slot].Node);
                (next, found) = (next + 1, true);
            }
            else if (_ends[slot] != NoEnd)
            {
                saved.Require(_ends[slot]);
                found = true;
            }

            StateExchange.Require(found || sample + 1 < _samples, $"input {input} has no hypothesis");
            StateExchange.Require(slot + 1 < Inputs * _samples || next == live.Length, "its live hypotheses are in disorder");
        }
    }

    /// <inheritdoc/>
    protected override void Reserve(int rows)
    {
        _tracks = new Track[rows];
        _ends = new HypothesisEnd[rows];
        _liveSlots = new int[rows];
    }

    /// <inheritdoc/>
    protected override void Prepare(DecodingRequest request)
    {
        Forced = [];
        _observer = request.Observer;
        _sampler?.Prepare(VocabularySize);
    }

    /// <inheritdoc/>
    public override void Advance(Span<float> logits)
    {
        var (preparedRow, record) = (-1, default(StepRecord));
        var (logSumExp, max) = (0.0, 0f);
        var kept = 0;
        for (var i = 0; i < Live; i++)
        {
            var slot = _liveSlots[i];
            var (input, sample) = Math.DivRem(slot, _samples);
            var row = Step == 0 ? input : i; // All samples of an input read the one row of its first step, and fork after it.
            ref var track = ref _tracks[slot];
            var rowLogits = logits.Slice(row * VocabularySize, VocabularySize);
            if (row != preparedRow)
            {
                logSumExp = Preparation.Prepare(rowLogits, Tree, track.Node, new RowPlace(input, row, Step), out max);
                record = Recorder.Record(rowLogits, logSumExp, row);
                preparedRow = row;
            }

            if (double.IsNegativeInfinity(logSumExp))
            {
                End(slot, FinishReason.DeadEnd);
                continue;
            }

            if (Forced.Length == 0 && Step == Options.AlternativesAt && !HasAlternative(rowLogits, sample))
            {
                _ends[slot] = NoEnd;
                continue;
            }

            var token = Forced.Length > 0 ? Forced[i]
                : Step == Options.AlternativesAt ? _bestTokens[sample]
                : _sampler is null ? ArgMax.IndexOf(rowLogits, max)
                : _sampler.Draw(rowLogits, max, CounterRandom.Uniform(track.RandomState, (uint)Step), ref track.SurpriseLimit);
            var logProbability = rowLogits[token] - logSumExp;
            var reason = EndRule.ReasonToEnd(Tree, track.Node, token, input, Step)
                ?? (Step + 1 == Limits.Most(input) ? FinishReason.Length : null);
            track.Node = Tree.Add(track.Node, token, logProbability, record);
            track.LogProbability += logProbability;
            if (_observer is not null && !_observer.OnToken(new AcceptedToken(input, sample, Step, token, logProbability, reason)))
            {
                reason ??= FinishReason.Stopped;
            }

            if (reason is { } end)
            {
                // Hypotheses that end before they part are one.
                _ends[slot] = sample > 0 && Step < Options.AlternativesAt
                    ? NoEnd
                    : Recorder.End(Tree, track.Node, Step + 1, track.LogProbability, end);
                continue;
            }

            _liveSlots[kept] = slot;
            FollowedRows[kept] = row;
            NextTokens[kept] = token;
            kept++;
        }

        Live = kept;
        Step++;
        Forced = [];
    }

    /// <summary>Finds the likeliest tokens of a row, and whether there are enough of them for a sample to have one of its own.</summary>
    private bool HasAlternative(ReadOnlySpan<float> logits, int sample) =>
        sample < TopK.Select(logits, _bestLogits, _bestTokens) && !float.IsNegativeInfinity(_bestLogits[sample]);

    /// <inheritdoc/>
    public override void EndAll(FinishReason reason)
    {
        foreach (var slot in _liveSlots.AsSpan(0, Live))
        {
            End(slot, reason);
        }

        (Live, Step) = (0, Math.Max(Step, 1)); // Not at the first step any more, where the rows are the inputs.
    }

    /// <inheritdoc/>
    public override IEnumerable<AcceptedToken> Settled(int input)
    {
        var live = _liveSlots[..Live];
        for (var slot = input * _samples; slot < (input + 1) * _samples; slot++)
        {
            var told = live.Contains(slot) ? Tell(input, slot % _samples, _tracks[slot].Node, Step, null)
                : _ends[slot] == NoEnd ? []
                : Tell(input, slot % _samples, _ends[slot].Node, _ends[slot].Length, _ends[slot].Reason);
            foreach (var token in told)
            {
                yield return token;
            }
        }
    }

    /// <summary>Ends a hypothesis where it is, before the next token; those that have not parted yet are one.</summary>
    private void End(int slot, FinishReason reason)
    {
        ref var track = ref _tracks[slot];
        _ends[slot] = slot % _samples > 0 && Step <= Options.AlternativesAt
            ? NoEnd
            : Recorder.End(Tree, track.Node, Step, track.LogProbability, reason);
    }

    /// <inheritdoc/>
    protected override IEnumerable<Hypothesis> Ranked(int input)
    {
        var hypotheses = new List<Hypothesis>(_samples);
        foreach (ref readonly var end in _ends.AsSpan(input * _samples, _samples))
        {
            if (end != NoEnd)
            {
                hypotheses.Add(Tree.ToHypothesis(end, Options.LengthPenalty, Recorder));
            }
        }

        return hypotheses.OrderByDescending(hypothesis => hypothesis.Score); // Stable: equal scores stay in the order of the samples.
    }
}
