using System.Globalization;

namespace Seq.Trials.Hosts;

/// <summary>How the results of a host compare with those of Seq.Decoding.</summary>
internal sealed record Agreement(string Host, string Graph, int Inputs, int Hypotheses, int OtherTokens, double LargestDifference, double Seconds)
{
    /// <summary>Float rounding over up to sixteen steps.</summary>
    internal const double Tolerance = 1e-5;

    /// <summary>Whether all tokens are the same and all scores near.</summary>
    internal bool Holds => OtherTokens == 0 && LargestDifference <= Tolerance;

    internal static Agreement Of(
        string host, string graph, double seconds, IEnumerable<(long[] Tokens, double Score)[]> expected, IReadOnlyList<(long[] Tokens, double Score)[]> found)
    {
        var pairs = expected.Zip(found).ToList();
        var other = pairs.Count(pair => pair.First.Length != pair.Second.Length
            || pair.First.Zip(pair.Second).Any(both => !both.First.Tokens.SequenceEqual(both.Second.Tokens)));
        var difference = pairs.SelectMany(pair => pair.First.Zip(pair.Second)).Max(both => Math.Abs(both.First.Score - both.Second.Score) / Math.Max(1, Math.Abs(both.First.Score)));
        return new(host, graph, found.Count, found.Sum(input => input.Length), other, difference, seconds);
    }

    internal static string Header => "| host | graph | inputs | hypotheses | with other tokens | largest relative difference of a score | seconds |\n|---|---|--:|--:|--:|--:|--:|";

    internal string ToRow() => string.Create(CultureInfo.InvariantCulture, $"| {Host} | {Graph} | {Inputs} | {Hypotheses} | {OtherTokens} | {LargestDifference:E1} | {Seconds:F1} |");
}
