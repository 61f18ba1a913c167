using System.Globalization;

namespace Seq.Train;

/// <summary>A corpus chrF score.</summary>
/// <param name="Score">The score from 0 to 100.</param>
/// <param name="Beta">How much more recall weighs than precision.</param>
/// <param name="Signature">What tells how the score was computed, in sacreBLEU's form.</param>
public sealed record ChrfScore(double Score, double Beta, string Signature)
{
    /// <summary>The line that sacreBLEU prints: <c>chrF2|signature = 59.7</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"chrF{Beta}|{Signature} = {Score:F1}");
}
