using System.Globalization;

namespace Seq.Train;

/// <summary>A corpus BLEU score with all that went into it.</summary>
public sealed record BleuScore
{
    /// <summary>The score from 0 to 100.</summary>
    public required double Score { get; init; }

    /// <summary>Precision of each order, smoothed, in percent.</summary>
    public required IReadOnlyList<double> Precisions { get; init; }

    /// <summary>Matching n-grams of each order, each counted at most as often as one reference has it.</summary>
    public required IReadOnlyList<long> Matches { get; init; }

    /// <summary>The hypotheses' n-grams of each order.</summary>
    public required IReadOnlyList<long> Totals { get; init; }

    /// <summary>exp(1 − references / hypotheses) where the hypotheses are shorter, else 1.</summary>
    public required double BrevityPenalty { get; init; }

    /// <summary>Tokens of the hypotheses.</summary>
    public required long HypothesisLength { get; init; }

    /// <summary>Tokens of the references, of each item the one nearest in length to the hypothesis.</summary>
    public required long ReferenceLength { get; init; }

    /// <summary>What tells how the score was computed, in sacreBLEU's form: <c>nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:seq-0.1.0</c>.</summary>
    public required string Signature { get; init; }

    /// <summary>The line that sacreBLEU prints: <c>BLEU|signature = 48.5 82.4/50.0/45.5/37.5 (BP = 0.943 ratio = 0.944 hyp_len = 17 ref_len = 18)</c>.</summary>
    public override string ToString()
    {
        var precisions = string.Join('/', Precisions.Select(precision => precision.ToString("F1", CultureInfo.InvariantCulture)));
        var ratio = ReferenceLength == 0 ? 0 : (double)HypothesisLength / ReferenceLength;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"BLEU|{Signature} = {Score:F1} {precisions} (BP = {BrevityPenalty:F3} ratio = {ratio:F3} hyp_len = {HypothesisLength} ref_len = {ReferenceLength})");
    }
}
