using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Seq.Decoding;
using Seq.Model;

namespace Seq.Cli.Output;

/// <summary>A token of an output, as <c>--explain</c> shows it.</summary>
/// <param name="Token">The token as the vocabulary lists it.</param>
/// <param name="Id">Its id.</param>
/// <param name="LogProbability">Its log-probability, in nats.</param>
internal sealed record ExplainedToken(string Token, int Id, double LogProbability)
{
    /// <summary>The source position that the model looked at most, from 0; null without attention.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Source { get; init; }

    /// <summary>How much the model looked at each source position; null without attention.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<float>? Attention { get; init; }

    /// <summary>The likeliest tokens at this place, best first; null unless asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ExplainedToken>? Alternatives { get; init; }

    /// <summary>The tokens of an output with their log-probabilities.</summary>
    /// <param name="vocabulary">The target vocabulary.</param>
    /// <param name="tokens">The tokens.</param>
    /// <param name="end">The end token behind them; null for none.</param>
    /// <param name="logProbabilities">One each, the end token's last.</param>
    internal static ImmutableArray<ExplainedToken> Of(Vocabulary vocabulary, IReadOnlyList<int> tokens, int? end, ImmutableArray<double> logProbabilities) =>
        [.. logProbabilities.Select((logProbability, place) => Of(vocabulary, place < tokens.Count ? tokens[place] : end!.Value, logProbability))];

    /// <summary>An alternative.</summary>
    internal static ExplainedToken Of(Vocabulary vocabulary, TokenAlternative alternative) => Of(vocabulary, alternative.Token, alternative.LogProbability);

    private static ExplainedToken Of(Vocabulary vocabulary, int id, double logProbability) => new(vocabulary.Tokens[id], id, logProbability);
}
