using Seq.Decoding.Kernels;

namespace Seq.Decoding.Search;

/// <summary>The tokens of a row that the filters of sampling have left, with their weights.</summary>
/// <remarks>At first the whole vocabulary in the order of its ids; from the first filter on, the kept tokens by falling logit.</remarks>
internal sealed class TokenCut(float temperature)
{
    /// <summary>Up to so many tokens are selected by a heap; more of them by sorting the whole vocabulary, which is then faster.</summary>
    private const int HeapLimit = 256;

    /// <summary>How many tokens top-p sorts at first; a nucleus is rarely larger.</summary>
    private const int FirstNucleus = 128;

    private readonly RadixOrder _order = new();
    private double[] _all = [];     // Weights of the whole vocabulary, by id.
    private double[] _weights = []; // Weights of the tokens that stay, best first.
    private float[] _logits = [];
    private int[] _tokens = [];
    private float _max;
    private bool _sorted;
    private int _begin;
    private int _end;

    /// <summary>Makes room for a vocabulary, so that nothing is allocated afterwards.</summary>
    /// <param name="all">How many tokens may be weighed without being sorted.</param>
    /// <param name="sorted">How many tokens may be sorted.</param>
    internal void Prepare(int all, int sorted)
    {
        Grow(ref _all, all);
        Grow(ref _weights, sorted);
        Grow(ref _logits, sorted);
        Grow(ref _tokens, sorted);
        _order.Prepare(sorted > HeapLimit ? sorted : 0);
    }

    /// <summary>The weights of the tokens that are left.</summary>
    internal ReadOnlySpan<double> Weights => _sorted ? _weights.AsSpan(_begin, _end - _begin) : _all.AsSpan(0, _end);

    /// <summary>The token at a place of <see cref="Weights"/>.</summary>
    internal int TokenAt(int index) => _sorted ? _tokens[_begin + index] : index;

    /// <summary>Begins with all tokens.</summary>
    internal void Reset(ReadOnlySpan<float> logits, float max)
    {
        (_max, _sorted, _begin, _end) = (max, false, 0, logits.Length);
        SoftmaxWeights.Compute(logits, max, temperature, _all);
    }

    /// <summary>Begins with the best <paramref name="count"/> tokens.</summary>
    internal void ResetToBest(ReadOnlySpan<float> logits, float max, int count)
    {
        _max = max;
        Select(logits, count);
    }

    /// <summary>Keeps the best tokens that have less than a share of the total weight before them.</summary>
    internal void KeepNucleus(ReadOnlySpan<float> logits, double share)
    {
        var mass = share * SoftmaxWeights.Sum(Weights);
        if (!_sorted)
        {
            Select(logits, Math.Min(FirstNucleus, logits.Length));
            if (NucleusSize(mass) is var size && (size < _end || _end == logits.Length))
            {
                _end = size;
                return;
            }

            Select(logits, logits.Length);
        }

        _end = NucleusSize(mass);
    }

    /// <summary>Keeps the tokens of at least some weight, and the likeliest one whatever its weight.</summary>
    internal void KeepAtLeast(ReadOnlySpan<float> logits, double least)
    {
        var count = 0;
        foreach (var weight in Weights)
        {
            count += weight >= least ? 1 : 0;
        }

        count = Math.Max(1, count);
        if (_sorted)
        {
            _end = _begin + count;
        }
        else
        {
            Select(logits, count);
        }
    }

    /// <summary>Keeps the tokens whose surprise is nearest to the entropy, those of equal distance together, until they have a share of the weight.</summary>
    internal void KeepTypical(ReadOnlySpan<float> logits, double share)
    {
        var (total, mean) = Moments(logits);
        if (!_sorted)
        {
            Select(logits, logits.Length);
        }

        // The kept tokens are a stretch of the sorted ones around the mean, [from, to), and grow at the nearer end.
        var from = _begin;
        while (from < _end && Exponent(_logits[from]) > mean)
        {
            from++;
        }

        var to = from;
        for (var cumulative = 0.0; cumulative < share * total;)
        {
            var above = from > _begin ? Exponent(_logits[from - 1]) - mean : double.PositiveInfinity;
            var below = to < _end ? mean - Exponent(_logits[to]) : double.PositiveInfinity;
            var distance = Math.Min(above, below);
            if (double.IsPositiveInfinity(distance))
            {
                break; // Nothing is left that could be drawn.
            }

            while (from > _begin && Exponent(_logits[from - 1]) - mean <= distance)
            {
                cumulative += _weights[--from];
            }

            while (to < _end && mean - Exponent(_logits[to]) <= distance)
            {
                cumulative += _weights[to++];
            }
        }

        (_begin, _end) = (from, to);
    }

    /// <summary>The sum of the weights, and the mean of their exponents: the entropy is log total − mean.</summary>
    internal (double Total, double Mean) Moments(ReadOnlySpan<float> logits)
    {
        var weights = Weights;
        var source = _sorted ? _logits.AsSpan(_begin) : logits;
        var (total, moment) = (0.0, 0.0);
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] > 0)
            {
                total += weights[i];
                moment += weights[i] * Exponent(source[i]);
            }
        }

        return (total, moment / total);
    }

    private static void Grow<T>(ref T[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new T[length];
        }
    }

    private double Exponent(float logit) => (logit / (double)temperature) - (_max / (double)temperature);

    /// <summary>How many of the best tokens have less than <paramref name="mass"/> before them.</summary>
    private int NucleusSize(double mass)
    {
        var cumulative = 0.0;
        var size = 0;
        while (size < _end && cumulative < mass)
        {
            cumulative += _weights[size++];
        }

        return size;
    }

    /// <summary>Sorts out the best <paramref name="count"/> tokens and weighs them.</summary>
    private void Select(ReadOnlySpan<float> logits, int count)
    {
        var values = _logits.AsSpan(0, count);
        var tokens = _tokens.AsSpan(0, count);
        if (count <= HeapLimit)
        {
            TopK.Select(logits, values, tokens);
        }
        else
        {
            _order.Prepare(logits.Length);
            _order.Select(logits, values, tokens);
        }

        SoftmaxWeights.Compute(values, _max, temperature, _weights);
        (_sorted, _begin, _end) = (true, 0, count);
    }
}
