namespace Seq.Train;

/// <summary>Maps values to places on an axis, and knows where its ticks are.</summary>
internal sealed class ChartScale
{
    private const double WideRange = 30; // A greatest value this many times the least is drawn on a logarithmic axis.
    private readonly double _low;
    private readonly double _high;
    private readonly double _from;
    private readonly double _to;

    private ChartScale(bool logarithmic, double low, double high, IReadOnlyList<double> ticks, double from, double to)
    {
        (IsLogarithmic, _low, _high, Ticks, _from, _to) = (logarithmic, low, high, ticks, from, to);
    }

    internal bool IsLogarithmic { get; }

    internal IReadOnlyList<double> Ticks { get; }

    /// <summary>An axis on which equal steps are equal differences, ending at ticks of 1, 2 or 5 times a power of ten.</summary>
    internal static ChartScale Linear(double least, double greatest, double from, double to, int steps = 5)
    {
        if (greatest <= least)
        {
            var room = least == 0 ? 1 : Math.Abs(least) / 2; // All values are one: put it in the middle.
            (least, greatest) = (least - room, greatest + room);
        }

        var raw = (greatest - least) / steps;
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var step = power * (raw / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        var (first, last) = (Math.Floor((least / step) + 1e-9), Math.Ceiling((greatest / step) - 1e-9));
        double[] ticks = [.. Enumerable.Range(0, (int)(last - first) + 1).Select(index => (first + index) * step)];
        return new(false, ticks[0], ticks[^1], ticks, from, to);
    }

    /// <summary>An axis from the least value to the greatest, with ticks between.</summary>
    internal static ChartScale Spanning(double least, double greatest, double from, double to)
    {
        var whole = Linear(least, greatest, from, to);
        return greatest <= least ? whole : new(false, least, greatest, [.. whole.Ticks.Where(tick => tick >= least && tick <= greatest)], from, to);
    }

    /// <summary>A linear axis, or a logarithmic one when the values are positive and range widely.</summary>
    internal static ChartScale Fitting(IReadOnlyCollection<double> values, double from, double to)
    {
        var (least, greatest) = values.Count == 0 ? (0, 1) : (values.Min(), values.Max());
        if (least <= 0 || greatest / least < WideRange)
        {
            return Linear(least, greatest, from, to);
        }

        var (low, high) = ((int)Math.Floor(Math.Log10(least)), (int)Math.Ceiling(Math.Log10(greatest)));
        var every = Math.Max(1, (high - low + 7) / 8);
        double[] decades = [.. Enumerable.Range(0, ((high - low) / every) + 1).Select(index => Math.Pow(10, low + (index * every)))];
        var ticks = high - low > 3 ? decades : [.. decades.SelectMany(decade => (double[])[decade, 2 * decade, 5 * decade])];
        var (below, above) = (ticks.Last(tick => tick <= least * (1 + 1e-9)), ticks.FirstOrDefault(tick => tick >= greatest * (1 - 1e-9), Math.Pow(10, high)));
        return new(true, below, above, [.. ticks.Where(tick => tick >= below && tick <= above)], from, to);
    }

    /// <summary>The place of a value.</summary>
    internal double Place(double value)
    {
        var share = IsLogarithmic ? Math.Log(value / _low) / Math.Log(_high / _low) : (value - _low) / (_high - _low);
        return _from + (share * (_to - _from));
    }
}
