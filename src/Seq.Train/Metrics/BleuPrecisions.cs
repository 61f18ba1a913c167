namespace Seq.Train;

/// <summary>Smoothed n-gram precisions.</summary>
internal static class BleuPrecisions
{
    /// <summary>The precisions in percent, and how many of them the mean takes.</summary>
    /// <param name="matches">Matching n-grams of each order.</param>
    /// <param name="totals">All n-grams of each order.</param>
    /// <param name="options">Smoothing and effective order.</param>
    internal static (double[] Precisions, int Order) Of(ReadOnlySpan<long> matches, ReadOnlySpan<long> totals, BleuOptions options)
    {
        var precisions = new double[matches.Length];
        var order = matches.Length;
        var halvings = 1.0;
        if (matches.IndexOfAnyExcept(0) < 0)
        {
            return (precisions, order); // No match at all: no smoothing makes something of nothing.
        }

        for (var n = 0; n < matches.Length; n++)
        {
            var added = options.Smoothing == BleuSmoothing.AddK && n > 0 ? options.EffectiveSmoothingValue!.Value : 0;
            var (right, all) = (matches[n] + added, totals[n] + added);
            if (all == 0)
            {
                break;
            }

            order = options.EffectiveOrder ? n + 1 : order;
            if (right == 0 && options.Smoothing == BleuSmoothing.Exponential)
            {
                halvings *= 2;
                right = 1 / halvings;
            }
            else if (right == 0 && options.Smoothing == BleuSmoothing.Floor)
            {
                right = options.EffectiveSmoothingValue!.Value;
            }

            precisions[n] = 100 * right / all;
        }

        return (precisions, order);
    }
}
