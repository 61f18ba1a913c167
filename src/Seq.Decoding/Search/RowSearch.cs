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
        public int Node;
        public double LogProbability;
        public uint RandomState;
        public double SurpriseLimit;
    }

    private readonly SearchOptions _options;
    private readonly EndRule _endRule;
    private readonly RowPreparation _preparation;
    private readonly Sampler? _sampler;
    private readonly int _samples;
    private readonly TokenTree _tree = new();
    private readonly AlternativeStore _alternatives;

    // A slot is a hypothesis, input × samples + sample; a row is a live one in the model.
    private Track[] _tracks = [];        // [slots]
    private HypothesisEnd[] _ends = [];  // [slots]
    private int[] _maxLengths = [];      // [inputs]
    private int[] _liveSlots = [];       // [live]
    private int[] _modelRows = [];       // [live]: the row whose logits the hypothesis reads
    private int[] _tokens = [];          // [rows]

    internal RowSearch(SearchOptions options)
    {
        _options = options;
        _endRule = new EndRule(options);
        _alternatives = new AlternativeStore(options.AlternativeCount);
        _preparation = new RowPreparation(options);
        _sampler = options.Sampling is null ? null : new Sampler(options.Sampling);
        _samples = options.RowsPerInput;
    }

    /// <inheritdoc/>
    public ImmutableArray<DecodingResult> Run(IStepModel model, DecodingRequest request, CancellationToken cancellationToken)
    {
        var driver = new StepDriver(model, request, cancellationToken);
        var inputs = model.Rows;
        Begin(inputs, driver.VocabularySize, request);
        var live = inputs * _samples;
        for (var (step, rows) = (0, inputs); live > 0; step++, rows = live)
        {
            if (!driver.TryStep(_tokens.AsSpan(0, rows), out var logits, out var interruption))
            {
                EndAll(live, step, interruption);
                break;
            }

            live = Advance(logits, driver.VocabularySize, live, step, request.Observer);
            if (live > 0)
            {
                driver.Reorder(_modelRows.AsSpan(0, live));
                Identity(_modelRows.AsSpan(0, live));
            }
        }

        return Results(inputs);
    }

    private static void Identity(Span<int> rows)
    {
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row] = row;
        }
    }

    private void Begin(int inputs, int vocabularySize, DecodingRequest request)
    {
        var slots = inputs * _samples;
        if (_tracks.Length < slots)
        {
            _tracks = new Track[slots];
            _ends = new HypothesisEnd[slots];
            _maxLengths = new int[slots];
            _liveSlots = new int[slots];
            _modelRows = new int[slots];
            _tokens = new int[slots];
        }

        _tree.Clear();
        _alternatives.Clear();
        _sampler?.Prepare(vocabularySize);
        _preparation.Begin(request.Processors);
        for (var slot = 0; slot < slots; slot++)
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
            _modelRows[slot] = input; // All samples of an input read the one row of its first step, and fork after it.
        }

        for (var input = 0; input < inputs; input++)
        {
            _tokens[input] = request.StartTokens?[input] ?? _options.StartToken;
            _maxLengths[input] = request.MaxLengths?[input] ?? _options.MaxLength;
        }
    }

    /// <summary>Gives every live hypothesis its next token, and moves those that go on to the front.</summary>
    /// <returns>How many go on.</returns>
    private int Advance(Span<float> logits, int vocabularySize, int live, int step, IDecodingObserver? observer)
    {
        var (preparedRow, alternatives) = (-1, AlternativeStore.None);
        var (logSumExp, max) = (0.0, 0f);
        var kept = 0;
        for (var i = 0; i < live; i++)
        {
            var slot = _liveSlots[i];
            var row = _modelRows[i];
            var (input, sample) = Math.DivRem(slot, _samples);
            ref var track = ref _tracks[slot];
            var rowLogits = logits.Slice(row * vocabularySize, vocabularySize);
            if (row != preparedRow)
            {
                logSumExp = _preparation.Prepare(rowLogits, _tree, track.Node, new RowPlace(input, row, step), out max);
                alternatives = double.IsNegativeInfinity(logSumExp) ? AlternativeStore.None : _alternatives.Record(rowLogits, logSumExp);
                preparedRow = row;
            }

            if (double.IsNegativeInfinity(logSumExp))
            {
                throw new NoTokenPossibleException(input, step);
            }

            var token = _sampler is null
                ? ArgMax.IndexOf(rowLogits, max)
                : _sampler.Draw(rowLogits, max, CounterRandom.Uniform(track.RandomState, (uint)step), ref track.SurpriseLimit);
            var logProbability = rowLogits[token] - logSumExp;
            var reason = _endRule.ReasonToEnd(_tree, track.Node, token) ?? (step + 1 == _maxLengths[input] ? FinishReason.Length : null);
            track.Node = _tree.Add(track.Node, token, logProbability, alternatives);
            track.LogProbability += logProbability;
            if (observer is not null && !observer.OnToken(new AcceptedToken(input, sample, step, token, logProbability, reason)))
            {
                reason ??= FinishReason.Stopped;
            }

            if (reason is { } end)
            {
                End(slot, step + 1, end);
                continue;
            }

            _liveSlots[kept] = slot;
            _modelRows[kept] = row;
            _tokens[kept] = token;
            kept++;
        }

        return kept;
    }

    private void End(int slot, int length, FinishReason reason)
    {
        ref var track = ref _tracks[slot];
        var score = _options.LengthPenalty.Score(track.LogProbability, length);
        _ends[slot] = new HypothesisEnd(track.Node, length, track.LogProbability, score, reason);
    }

    private void EndAll(int live, int length, FinishReason reason)
    {
        foreach (var slot in _liveSlots.AsSpan(0, live))
        {
            End(slot, length, reason);
        }
    }

    private ImmutableArray<DecodingResult> Results(int inputs)
    {
        var results = new DecodingResult[inputs];
        for (var input = 0; input < inputs; input++)
        {
            var hypotheses = new Hypothesis[_samples];
            for (var sample = 0; sample < _samples; sample++)
            {
                hypotheses[sample] = _tree.ToHypothesis(_ends[(input * _samples) + sample], _options.LengthPenalty, _alternatives);
            }

            // OrderByDescending is stable: equal scores stay in the order of the samples.
            results[input] = new DecodingResult { Hypotheses = [.. hypotheses.OrderByDescending(hypothesis => hypothesis.Score)] };
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(results);
    }
}
