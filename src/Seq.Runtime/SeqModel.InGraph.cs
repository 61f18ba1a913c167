using Seq.Decoding;
using Seq.Model;

namespace Seq.Runtime;

/// <content>Decoding by the graphs that search by themselves.</content>
public sealed partial class SeqModel
{
    private Generation[] DecodeInGraph(
        IGenerationInputs inputs, int[] part, SearchOptions search, DecodingRequest request, CancellationToken cancellationToken)
    {
        switch (InGraphSearch.GraphFor(search))
        {
            case GraphNames.GenerateSample:
                // Every sample is a row, so that each draws its own tokens; those of one source stand together.
                var count = search.HypothesisCount;
                int[] rows = [.. part.SelectMany(input => Enumerable.Repeat(input, count))];
                uint[] keys = [.. request.RowKeys!.SelectMany(key => Enumerable.Repeat(key, count))];
                uint[] samples = [.. rows.Select((_, row) => (uint)(row % count))];
                var drawn = Graphs.GenerateSample(inputs.ToBatch(rows), search, keys, samples, cancellationToken);
                return ToGenerations(drawn, part, search);
            case GraphNames.GenerateBeam:
                return ToGenerations(Graphs.GenerateBeam(inputs.ToBatch(part), search, cancellationToken), part, search);
            default:
                var greedy = Graphs.GenerateGreedy(inputs.ToBatch(part), search, cancellationToken);
                long[] tokens = [.. greedy.Tokens.Cast<long>()];
                var found = new GeneratedTokens(
                    greedy.Tokens.GetLength(1), tokens, greedy.Lengths, greedy.LogProbabilities, Scores: null, TokenLogProbabilities: null);
                return ToGenerations(found, part, search);
        }
    }

    /// <summary>The sequences of each input, best first, as many as the search asks for and the graph found.</summary>
    private Generation[] ToGenerations(GeneratedTokens found, int[] part, SearchOptions search)
    {
        var perInput = found.Lengths.Length / part.Length;
        return [.. part.Select((input, place) =>
        {
            var own = Enumerable.Range(place * perInput, perInput);
            GeneratedSequence[] sequences =
            [
                .. own.Where(at => !float.IsNegativeInfinity(found.LogProbabilities[at]))
                    .Select(at => ToSequence(found, at, search))
                    .OrderByDescending(sequence => sequence.Score) // Stable: equal scores stay in their order.
                    .Take(search.HypothesisCount),
            ];
            return new Generation
            {
                Hypotheses = [.. sequences],
                Failure = sequences.Length > 0 ? null : new(input, (int)own.Max(at => found.Lengths[at])), // The graph does not tell more.
            };
        })];
    }

    private GeneratedSequence ToSequence(GeneratedTokens found, int at, SearchOptions search)
    {
        var all = found.Tokens.AsSpan(at * found.Steps, found.Steps);
        if (found.Lengths[at] < 0 || found.Lengths[at] > found.Steps || all.ContainsAnyExceptInRange(0, TargetVocabulary.Count - 1))
        {
            throw new InferenceException(
                _bundle.PathOf(InGraphSearch.GraphFor(search)),
                $"It returned {found.Lengths[at]} tokens in {found.Steps} steps, or a token beyond the {TargetVocabulary.Count} of the vocabulary.");
        }

        if (!float.IsFinite(found.LogProbabilities[at]) || !float.IsFinite(found.Scores?[at] ?? 0))
        {
            throw new InferenceException(
                _bundle.PathOf(InGraphSearch.GraphFor(search)),
                FormattableString.Invariant($"It returned a sequence whose log-probability is {found.LogProbabilities[at]} and whose score is {found.Scores?[at] ?? found.LogProbabilities[at]}."));
        }

        var tokens = new int[found.Lengths[at]];
        for (var i = 0; i < tokens.Length; i++)
        {
            tokens[i] = (int)all[i];
        }

        int? end = tokens.Length < all.Length ? (int)all[tokens.Length] : null;
        var length = tokens.Length + (end is null ? 0 : 1);
        var divisor = search.LengthPenalty.Divisor(length);
        return new()
        {
            Text = TargetVocabulary.Decode(tokens),
            Tokens = [.. tokens],
            EndToken = end,
            FinishReason = end is null ? FinishReason.Length : FinishReason.EndToken,
            LogProbability = found.LogProbabilities[at],
            Score = found.Scores?[at] ?? found.LogProbabilities[at] / divisor,
            LengthDivisor = divisor,
            CoverageTerm = search.CoveragePenalty.Beta == 0 ? 0 : found.Scores![at] - (found.LogProbabilities[at] / divisor),
            TokenLogProbabilities = found.TokenLogProbabilities is { } gains
                ? [.. gains.AsSpan(at * found.Steps, length).ToArray().Select(gain => (double)gain)]
                : [],
        };
    }
}
