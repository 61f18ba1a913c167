using Seq.Decoding.Kernels;
using Seq.Decoding.Tests.Models;

namespace Seq.Decoding.Tests.Reference;

/// <summary>Beam search for one input as its documentation tells it, with lists, sorting and whole prefixes: slow and plain.</summary>
internal static class PlainBeamSearch
{
    private sealed record Live(int[] Tokens, double[] LogProbabilities, double Sum);

    /// <summary>The n best hypotheses; null when no token is possible and nothing has ended.</summary>
    /// <param name="distribution">The model.</param>
    /// <param name="input">Which input.</param>
    /// <param name="options">The options.</param>
    /// <param name="stopEarly">False to search on until nothing lives, whatever the options say.</param>
    internal static string[]? Search(HashDistribution distribution, uint input, SearchOptions options, bool stopEarly = true)
    {
        var beam = options.BeamSize / options.BeamGroups;
        var capacity = beam * (1 + Math.Max(1, options.EndTokens.Concat(options.StopSequences.Select(sequence => sequence[^1])).Distinct().Count()));
        var live = Enumerable.Range(0, options.BeamGroups).Select(_ => new List<Live> { new([], [], 0) }).ToArray();
        var ended = Enumerable.Range(0, options.BeamGroups).Select(_ => new List<(double Score, string Text)>()).ToArray();
        for (var length = 1; live.Any(group => group.Count > 0); length++)
        {
            var chosen = new List<int>();
            for (var group = 0; group < options.BeamGroups; group++)
            {
                // LINQ sorts stably, so equal sums keep the order of the hypotheses, and of the tokens within each.
                var candidates = live[group]
                    .SelectMany(hypothesis => Continue(distribution, input, options, hypothesis))
                    .OrderByDescending(candidate => candidate.Sum - (options.DiversityPenalty * chosen.Count(token => token == candidate.Tokens[^1])))
                    .Take(capacity)
                    .ToList();
                ended[group].AddRange(candidates.Take(beam).Where(IsEnded).Select(candidate => End(candidate, options.EndTokens.Contains(candidate.Tokens[^1]) ? FinishReason.EndToken : FinishReason.Stopped)));
                live[group] = [.. candidates.Where(candidate => !IsEnded(candidate)).Take(beam)];
                chosen.AddRange(live[group].Select(candidate => candidate.Tokens[^1]));
                if (length == options.MaxLength)
                {
                    ended[group].AddRange(live[group].Select(candidate => End(candidate, FinishReason.Length)));
                    live[group].Clear();
                }
                else if (stopEarly && live[group].Count > 0 && IsDone(ended[group], live[group].Max(candidate => candidate.Sum), length))
                {
                    live[group].Clear();
                }
            }

            if (live.All(group => group.Count == 0) && ended.All(group => group.Count == 0))
            {
                return null;
            }
        }

        return
        [
            .. ended.SelectMany(group => group.OrderByDescending(hypothesis => hypothesis.Score).Take(beam))
                .OrderByDescending(hypothesis => hypothesis.Score).Select(hypothesis => hypothesis.Text).Distinct().Take(options.HypothesisCount),
        ];

        bool IsEnded(Live candidate) => options.EndTokens.Contains(candidate.Tokens[^1])
            || options.StopSequences.Any(sequence => candidate.Tokens.AsSpan().EndsWith(sequence.ToArray()));

        (double, string) End(Live candidate, FinishReason reason)
        {
            var coverage = HashDistribution.Coverage(input, options.StartToken, candidate.Tokens);
            var score = options.LengthPenalty.Score(candidate.Sum, candidate.Tokens.Length) + options.CoveragePenalty.Term(coverage);
            return (score, Description.Of(candidate.Tokens, candidate.LogProbabilities, candidate.Sum, score, reason));
        }

        bool IsDone(List<(double Score, string Text)> group, double best, int length)
        {
            var scores = group.Select(hypothesis => hypothesis.Score).OrderDescending().ToList();
            var wanted = Math.Min(beam, options.HypothesisCount);
            var rule = beam == 1 ? EarlyStopping.WhenBeamFull : options.EarlyStopping;
            return rule switch
            {
                EarlyStopping.WhenBeamFull => scores.Count >= Math.Round(beam * options.Patience, MidpointRounding.AwayFromZero),
                EarlyStopping.Heuristic => scores.Count >= beam && options.LengthPenalty.Score(best, length) <= scores[beam - 1],
                _ => scores.Count >= wanted && Enumerable.Range(length + 1, options.MaxLength - length)
                    .All(end => options.LengthPenalty.Score(best, end) <= scores[wanted - 1]),
            };
        }
    }

    private static IEnumerable<Live> Continue(HashDistribution distribution, uint input, SearchOptions options, Live hypothesis)
    {
        var logits = distribution.Logits(input, options.StartToken, hypothesis.Tokens);
        foreach (var processor in options.Processors)
        {
            processor.Apply(hypothesis.Tokens, logits);
        }

        if (hypothesis.Tokens.Length < options.MinLength)
        {
            foreach (var token in options.EndTokens)
            {
                logits[token] = float.NegativeInfinity;
            }
        }

        var logSumExp = LogSumExp.Of(logits);
        return Enumerable.Range(0, logits.Length)
            .Where(token => logits[token] > float.NegativeInfinity)
            .OrderByDescending(token => logits[token])
            .Select(token => (Token: token, LogProbability: logits[token] - logSumExp))
            .Select(next => new Live(
                [.. hypothesis.Tokens, next.Token], [.. hypothesis.LogProbabilities, next.LogProbability], hypothesis.Sum + next.LogProbability));
    }
}
