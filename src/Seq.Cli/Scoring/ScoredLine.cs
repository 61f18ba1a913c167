using System.Text.Json.Serialization;
using Seq.Cli.Output;

namespace Seq.Cli.Scoring;

/// <summary>What <c>seq score --json</c> prints for a text or a pair.</summary>
/// <param name="Input">The text as it was given; the source of a pair.</param>
/// <param name="Tokens">How many tokens were scored, the end token included where the model has one.</param>
/// <param name="UnknownTokens">How many of them stand for something that the vocabulary lacks.</param>
/// <param name="LogProbability">The sum of their log-probabilities, in nats.</param>
/// <param name="Perplexity">exp(−log-probability / tokens).</param>
internal sealed record ScoredLine(string Input, long Tokens, long UnknownTokens, double LogProbability, double Perplexity)
{
    /// <summary>The output of a pair; null for a text.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Target { get; init; }

    /// <summary>Bits that a character of the text takes; null for a pair, and where unknown tokens stand for some of it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? BitsPerCharacter { get; init; }

    /// <summary>Each token; null unless asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ExplainedToken>? Explanation { get; init; }

    /// <summary>The characters of the text; 0 for a pair.</summary>
    internal int Characters { get; init; }
}
