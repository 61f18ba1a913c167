namespace Seq.Decoding;

/// <summary>Utilities for <see cref="MinimumBayesRisk"/> that need nothing but the tokens.</summary>
public static class SequenceUtilities
{
    /// <summary>The F1 score of the tokens as bags: 2 · common / (both lengths). 1 for two empty sequences.</summary>
    /// <param name="hypothesis">The tokens judged.</param>
    /// <param name="reference">The tokens taken for the truth.</param>
    public static double TokenF1(ReadOnlySpan<int> hypothesis, ReadOnlySpan<int> reference) =>
        hypothesis.IsEmpty && reference.IsEmpty ? 1 : 2.0 * Common(hypothesis, reference, 1) / (hypothesis.Length + reference.Length);

    /// <summary>The score of chrF (Popović 2015, doi:10.18653/v1/W15-3049) with tokens in place of characters.</summary>
    /// <param name="maxOrder">The longest n-grams counted; 6 in the paper.</param>
    /// <param name="beta">β: how much more recall counts than precision; 2 in its usual form.</param>
    /// <remarks>
    /// F = (1 + β²) P R / (β² P + R), with P and R the precision and recall of n-grams averaged over the orders n = 1 … maxOrder that
    /// either sequence is long enough for; 0 when P and R are, and 1 for two empty sequences.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxOrder"/> is below 1, or <paramref name="beta"/> not above 0.</exception>
    public static SequenceUtility NGramF(int maxOrder = 6, double beta = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxOrder, 1);
        if (!double.IsFinite(beta) || beta <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(beta), beta, "The weight of recall must be finite and above 0; 1 weighs both alike.");
        }

        return (hypothesis, reference) => NGramF(hypothesis, reference, maxOrder, beta * beta);
    }

    private static double NGramF(ReadOnlySpan<int> hypothesis, ReadOnlySpan<int> reference, int maxOrder, double weight)
    {
        var orders = Math.Min(maxOrder, Math.Max(hypothesis.Length, reference.Length));
        if (orders == 0)
        {
            return 1;
        }

        var (precision, recall) = (0.0, 0.0);
        for (var order = 1; order <= orders; order++)
        {
            var common = Common(hypothesis, reference, order);
            precision += common / (double)Math.Max(1, hypothesis.Length - order + 1);
            recall += common / (double)Math.Max(1, reference.Length - order + 1);
        }

        precision /= orders;
        recall /= orders;
        return precision + recall == 0 ? 0 : (1 + weight) * precision * recall / ((weight * precision) + recall);
    }

    /// <summary>How many n-grams two sequences have in common, each as often as in the one that has it less often.</summary>
    private static int Common(ReadOnlySpan<int> first, ReadOnlySpan<int> second, int order)
    {
        var common = 0;
        for (var i = 0; i + order <= first.Length; i++)
        {
            var gram = first.Slice(i, order);
            if (Count(first[..(i + order)], gram) <= Count(second, gram))
            {
                common++;
            }
        }

        return common;
    }

    private static int Count(ReadOnlySpan<int> tokens, ReadOnlySpan<int> gram)
    {
        var count = 0;
        for (var i = 0; i + gram.Length <= tokens.Length; i++)
        {
            count += tokens.Slice(i, gram.Length).SequenceEqual(gram) ? 1 : 0;
        }

        return count;
    }
}
