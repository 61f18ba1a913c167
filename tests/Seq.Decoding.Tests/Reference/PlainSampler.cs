namespace Seq.Decoding.Tests.Reference;

/// <summary>The law of sampling as its documentation tells it, with lists and sorting.</summary>
internal static class PlainSampler
{
    private sealed record Entry(int Token, double Exponent, double Weight);

    /// <summary>The tokens that stay, in the order in which they are drawn from, with their weights.</summary>
    /// <param name="logits">Logits, [vocabulary].</param>
    /// <param name="options">The options.</param>
    /// <param name="limit">The limit of mirostat; null for that of the first step.</param>
    internal static List<(int Token, double Weight)> Weights(float[] logits, SamplingOptions options, double? limit = null)
    {
        var max = logits.Max() / (double)options.Temperature;
        var kept = logits.Select((logit, token) => Entry(logit, token)).ToList();
        Filter(options.TopK is not null, all => all.Take(options.TopK!.Value));
        Filter(options.TopP is < 1f, all =>
        {
            var (total, before) = (kept.Sum(entry => entry.Weight), 0.0);
            return all.TakeWhile(entry =>
            {
                var stays = before < options.TopP * total;
                before += entry.Weight;
                return stays;
            });
        });
        Filter(options.MinP is > 0f, all => all.Where(entry => entry.Weight >= options.MinP));
        Filter(options.TypicalP is < 1f, all =>
        {
            var (total, mean) = Moments(kept);
            return all.Where(entry => entry.Weight > 0 && options.TypicalP * total
                > all.Where(other => Math.Abs(other.Exponent - mean) < Math.Abs(entry.Exponent - mean)).Sum(other => other.Weight));
        });
        Filter(options.Epsilon is > 0f, all => AtLeast(all, options.Epsilon!.Value * kept.Sum(entry => entry.Weight)));
        Filter(options.Eta is > 0f, all =>
        {
            var (total, mean) = Moments(kept);
            var entropy = Math.Log(total) - mean;
            return AtLeast(all, total * Math.Min(options.Eta!.Value, Math.Sqrt(options.Eta.Value) * Math.Exp(-entropy)));
        });
        Filter(options.Mirostat is not null, all =>
            AtLeast(all, kept.Sum(entry => entry.Weight) * Math.Pow(2, -(limit ?? (2.0 * options.Mirostat!.TargetSurprise)))));
        return [.. kept.Select(entry => (entry.Token, entry.Weight))];

        Entry Entry(float logit, int token)
        {
            var exponent = (logit / (double)options.Temperature) - max;
            return new Entry(token, exponent, Math.Exp(exponent));
        }

        void Filter(bool inForce, Func<List<Entry>, IEnumerable<Entry>> keep)
        {
            if (inForce)
            {
                kept = [.. keep([.. kept.OrderByDescending(entry => logits[entry.Token])])]; // Stable: ties stay by rising id.
            }
        }
    }

    /// <summary>The probability of each token, [vocabulary].</summary>
    internal static double[] Law(float[] logits, SamplingOptions options)
    {
        var weights = Weights(logits, options);
        var law = new double[logits.Length];
        foreach (var (token, weight) in weights)
        {
            law[token] = weight / weights.Sum(entry => entry.Weight);
        }

        return law;
    }

    internal static int Draw(float[] logits, SamplingOptions options, double uniform, double? limit = null)
    {
        var weights = Weights(logits, options, limit);
        var target = uniform * weights.Sum(entry => entry.Weight);
        var cumulative = 0.0;
        return weights.First(entry => (cumulative += entry.Weight) > target).Token;
    }

    private static IEnumerable<Entry> AtLeast(List<Entry> all, double least) =>
        all.Where((entry, index) => index == 0 || entry.Weight >= least);

    private static (double Total, double Mean) Moments(List<Entry> entries)
    {
        var possible = entries.Where(entry => entry.Weight > 0).ToList();
        var total = possible.Sum(entry => entry.Weight);
        return (total, possible.Sum(entry => entry.Weight * entry.Exponent) / total);
    }
}
