using Seq.Decoding.Kernels;
using Seq.Decoding.Tests.Models;

namespace Seq.Decoding.Tests.Reference;

/// <summary>Every sequence there is: those that end with an end token, and those of the maximum length.</summary>
internal static class ExhaustiveSearch
{
    /// <summary>All sequences of one input, best score first.</summary>
    internal static IReadOnlyList<(double Score, string Text)> Search(HashDistribution distribution, uint input, SearchOptions options)
    {
        var all = new List<(double Score, string Text)>();
        Visit([], [], 0);
        return [.. all.OrderByDescending(sequence => sequence.Score)];

        void Visit(int[] tokens, double[] logProbabilities, double sum)
        {
            var logits = distribution.Logits(input, options.StartToken, tokens);
            var logSumExp = LogSumExp.Of(logits);
            for (var token = 0; token < logits.Length; token++)
            {
                if (float.IsNegativeInfinity(logits[token]))
                {
                    continue;
                }

                var logProbability = logits[token] - logSumExp;
                int[] longer = [.. tokens, token];
                double[] terms = [.. logProbabilities, logProbability];
                if (options.EndTokens.Contains(token) || longer.Length == options.MaxLength)
                {
                    var score = options.LengthPenalty.Score(sum + logProbability, longer.Length);
                    var reason = options.EndTokens.Contains(token) ? FinishReason.EndToken : FinishReason.Length;
                    all.Add((score, Description.Of(longer, terms, sum + logProbability, score, reason)));
                }
                else
                {
                    Visit(longer, terms, sum + logProbability);
                }
            }
        }
    }
}
