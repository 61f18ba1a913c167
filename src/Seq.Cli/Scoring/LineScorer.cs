using Seq.Cli.Generation;
using Seq.Cli.Output;
using Seq.Decoding;
using Seq.Model;
using Seq.Runtime;

namespace Seq.Cli.Scoring;

/// <summary>Scores chunks of texts or pairs, and adds them up.</summary>
/// <param name="model">The model.</param>
/// <param name="composition">The models beside it; null for none.</param>
/// <param name="target">The output of the only pair; null when lines hold outputs, and for texts.</param>
/// <param name="explain">Whether each token is shown.</param>
internal sealed class LineScorer(SeqModel model, ModelComposition? composition, string? target, bool explain)
{
    private long _texts;
    private TextScore _sum;

    /// <summary>All lines so far together.</summary>
    internal TotalScore Total => TotalScore.Of(_texts, _sum);

    /// <summary>Scores a chunk.</summary>
    /// <exception cref="SeqException">A line is not what the model scores.</exception>
    internal IReadOnlyList<ScoredLine> Score(IReadOnlyList<InputLine> chunk, CancellationToken cancellationToken)
    {
        int? end = model.DefaultSearch.EndTokens is [var token, ..] ? token : null;
        var pairs = chunk.Select(line => ScoredPair.Of(line, model, target)).ToList();
        var scores = model.ScoreTokensBatch([.. pairs.Select(pair => (pair.Source, new ScoringTarget(pair.Tokens, end)))], new() { Composition = composition }, cancellationToken);
        ScoredLine[] lines = [.. pairs.Zip(scores, (pair, score) => Line(pair, score, end))];
        foreach (var line in lines)
        {
            _texts++;
            _sum = new(_sum.Tokens + line.Tokens, _sum.LogProbability + line.LogProbability)
            {
                Characters = _sum.Characters + line.Characters,
                UnknownTokens = _sum.UnknownTokens + line.UnknownTokens,
            };
        }

        return lines;
    }

    private ScoredLine Line(ScoredPair pair, TargetScore score, int? end)
    {
        var unknown = model.TargetVocabulary.Special.Unknown;
        var characters = pair.Target is null ? pair.Input.Count(unit => !char.IsLowSurrogate(unit)) : 0;
        var sum = new TextScore(score.Length, score.LogProbability) { Characters = characters, UnknownTokens = pair.Tokens.Count(id => id == unknown) };
        return new(pair.Input, sum.Tokens, sum.UnknownTokens, sum.LogProbability, sum.Perplexity)
        {
            Target = pair.Target,
            BitsPerCharacter = sum.BitsPerCharacter,
            Characters = characters,
            Explanation = explain ? ExplainedToken.Of(model.TargetVocabulary, pair.Tokens, end, score.TokenLogProbabilities) : null,
        };
    }
}
