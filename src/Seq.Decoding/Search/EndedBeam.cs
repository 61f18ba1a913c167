namespace Seq.Decoding.Search;

/// <summary>The ended hypotheses of one group of one input, and whether they are all it needs.</summary>
internal sealed class EndedBeam(SearchOptions options)
{
    private readonly HypothesisEnd[] _items = new HypothesisEnd[options.GroupSize];
    private readonly int _wanted = Math.Min(options.HypothesisCount, options.GroupSize);

    // With one live hypothesis beam search is greedy search, and that is over when the hypothesis ends.
    private readonly EarlyStopping _rule = options.GroupSize == 1 ? EarlyStopping.WhenBeamFull : options.EarlyStopping;
    private int _kept;
    private int _count;

    /// <summary>How many hypotheses have ended; only the K best of them are kept.</summary>
    internal int Count => _count;

    /// <summary>The hypotheses asked for, best first.</summary>
    internal ReadOnlySpan<HypothesisEnd> Best => _items.AsSpan(0, Math.Min(_kept, _wanted));

    internal void Clear() => (_kept, _count) = (0, 0);

    /// <summary>Adds an ended hypothesis; it ranks behind those of equal score.</summary>
    internal void Add(in HypothesisEnd end)
    {
        _count++;
        var score = end.Score;
        if (_kept == _items.Length)
        {
            if (score <= _items[_kept - 1].Score)
            {
                return;
            }

            _kept--;
        }

        var at = _kept;
        while (at > 0 && _items[at - 1].Score < score)
        {
            at--;
        }

        _items.AsSpan(at, _kept - at).CopyTo(_items.AsSpan(at + 1));
        _items[at] = end;
        _kept++;
    }

    /// <summary>Whether the rule for early stopping says that the input is done.</summary>
    /// <param name="bestLiveSum">The sum of log-probabilities of the best live hypothesis.</param>
    /// <param name="length">The length of the live hypotheses.</param>
    /// <param name="maxLength">The length at which they would end, above <paramref name="length"/>.</param>
    internal bool IsComplete(double bestLiveSum, int length, int maxLength) => _rule switch
    {
        EarlyStopping.WhenBeamFull => Count >= options.FinishedTarget,
        EarlyStopping.Heuristic => _kept == _items.Length
            && options.LengthPenalty.Score(bestLiveSum, length) <= _items[_kept - 1].Score,
        _ => _kept >= _wanted && BestPossibleScore(bestLiveSum, length, maxLength) <= _items[_wanted - 1].Score,
    };

    /// <summary>The sum can only fall, the divisor is monotonic in the length and the coverage term is at most 0, so one of the two extreme lengths bounds the score.</summary>
    private double BestPossibleScore(double sum, int length, int maxLength) =>
        Math.Max(options.LengthPenalty.Score(sum, length + 1), options.LengthPenalty.Score(sum, maxLength));

    /// <summary>Holds ended hypotheses that were taken in to their tokens.</summary>
    internal void Check(SavedHypotheses saved)
    {
        foreach (ref readonly var end in _items.AsSpan(0, _kept))
        {
            saved.Require(end);
        }
    }

    /// <summary>Gives or takes the ended hypotheses.</summary>
    internal void Exchange(StateExchange exchange)
    {
        exchange.Value(ref _count);
        exchange.Value(ref _kept);
        StateExchange.Require(_kept >= 0 && _kept <= _items.Length && _count >= _kept, $"a beam keeps {_kept} of {_count} ended hypotheses");
        HypothesisEnd.Exchange(exchange, _items.AsSpan(0, _kept));
    }
}
