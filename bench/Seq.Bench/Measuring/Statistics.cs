namespace Seq.Bench.Measuring;

/// <summary>What is said of several rounds.</summary>
internal static class Statistics
{
    internal static double Median(IEnumerable<double> values) => Percentile(values, 0.5);

    /// <summary>Linear between the two nearest values.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="share">0.5 for the median.</param>
    internal static double Percentile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}
