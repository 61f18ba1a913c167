using System.Collections.Immutable;

namespace Seq.Decoding;

/// <summary>How well one sequence does when another is taken for the truth.</summary>
/// <param name="hypothesis">The tokens judged.</param>
/// <param name="reference">The tokens taken for the truth.</param>
/// <returns>Higher is better.</returns>
public delegate double SequenceUtility(ReadOnlySpan<int> hypothesis, ReadOnlySpan<int> reference);

/// <summary>Chooses, of several samples, the one that agrees best with all of them (Eikema and Aziz 2020, arXiv:2005.10283).</summary>
/// <remarks>
/// Each sample stands for the share 1/n of the model's probability, so the expected utility of a hypothesis is the mean of its
/// utility over all samples, itself included. Draw the samples without filters, or the probability they stand for is another one.
/// O(n²) calls of the utility; the samples that are equal are judged once.
/// </remarks>
public static class MinimumBayesRisk
{
    /// <summary>Ranks samples by expected utility.</summary>
    /// <param name="samples">Samples of one input.</param>
    /// <param name="utility">The utility; null takes <see cref="SequenceUtilities.TokenF1"/>.</param>
    /// <returns>The samples with their expected utilities, best first, equal ones in the order given; equal samples are listed once.</returns>
    /// <exception cref="ArgumentException">There are no samples.</exception>
    public static ImmutableArray<RankedHypothesis> Rank(IReadOnlyList<Hypothesis> samples, SequenceUtility? utility = null)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return [.. RankTokens([.. samples.Select(sample => sample.Tokens)], utility).Select(ranked => new RankedHypothesis(samples[ranked.Index], ranked.ExpectedUtility))];
    }

    /// <summary>Ranks samples, given by their tokens, by expected utility.</summary>
    /// <param name="samples">The tokens of samples of one input, [samples].</param>
    /// <param name="utility">The utility; null takes <see cref="SequenceUtilities.TokenF1"/>.</param>
    /// <returns>The places of the samples with their expected utilities, best first, equal ones in the order given; equal samples are listed once.</returns>
    /// <exception cref="ArgumentException">There are no samples.</exception>
    public static ImmutableArray<RankedSample> RankTokens(IReadOnlyList<ImmutableArray<int>> samples, SequenceUtility? utility = null)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Count == 0)
        {
            throw new ArgumentException("There are no samples to choose from; draw at least one.", nameof(samples));
        }

        utility ??= SequenceUtilities.TokenF1;
        var distinct = new List<(int First, int Count)>();
        for (var sample = 0; sample < samples.Count; sample++)
        {
            var known = distinct.FindIndex(entry => samples[entry.First].AsSpan().SequenceEqual(samples[sample].AsSpan()));
            if (known < 0)
            {
                distinct.Add((sample, 1));
            }
            else
            {
                distinct[known] = (distinct[known].First, distinct[known].Count + 1);
            }
        }

        return
        [
            .. distinct
                .Select(entry => new RankedSample(entry.First, distinct.Sum(other =>
                    other.Count * utility(samples[entry.First].AsSpan(), samples[other.First].AsSpan())) / samples.Count))
                .OrderByDescending(ranked => ranked.ExpectedUtility),
        ];
    }
}
