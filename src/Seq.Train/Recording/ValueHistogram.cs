namespace Seq.Train;

/// <summary>Counts values in the buckets of TensorFlow's histograms.</summary>
/// <remarks>
/// The limits are ±10⁻¹² · 1.1ᵏ up to 10²⁰, 0, and ± the greatest double; a value falls into the first bucket whose limit is above it. Source:
/// tensorflow/core/lib/histogram/histogram.cc.
/// </remarks>
internal sealed class ValueHistogram
{
    private static readonly double[] Limits = CreateLimits();
    private readonly long[] _counts = new long[Limits.Length];

    internal double Min { get; private set; } = double.PositiveInfinity;

    internal double Max { get; private set; } = double.NegativeInfinity;

    internal long Count { get; private set; }

    internal double Sum { get; private set; }

    internal double SumOfSquares { get; private set; }

    /// <summary>Counts values; what is not finite has no bucket and is left out.</summary>
    internal void Add(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            if (float.IsFinite(value))
            {
                Add(value);
            }
        }
    }

    /// <summary>The buckets that hold something, each run of empty ones drawn together into one.</summary>
    internal (IReadOnlyList<double> Limits, IReadOnlyList<double> Counts) Buckets()
    {
        var (limits, counts) = (new List<double>(), new List<double>());
        for (var bucket = 0; bucket < Limits.Length; bucket++)
        {
            if (_counts[bucket] == 0 && counts is [.., 0])
            {
                limits[^1] = Limits[bucket];
            }
            else
            {
                limits.Add(Limits[bucket]);
                counts.Add(_counts[bucket]);
            }
        }

        return (limits, counts);
    }

    private void Add(double value)
    {
        var found = Array.BinarySearch(Limits, value);
        _counts[found >= 0 ? found + 1 : ~found]++;
        Min = Math.Min(Min, value);
        Max = Math.Max(Max, value);
        Count++;
        Sum += value;
        SumOfSquares += value * value;
    }

    private static double[] CreateLimits()
    {
        var positive = new List<double>();
        for (var limit = 1e-12; limit < 1e20; limit *= 1.1)
        {
            positive.Add(limit);
        }

        positive.Add(double.MaxValue);
        return [.. positive.Select(limit => -limit).Reverse(), 0, .. positive];
    }
}
