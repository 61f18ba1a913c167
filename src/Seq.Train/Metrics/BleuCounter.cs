using System.Globalization;

namespace Seq.Train;

/// <summary>Corpus BLEU, number for number that of sacreBLEU 2.</summary>
/// <remarks>
/// <para>
/// BLEU = BP · exp(Σₙ ln pₙ / N), pₙ = matching n-grams / the hypotheses' n-grams, both summed over the corpus; an n-gram matches at most as often as that
/// reference has it which has it most. BP = min(1, exp(1 − r / c)), c the hypotheses' length, r that of the references nearest in length, the shorter of two as near.
/// </para>
/// <para>Sources: Papineni et al. 2002, §2; Post 2018, "A Call for Clarity in Reporting BLEU Scores" (the signature).</para>
/// </remarks>
public sealed class BleuCounter
{
    private readonly BleuOptions _options;
    private readonly long[] _matches;
    private readonly long[] _totals;
    private readonly MetricSignature _signature = new();
    private long _hypothesisLength;
    private long _referenceLength;

    /// <summary>Starts with no sentences.</summary>
    /// <param name="options">How to compute; null for <see cref="BleuOptions.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public BleuCounter(BleuOptions? options = null)
    {
        _options = options ?? BleuOptions.Default;
        _options.Validate();
        (_matches, _totals) = (new long[_options.MaxOrder], new long[_options.MaxOrder]);
    }

    /// <summary>Counts one sentence.</summary>
    /// <param name="hypothesis">What the model said, as plain text.</param>
    /// <param name="references">The right answers, at least one.</param>
    /// <exception cref="ArgumentException">There is no reference.</exception>
    public void Add(string hypothesis, params IReadOnlyList<string> references)
    {
        ArgumentNullException.ThrowIfNull(hypothesis);
        _signature.Count(references);
        var found = Tokens(hypothesis);
        string[][] right = [.. references.Select(Tokens)];
        _hypothesisLength += found.Length;
        _referenceLength += right.Select(tokens => tokens.Length).MinBy(length => (Math.Abs(length - found.Length), length));
        for (var order = 1; order <= _options.MaxOrder; order++)
        {
            var most = NGrams.MostOfEach(right, order);
            foreach (var (gram, count) in NGrams.OfWords(found, order))
            {
                _totals[order - 1] += count;
                _matches[order - 1] += Math.Min(count, most.GetValueOrDefault(gram));
            }
        }
    }

    /// <summary>The score so far; 0 without a match.</summary>
    public BleuScore Result()
    {
        var penalty = _hypothesisLength >= _referenceLength ? 1 : _hypothesisLength == 0 ? 0 : Math.Exp(1 - ((double)_referenceLength / _hypothesisLength));
        var (precisions, order) = BleuPrecisions.Of(_matches, _totals, _options);
        var logs = precisions.Take(order).Sum(Math.Log); // −∞ where a precision is 0, and the score is 0 then.
        return new()
        {
            Score = _matches.Any(count => count > 0) ? Math.Min(100, penalty * Math.Exp(logs / order)) : 0,
            Precisions = precisions,
            Matches = [.. _matches],
            Totals = [.. _totals],
            BrevityPenalty = penalty,
            HypothesisLength = _hypothesisLength,
            ReferenceLength = _referenceLength,
            Signature = _signature.Of(
                ("case", _options.Lowercase ? "lc" : "mixed"),
                ("eff", _options.EffectiveOrder ? "yes" : "no"),
                ("tok", _options.Tokenizer switch { BleuTokenizer.None => "none", BleuTokenizer.Character => "char", _ => "13a" }),
                ("smooth", SmoothingName)),
        };
    }

    private string SmoothingName => _options.Smoothing switch
    {
        BleuSmoothing.None => "none",
        BleuSmoothing.Floor => string.Create(CultureInfo.InvariantCulture, $"floor[{_options.EffectiveSmoothingValue:F2}]"),
        BleuSmoothing.AddK => string.Create(CultureInfo.InvariantCulture, $"add-k[{_options.EffectiveSmoothingValue:F2}]"),
        _ => "exp",
    };

    private string[] Tokens(string text) => BleuTokens.Of(_options.Lowercase ? ScoredText.Lower(text) : text, _options.Tokenizer);
}
