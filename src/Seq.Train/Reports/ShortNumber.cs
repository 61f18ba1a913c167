using System.Globalization;

namespace Seq.Train;

/// <summary>Numbers as a reader wants them: few digits, thousands as k, millions as M.</summary>
internal static class ShortNumber
{
    /// <summary>Four digits that count.</summary>
    internal static string Of(double value) => !double.IsFinite(value)
        ? "–"
        : Math.Abs(value) switch
        {
            0 => "0",
            >= 1e9 or < 1e-4 => value.ToString("0.###e+0", CultureInfo.InvariantCulture),
            >= 1e4 => value.ToString("#,##0", CultureInfo.InvariantCulture),
            >= 1 => value.ToString("0.###", CultureInfo.InvariantCulture),
            _ => value.ToString("G4", CultureInfo.InvariantCulture),
        };

    /// <summary>For an axis: 250k, 1.5M.</summary>
    internal static string OfTick(double value) => Math.Abs(value) switch
    {
        >= 1e9 => value.ToString("0.###e+0", CultureInfo.InvariantCulture),
        >= 1e6 => (value / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + "M",
        >= 1e4 => (value / 1e3).ToString("0.##", CultureInfo.InvariantCulture) + "k",
        _ => Of(value),
    };

    internal static string Percent(double share) => double.IsFinite(share) ? (share * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%" : "–";
}
