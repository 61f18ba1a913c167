using Seq.Model;

namespace Seq.Train;

/// <summary>The metrics of texts: BLEU and chrF of sentences, error rates of pronunciations and of other sequences.</summary>
internal static class PairMetrics
{
    /// <summary>Names of all metrics of a corpus, the usual one first.</summary>
    internal static IReadOnlyList<string> NamesOf(IPairData data) =>
    [
        .. !data.IsText ? Array.Empty<string>() : data.HasAlternatives ? [Metric.WordError, Metric.TokenError] : [Metric.Bleu, Metric.Chrf, Metric.TokenError],
        Metric.ExactMatch, Metric.FreeTokenAccuracy, Metric.ForcedTokenAccuracy, Metric.Loss, Metric.Perplexity,
    ];

    /// <param name="said">The pairs and what the model said.</param>
    /// <param name="target">Tokens of the target side.</param>
    /// <param name="data">Tells which metrics there are.</param>
    /// <param name="notes">Receives how they were computed.</param>
    /// <returns>The metrics, the usual one first.</returns>
    internal static IReadOnlyList<Metric> OfTexts(IReadOnlyList<(PairItem Pair, int[] Said)> said, Vocabulary target, IPairData data, List<string> notes)
    {
        var errors = new ErrorRateCounter();
        var groups = data.HasAlternatives
            ? said.GroupBy(item => string.Join(' ', item.Pair.Source)).Select(group => (group.First().Said, References: group.Select(item => item.Pair.Target).ToArray()))
            : said.Select(item => (item.Said, References: (int[][])[item.Pair.Target]));
        foreach (var (found, references) in groups)
        {
            errors.Add<int>(found, references);
        }

        var rates = errors.Result();
        var tokenErrors = new Metric(Metric.TokenError, rates.Tokens);
        if (data.HasAlternatives)
        {
            notes.Add($"{rates.SequenceCount} words; a word is right with any of its pronunciations, token errors are counted against the nearest");
            return [new(Metric.WordError, rates.Sequences), tokenErrors];
        }

        var ignoresCase = target.Rules.Lowercase; // What the vocabulary has lost, no model can say.
        var (bleu, chrf) = (new BleuCounter(new() { Tokenizer = data.Tokenizer, Lowercase = ignoresCase }), new ChrfCounter(new() { Lowercase = ignoresCase }));
        foreach (var (pair, found) in said)
        {
            var reference = pair.Reference ?? target.Decode(pair.Target);
            bleu.Add(target.Decode(found), reference);
            chrf.Add(target.Decode(found), reference);
        }

        notes.Add(bleu.Result().Signature);
        return [new(Metric.Bleu, bleu.Result().Score), new(Metric.Chrf, chrf.Result().Score), tokenErrors];
    }
}
