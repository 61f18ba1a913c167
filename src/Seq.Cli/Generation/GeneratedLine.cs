using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Seq.Cli.Output;
using Seq.Decoding;
using Seq.Model;
using Seq.Runtime;

namespace Seq.Cli.Generation;

/// <summary>What <c>seq generate --json</c> prints for an input.</summary>
/// <param name="Input">The text as it was given.</param>
/// <param name="Hypotheses">What was found, best first.</param>
internal sealed record GeneratedLine(string Input, IReadOnlyList<GeneratedLine.Hypothesis> Hypotheses)
{
    /// <summary>The tokens of the input, which sources of tokens point at; null unless asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonPropertyOrder(1)]
    public IReadOnlyList<string>? SourceTokens { get; init; }

    /// <summary>Why there is no hypothesis; null when there is one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonPropertyOrder(2)]
    public string? Error { get; init; }

    /// <summary>What had been written where no token could follow, which is no result; null when nothing met a dead end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonPropertyOrder(3)]
    public IReadOnlyList<Hypothesis>? DeadEnds { get; init; }

    internal static GeneratedLine Of(string input, Runtime.Generation generation) => new(input, [.. generation.Hypotheses.Select(Hypothesis.Of)])
    {
        DeadEnds = generation.DeadEnds.IsEmpty ? null : [.. generation.DeadEnds.Select(Hypothesis.Of)],
    };

    /// <summary>The line with everything that its scores are made of.</summary>
    /// <param name="input">The text.</param>
    /// <param name="source">Its tokens.</param>
    /// <param name="generation">What was found.</param>
    /// <param name="model">By which model.</param>
    internal static GeneratedLine Explained(string input, IReadOnlyList<int> source, Runtime.Generation generation, SeqModel model) => new(
        input,
        [.. generation.Hypotheses.Select(sequence => Hypothesis.Of(sequence) with { Explanation = Explanation.Of(sequence, model.TargetVocabulary) })])
    {
        SourceTokens = [.. source.Select(id => model.SourceVocabulary.Tokens[id])],
        DeadEnds = Of(input, generation).DeadEnds,
    };

    /// <summary>One output.</summary>
    /// <param name="Text">Its text.</param>
    /// <param name="Tokens">Its token ids, without start and end token.</param>
    /// <param name="LogProbability">Sum over its tokens, the end token included, in nats.</param>
    /// <param name="Score">What hypotheses are ranked by.</param>
    /// <param name="FinishReason">Why it ends: <c>eos</c>, <c>length</c>, <c>stopped</c>, <c>time_limit</c>, <c>constraint</c> or <c>cancelled</c>; <c>dead_end</c> for no result.</param>
    internal sealed record Hypothesis(string Text, ImmutableArray<int> Tokens, double LogProbability, double Score, string FinishReason)
    {
        /// <summary>How well it agrees with all samples, from 0 to 1; null unless they are ranked by it.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public double? ExpectedUtility { get; init; }

        /// <summary>What the score is made of; null unless asked for.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public Explanation? Explanation { get; init; }

        internal static Hypothesis Of(GeneratedSequence sequence) =>
            new(sequence.Text, sequence.Tokens, sequence.LogProbability, sequence.Score, Word(sequence.FinishReason));

        private static string Word(FinishReason reason) => reason switch
        {
            Decoding.FinishReason.EndToken => "eos",
            Decoding.FinishReason.Length => "length",
            Decoding.FinishReason.Stopped => "stopped",
            Decoding.FinishReason.TimeLimit => "time_limit",
            Decoding.FinishReason.Constraint => "constraint",
            Decoding.FinishReason.DeadEnd => "dead_end",
            _ => "cancelled",
        };
    }

    /// <summary>What the score of an output is made of: log-probability / divisor + term.</summary>
    /// <param name="LengthDivisor">What the length penalty divides by; 1 without one.</param>
    /// <param name="CoverageTerm">What the coverage penalty adds; at most 0.</param>
    /// <param name="Tokens">Its tokens, the end token included.</param>
    internal sealed record Explanation(double LengthDivisor, double CoverageTerm, IReadOnlyList<ExplainedToken> Tokens)
    {
        internal static Explanation Of(GeneratedSequence sequence, Vocabulary vocabulary)
        {
            var tokens = ExplainedToken.Of(vocabulary, sequence.Tokens, sequence.EndToken, sequence.TokenLogProbabilities);
            return new(sequence.LengthDivisor, sequence.CoverageTerm, [.. tokens.Select((token, place) => token with
            {
                Source = sequence.Alignment.IsEmpty ? null : sequence.Alignment[place],
                Attention = sequence.Attention.IsEmpty ? null : sequence.Attention[place],
                Alternatives = sequence.Alternatives.IsEmpty ? null : [.. sequence.Alternatives[place].Select(alternative => ExplainedToken.Of(vocabulary, alternative))],
            })]);
        }
    }
}
