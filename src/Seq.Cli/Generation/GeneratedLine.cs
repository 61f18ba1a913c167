using System.Collections.Immutable;
using Seq.Decoding;
using Seq.Runtime;

namespace Seq.Cli.Generation;

/// <summary>What <c>seq generate --json</c> prints for an input.</summary>
/// <param name="Input">The text as it was given.</param>
/// <param name="Hypotheses">What was found, best first.</param>
internal sealed record GeneratedLine(string Input, IReadOnlyList<GeneratedLine.Hypothesis> Hypotheses)
{
    internal static GeneratedLine Of(string input, Runtime.Generation generation) => new(input, [.. generation.Hypotheses.Select(Hypothesis.Of)]);

    /// <summary>One output.</summary>
    /// <param name="Text">Its text.</param>
    /// <param name="Tokens">Its token ids, without start and end token.</param>
    /// <param name="LogProbability">Sum over its tokens, the end token included, in nats.</param>
    /// <param name="Score">What hypotheses are ranked by.</param>
    /// <param name="FinishReason">Why it ends: <c>eos</c>, <c>length</c>, <c>stopped</c>, <c>time_limit</c>, <c>constraint</c> or <c>cancelled</c>.</param>
    internal sealed record Hypothesis(string Text, ImmutableArray<int> Tokens, double LogProbability, double Score, string FinishReason)
    {
        internal static Hypothesis Of(GeneratedSequence sequence) =>
            new(sequence.Text, sequence.Tokens, sequence.LogProbability, sequence.Score, Word(sequence.FinishReason));

        private static string Word(FinishReason reason) => reason switch
        {
            Decoding.FinishReason.EndToken => "eos",
            Decoding.FinishReason.Length => "length",
            Decoding.FinishReason.Stopped => "stopped",
            Decoding.FinishReason.TimeLimit => "time_limit",
            Decoding.FinishReason.Constraint => "constraint",
            _ => "cancelled",
        };
    }
}
