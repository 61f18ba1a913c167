using System.Text.Json.Serialization;
using Seq.Runtime;

namespace Seq.Cli.Scoring;

/// <summary>What <c>seq score --total</c> and <c>--whole</c> print: many texts, or one of any length.</summary>
/// <param name="Texts">How many texts.</param>
/// <param name="Tokens">How many tokens were scored.</param>
/// <param name="UnknownTokens">How many of them stand for something that the vocabulary lacks.</param>
/// <param name="LogProbability">The sum of their log-probabilities, in nats.</param>
/// <param name="Perplexity">exp(−log-probability / tokens).</param>
internal sealed record TotalScore(long Texts, long Tokens, long UnknownTokens, double LogProbability, double Perplexity)
{
    /// <summary>Bits that a character takes; null for pairs, and where unknown tokens stand for some of the text.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? BitsPerCharacter { get; init; }

    internal static TotalScore Of(long texts, TextScore score) =>
        new(texts, score.Tokens, score.UnknownTokens, score.LogProbability, score.Perplexity) { BitsPerCharacter = score.BitsPerCharacter };
}
