using Seq.Decoding.Kernels;

namespace Seq.Decoding.Search;

/// <summary>Draws a token from a row of logits, by the steps that <see cref="SamplingOptions"/> lays down.</summary>
internal sealed class Sampler(SamplingOptions options)
{
    /// <summary>How many tokens top-p sorts at first; a nucleus is rarely larger, and if it is, four times as many are tried.</summary>
    private const int FirstNucleus = 64;

    private readonly float? _topP = options.TopP is < 1f ? options.TopP : null;
    private readonly float? _minP = options.MinP is > 0f ? options.MinP : null;
    private double[] _all = [];     // Weights of the whole vocabulary, by id.
    private double[] _weights = []; // Weights of the tokens that stay, best first.
    private float[] _logits = [];
    private int[] _tokens = [];

    /// <summary>The state of the random numbers of a row.</summary>
    internal uint RowState(uint rowKey, uint sample) => CounterRandom.RowState(options.Seed, rowKey, sample);

    /// <summary>Makes room for a vocabulary, so that drawing allocates nothing.</summary>
    internal void Prepare(int vocabularySize)
    {
        var sorted = options.TopK is { } k ? Math.Min(k, vocabularySize) : _topP is null && _minP is null ? 0 : vocabularySize;
        Grow(ref _all, options.TopK is null ? vocabularySize : 0);
        Grow(ref _weights, sorted);
        Grow(ref _logits, sorted);
        Grow(ref _tokens, sorted);
    }

    /// <summary>Draws a token.</summary>
    /// <param name="logits">Logits of one row, [vocabulary], at least one of them finite; left as they are.</param>
    /// <param name="max">The greatest of them.</param>
    /// <param name="uniform">A number above 0 and below 1.</param>
    internal int Draw(ReadOnlySpan<float> logits, float max, double uniform)
    {
        int kept;
        if (options.TopK is { } k)
        {
            kept = SelectWeights(logits, max, Math.Min(k, logits.Length));
            if (_topP is { } p)
            {
                kept = NucleusSize(_weights.AsSpan(0, kept), p * SoftmaxWeights.Sum(_weights.AsSpan(0, kept)));
            }
        }
        else
        {
            var all = _all.AsSpan(0, logits.Length);
            SoftmaxWeights.Compute(logits, max, options.Temperature, all);
            if (_topP is { } p)
            {
                kept = SelectNucleus(logits, max, p * SoftmaxWeights.Sum(all));
            }
            else if (_minP is { } m)
            {
                kept = SelectWeights(logits, max, CountAtLeast(all, m));
            }
            else
            {
                return SoftmaxWeights.Pick(all, uniform);
            }
        }

        var weights = _weights.AsSpan(0, kept);
        if (_minP is { } least)
        {
            weights = weights[..CountAtLeast(weights, least)];
        }

        return _tokens[SoftmaxWeights.Pick(weights, uniform)];
    }

    private static void Grow<T>(ref T[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new T[length];
        }
    }

    private static int CountAtLeast(ReadOnlySpan<double> weights, double least)
    {
        var count = 0;
        foreach (var weight in weights)
        {
            count += weight >= least ? 1 : 0;
        }

        return count;
    }

    /// <summary>How many of the best tokens have less than <paramref name="mass"/> before them.</summary>
    private static int NucleusSize(ReadOnlySpan<double> weights, double mass)
    {
        var cumulative = 0.0;
        var size = 0;
        while (size < weights.Length && cumulative < mass)
        {
            cumulative += weights[size++];
        }

        return size;
    }

    private int SelectNucleus(ReadOnlySpan<float> logits, float max, double mass)
    {
        for (var tried = Math.Min(FirstNucleus, logits.Length); ; tried = Math.Min(4 * tried, logits.Length))
        {
            var count = SelectWeights(logits, max, tried);
            var size = NucleusSize(_weights.AsSpan(0, count), mass);
            if (size < count || count == logits.Length)
            {
                return size;
            }
        }
    }

    /// <summary>Sorts out the best <paramref name="count"/> tokens and weighs them.</summary>
    private int SelectWeights(ReadOnlySpan<float> logits, float max, int count)
    {
        var values = _logits.AsSpan(0, count);
        TopK.Select(logits, values, _tokens.AsSpan(0, count));
        SoftmaxWeights.Compute(values, max, options.Temperature, _weights);
        return count;
    }
}
