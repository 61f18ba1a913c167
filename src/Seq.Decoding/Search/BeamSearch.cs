using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Seq.Decoding.Kernels;

namespace Seq.Decoding.Search;

/// <summary>Beam search over the whole batch, one model step for all live hypotheses of all inputs.</summary>
/// <remarks>
/// At each step, for each input with live hypotheses:
/// <list type="number">
/// <item>Each hypothesis offers its best tokens by logit, ties to the lowest id. The (1 + e) · K best offers of all are the
/// candidates, e being the number of end tokens: then at least K of them go on, so an ended hypothesis costs no live one.</item>
/// <item>Candidates rank by sum of log-probabilities; ties go to the hypothesis that ranked higher, then to the token that it ranks higher.</item>
/// <item>Those that end count only when they rank among the first K; the first K of the others live on.</item>
/// <item>At the maximum length the live ones end too. Otherwise <see cref="EarlyStopping"/> decides whether the input is done.</item>
/// </list>
/// Sums and scores are float64. Ended hypotheses rank by score, equal ones in the order they ended.
/// </remarks>
internal sealed class BeamSearch : ISearch
{
    private readonly SearchOptions _options;
    private readonly int[] _endTokens;
    private readonly RowPreparation _preparation;
    private readonly TokenTree _tree = new();
    private readonly CandidateList _candidates;
    private readonly float[] _bestLogits;
    private readonly int[] _bestTokens;

    private EndedBeam[] _ended = [];   // [inputs]
    private int[] _maxLengths = [];    // [inputs]
    private BeamRow[] _rows = [];      // [rows]: the live hypotheses, by input, best first
    private BeamRow[] _nextRows = [];  // [rows]
    private int[] _tokens = [];        // [rows]
    private int[] _parents = [];       // [rows]

    internal BeamSearch(SearchOptions options)
    {
        _options = options;
        _endTokens = [.. options.EndTokens];
        _preparation = new RowPreparation(options);
        var candidates = checked(options.BeamSize * (1 + Math.Max(1, _endTokens.Distinct().Count())));
        _candidates = new CandidateList(candidates);
        _bestLogits = new float[candidates];
        _bestTokens = new int[candidates];
    }

    /// <inheritdoc/>
    public ImmutableArray<DecodingResult> Run(IStepModel model, DecodingRequest request, CancellationToken cancellationToken)
    {
        var driver = new StepDriver(model, request.KeepPartialResults, cancellationToken);
        var inputs = model.Rows;
        Begin(inputs, request);
        for (var (step, rows) = (0, inputs); rows > 0; step++)
        {
            if (!driver.TryStep(_tokens.AsSpan(0, rows), out var logits))
            {
                EndAll(rows, step);
                break;
            }

            rows = Advance(logits, driver.VocabularySize, rows, step);
            if (rows > 0)
            {
                driver.Reorder(_parents.AsSpan(0, rows));
            }
        }

        return Results(inputs);
    }

    private void Begin(int inputs, DecodingRequest request)
    {
        var rows = checked(inputs * _options.BeamSize);
        if (_rows.Length < rows)
        {
            _rows = new BeamRow[rows];
            _nextRows = new BeamRow[rows];
            _tokens = new int[rows];
            _parents = new int[rows];
            _maxLengths = new int[inputs];
            var known = _ended.Length;
            Array.Resize(ref _ended, inputs);
            for (var input = known; input < inputs; input++)
            {
                _ended[input] = new EndedBeam(_options);
            }
        }

        _tree.Clear();
        _preparation.Begin(request.Processors);
        for (var input = 0; input < inputs; input++)
        {
            _ended[input].Clear();
            _rows[input] = new BeamRow(input, TokenTree.Root, 0);
            _tokens[input] = request.StartTokens?[input] ?? _options.StartToken;
            _maxLengths[input] = request.MaxLengths?[input] ?? _options.MaxLength;
        }
    }

    /// <summary>Extends the live hypotheses of all inputs by one token.</summary>
    /// <returns>The number of rows that live on.</returns>
    private int Advance(Span<float> logits, int vocabularySize, int rows, int step)
    {
        var next = 0;
        for (var (begin, end) = (0, 0); begin < rows; begin = end)
        {
            var input = _rows[begin].Input;
            while (end < rows && _rows[end].Input == input)
            {
                end++;
            }

            _candidates.Clear();
            for (var row = begin; row < end; row++)
            {
                Offer(logits.Slice(row * vocabularySize, vocabularySize), row, step);
            }

            next = Select(input, next, step + 1);
        }

        (_rows, _nextRows) = (_nextRows, _rows);
        return next;
    }

    /// <summary>Offers the best continuations of one hypothesis.</summary>
    private void Offer(Span<float> logits, int row, int step)
    {
        var (input, node, sum) = _rows[row];
        var logSumExp = _preparation.Prepare(logits, _tree, node, new RowPlace(input, row, step), out _);
        if (double.IsNegativeInfinity(logSumExp))
        {
            return;
        }

        var count = TopK.Select(logits, _bestLogits, _bestTokens);
        for (var i = 0; i < count && !float.IsNegativeInfinity(_bestLogits[i]); i++)
        {
            var logProbability = _bestLogits[i] - logSumExp;
            if (!_candidates.TryAdd(new Candidate(sum + logProbability, logProbability, row, _bestTokens[i])))
            {
                break; // The rest of the row is no better.
            }
        }
    }

    /// <summary>Turns the candidates of one input into live rows from <paramref name="next"/> on, and into ended hypotheses.</summary>
    /// <returns>The number of rows that live on, those of the inputs before included.</returns>
    private int Select(int input, int next, int length)
    {
        var first = next;
        var candidates = _candidates.Ranked;
        var ended = _ended[input];
        for (var rank = 0; rank < candidates.Length && next - first < _options.BeamSize; rank++)
        {
            ref readonly var candidate = ref candidates[rank];
            var parent = _rows[candidate.Row].Node;
            if (_endTokens.AsSpan().Contains(candidate.Token))
            {
                if (rank < _options.BeamSize)
                {
                    var endNode = _tree.Add(parent, candidate.Token, candidate.LogProbability);
                    ended.Add(endNode, length, candidate.Sum, FinishReason.EndToken);
                }

                continue;
            }

            var node = _tree.Add(parent, candidate.Token, candidate.LogProbability);
            _nextRows[next] = new BeamRow(input, node, candidate.Sum);
            _tokens[next] = candidate.Token;
            _parents[next] = candidate.Row;
            next++;
        }

        return GoesOn(input, _nextRows.AsSpan(first, next - first), length) ? next : first;
    }

    private bool GoesOn(int input, ReadOnlySpan<BeamRow> live, int length)
    {
        var ended = _ended[input];
        if (live.IsEmpty)
        {
            return ended.Count > 0 ? false : throw new NoTokenPossibleException(input, length - 1);
        }

        if (length < _maxLengths[input])
        {
            return !ended.IsComplete(live[0].Sum, length, _maxLengths[input]);
        }

        foreach (var row in live)
        {
            ended.Add(row.Node, length, row.Sum, FinishReason.Length);
        }

        return false;
    }

    private void EndAll(int rows, int length)
    {
        foreach (var row in _rows.AsSpan(0, rows))
        {
            _ended[row.Input].Add(row.Node, length, row.Sum, FinishReason.Cancelled);
        }
    }

    private ImmutableArray<DecodingResult> Results(int inputs)
    {
        var results = new DecodingResult[inputs];
        for (var input = 0; input < inputs; input++)
        {
            var best = _ended[input].Best;
            var hypotheses = new Hypothesis[best.Length];
            for (var i = 0; i < best.Length; i++)
            {
                hypotheses[i] = _tree.ToHypothesis(best[i]);
            }

            results[input] = new DecodingResult { Hypotheses = ImmutableCollectionsMarshal.AsImmutableArray(hypotheses) };
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(results);
    }
}
