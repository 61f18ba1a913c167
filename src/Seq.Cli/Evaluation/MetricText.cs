using System.Globalization;
using Seq.Train;

namespace Seq.Cli.Evaluation;

/// <summary>Metrics for people.</summary>
internal static class MetricText
{
    /// <summary>Name and value: <c>perplexity 98.31</c>.</summary>
    internal static string Of(Metric metric) => $"{NameOf(metric)} {ValueOf(metric)}";

    /// <summary>The name in words.</summary>
    internal static string NameOf(Metric metric) => metric.Name switch
    {
        "bleu" => "BLEU",
        "chrf" => "chrF",
        "f1" => "F1",
        "macro_f1" => "macro F1",
        _ => metric.Name.Replace('_', ' '),
    };

    /// <summary>The value: shares in percent, which read 100 or 0 only when nothing, or all, is wrong; losses with four digits.</summary>
    internal static string ValueOf(Metric metric) => metric switch
    {
        { Form: MetricForm.Share, LowerIsBetter: true } => (Math.Ceiling(metric.Value * 10_000) / 100).ToString("0.00", CultureInfo.InvariantCulture) + "%",
        { Form: MetricForm.Share } => AccuracyTable.Percent(metric.Value),
        { Name: "loss" or "bits_per_token" or "bits_per_character" } => metric.Value.ToString("0.0000", CultureInfo.InvariantCulture),
        _ => metric.Value.ToString("0.00", CultureInfo.InvariantCulture),
    };
}
