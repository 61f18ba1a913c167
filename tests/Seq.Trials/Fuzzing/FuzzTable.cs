using System.Globalization;
using System.Text;

namespace Seq.Trials.Fuzzing;

/// <summary>The outcomes of a trial as Markdown.</summary>
internal static class FuzzTable
{
    private const int Reasons = 25;

    private static readonly string[] Ends =
    [
        FuzzOutcome.Refused, FuzzOutcome.RefusedByRuntime, FuzzOutcome.FailedDecoding, FuzzOutcome.Cancelled, FuzzOutcome.Decoded,
        FuzzOutcome.Untyped, FuzzOutcome.Crash, FuzzOutcome.Hang, FuzzOutcome.Memory,
    ];

    internal static string Of(IReadOnlyList<FuzzOutcome> outcomes, int seed)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{outcomes.Count} damaged bundles of seed {seed}, {outcomes.Count(outcome => outcome.Fits)} with a manifest made to fit.\n");
        Row(text, ["change", "bundles", .. Ends]);
        Row(text, Enumerable.Repeat("---", Ends.Length + 2));
        foreach (var group in outcomes.GroupBy(outcome => outcome.Change).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            Row(text, [group.Key, .. Counts([.. group])]);
        }

        Row(text, ["**all, manifest as it was**", .. Counts([.. outcomes.Where(outcome => !outcome.Fits)])]);
        Row(text, ["**all, manifest made to fit**", .. Counts([.. outcomes.Where(outcome => outcome.Fits)])]);
        Verdicts(text, outcomes);
        List(text, outcomes, "What the checks refused before ONNX Runtime saw it", FuzzOutcome.Refused);
        List(text, outcomes, "What only ONNX Runtime caught, when it loaded a graph", FuzzOutcome.RefusedByRuntime);
        List(text, outcomes, "What was caught while decoding", FuzzOutcome.FailedDecoding);
        var failures = outcomes.Where(outcome => outcome.IsFailure).ToList();
        text.AppendLine(CultureInfo.InvariantCulture, $"\nBroken promises: {failures.Count}.");
        foreach (var failure in failures.Take(Reasons))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- case {failure.Index}, {failure.Change}: {failure.End} {failure.Detail}");
        }

        return text.ToString();
    }

    /// <summary>What <c>seq verify</c> says of the bundles, by what an app that opens and uses them meets.</summary>
    private static void Verdicts(StringBuilder text, IReadOnlyList<FuzzOutcome> outcomes)
    {
        string[] verdicts = [FuzzOutcome.Refused, FuzzOutcome.RefusedByRuntime, FuzzOutcome.FailedDecoding, FuzzOutcome.Cancelled, FuzzOutcome.Otherwise, FuzzOutcome.Sound];
        text.AppendLine("\nWhat `seq verify` says of them:\n");
        Row(text, ["opened and used", "bundles", .. verdicts]);
        Row(text, Enumerable.Repeat("---", verdicts.Length + 2));
        foreach (var end in Ends.Where(end => outcomes.Any(outcome => outcome.End == end)))
        {
            var group = outcomes.Where(outcome => outcome.End == end).ToList();
            Row(text, [end, $"{group.Count}", .. verdicts.Select(verdict => $"{group.Count(outcome => outcome.Verified == verdict)}")]);
        }
    }

    private static IEnumerable<string> Counts(IReadOnlyList<FuzzOutcome> group) =>
        [$"{group.Count}", .. Ends.Select(end => $"{group.Count(outcome => outcome.End == end)}")];

    private static void List(StringBuilder text, IReadOnlyList<FuzzOutcome> outcomes, string title, string end)
    {
        var reasons = outcomes.Where(outcome => outcome.End == end).GroupBy(outcome => FailureReason.Of(outcome.Detail)).OrderByDescending(group => group.Count()).ToList();
        text.AppendLine(CultureInfo.InvariantCulture, $"\n{title}:\n");
        Row(text, ["reason", "bundles"]);
        Row(text, ["---", "---"]);
        foreach (var reason in reasons.Take(Reasons))
        {
            Row(text, [reason.Key.Replace('|', '/'), $"{reason.Count()}"]);
        }

        if (reasons.Count > Reasons)
        {
            Row(text, [$"{reasons.Count - Reasons} further reasons", $"{reasons.Skip(Reasons).Sum(reason => reason.Count())}"]);
        }
    }

    private static void Row(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");
}
