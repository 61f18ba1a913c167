namespace Seq.Train;

/// <summary>Corpus chrF, number for number that of sacreBLEU 2 without word n-grams.</summary>
/// <remarks>
/// chrF = (1 + β²) P R / (β² P + R), P and R the means over n of the share of the hypotheses' (references') character n-grams that match, white space
/// left out. Orders that one side has no n-grams of are left out. Of several references the one that alone gives the sentence its best score counts.
/// Source: Popović 2015, "chrF: character n-gram F-score for automatic MT evaluation".
/// </remarks>
public sealed class ChrfCounter
{
    private readonly ChrfOptions _options;
    private readonly MetricSignature _signature = new();
    private readonly OrderCount[] _counts;

    /// <summary>Starts with no sentences.</summary>
    /// <param name="options">How to compute; null for <see cref="ChrfOptions.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ChrfCounter(ChrfOptions? options = null)
    {
        _options = options ?? ChrfOptions.Default;
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.CharacterOrder, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(_options.Beta, nameof(options));
        _counts = new OrderCount[_options.CharacterOrder];
    }

    /// <summary>Counts one sentence.</summary>
    /// <param name="hypothesis">What the model said, as plain text.</param>
    /// <param name="references">The right answers, at least one.</param>
    /// <exception cref="ArgumentException">There is no reference.</exception>
    public void Add(string hypothesis, params IReadOnlyList<string> references)
    {
        ArgumentNullException.ThrowIfNull(hypothesis);
        _signature.Count(references);
        var found = Characters(hypothesis);
        var best = references.Select(reference => Compare(found, Characters(reference))).MaxBy(Score)!;
        for (var order = 0; order < best.Length; order++)
        {
            _counts[order] += best[order];
        }
    }

    /// <summary>The score so far; 0 without a match.</summary>
    public ChrfScore Result() => new(
        Score(_counts),
        _options.Beta,
        _signature.Of(
            ("case", _options.Lowercase ? "lc" : "mixed"), ("eff", "yes"), ("nc", $"{_options.CharacterOrder}"), ("nw", "0"), ("space", "no")));

    private OrderCount[] Compare(string[] found, string[] reference)
    {
        var counts = new OrderCount[_options.CharacterOrder];
        for (var order = 1; order <= counts.Length; order++)
        {
            var right = NGrams.OfCharacters(reference, order);
            var all = NGrams.OfCharacters(found, order);
            counts[order - 1] = new(
                right.Count == 0 ? 0 : all.Values.Sum(), right.Values.Sum(), all.Sum(gram => Math.Min(gram.Value, right.GetValueOrDefault(gram.Key))));
        }

        return counts;
    }

    private double Score(OrderCount[] counts)
    {
        OrderCount[] effective = [.. counts.Where(count => count is { Found: > 0, Reference: > 0 })];
        if (!effective.Any(count => count.Matches > 0))
        {
            return 0;
        }

        var precision = effective.Average(count => (double)count.Matches / count.Found);
        var recall = effective.Average(count => (double)count.Matches / count.Reference);
        var factor = _options.Beta * _options.Beta;
        return 100 * (1 + factor) * precision * recall / ((factor * precision) + recall);
    }

    private string[] Characters(string text) => ScoredText.Characters(_options.Lowercase ? ScoredText.Lower(text) : text);

    private readonly record struct OrderCount(long Found, long Reference, long Matches)
    {
        public static OrderCount operator +(OrderCount left, OrderCount right) =>
            new(left.Found + right.Found, left.Reference + right.Reference, left.Matches + right.Matches);
    }
}
