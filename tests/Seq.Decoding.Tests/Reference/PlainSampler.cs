namespace Seq.Decoding.Tests.Reference;

/// <summary>The law of sampling as its documentation tells it, with lists and sorting.</summary>
internal static class PlainSampler
{
    /// <summary>The tokens that stay, in the order in which they are drawn from, with their weights.</summary>
    internal static List<(int Token, double Weight)> Weights(float[] logits, SamplingOptions options)
    {
        var max = logits.Max() / (double)options.Temperature;
        var all = logits.Select((logit, token) => (Token: token, Weight: Math.Exp((logit / (double)options.Temperature) - max))).ToList();
        if (options.TopK is null && options.TopP is null or 1f && options.MinP is null or 0f)
        {
            return all;
        }

        var kept = all.OrderByDescending(entry => logits[entry.Token]).Take(options.TopK ?? logits.Length).ToList();
        if (options.TopP is { } p)
        {
            var total = kept.Sum(entry => entry.Weight);
            var before = 0.0;
            kept = [.. kept.TakeWhile(entry =>
            {
                var stays = before < p * total;
                before += entry.Weight;
                return stays;
            })];
        }

        return [.. kept.Where(entry => entry.Weight >= (options.MinP ?? 0f))];
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

    internal static int Draw(float[] logits, SamplingOptions options, double uniform)
    {
        var weights = Weights(logits, options);
        var target = uniform * weights.Sum(entry => entry.Weight);
        var cumulative = 0.0;
        return weights.First(entry => (cumulative += entry.Weight) > target).Token;
    }
}
