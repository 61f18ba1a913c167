using System.Text;

namespace Seq.Decoding.Tests;

/// <summary>The example of the package's README; a test compares the two and runs this one.</summary>
internal static class ReadmeExample
{
    // <example>
    /// <summary>Counts: token n is followed by n + 1, most of the time. The state of a row is one number.</summary>
    private sealed class CountingModel(params float[] states) : IStepModel
    {
        public int VocabularySize => 10;

        public int Rows => states.Length;

        public Span<float> Step(ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
        {
            var logits = new float[Rows * VocabularySize]; // [rows, vocabulary]
            for (var row = 0; row < Rows; row++)
            {
                states[row] += tokens[row] + 1 == VocabularySize ? 0 : 1;
                logits[(row * VocabularySize) + ((tokens[row] + 1) % VocabularySize)] = states[row];
            }

            return logits;
        }

        public void Reorder(ReadOnlySpan<int> parents) => states = [.. parents.ToArray().Select(parent => states[parent])];
    }

    internal static string Run()
    {
        var text = new StringBuilder();
        var greedy = new SearchOptions { StartToken = 0, EndTokens = [9] };
        foreach (var options in new[]
        {
            greedy,
            greedy with { BeamSize = 4, HypothesisCount = 2, LengthPenalty = LengthPenalty.Average },
            greedy with { Sampling = new() { Temperature = 4f, TopK = 3, Seed = 3 } },
        })
        {
            var results = new Decoder(options).Decode(new CountingModel(4f)); // One row, one result.
            foreach (var hypothesis in results[0].Hypotheses)
            {
                text.AppendLine(FormattableString.Invariant(
                    $"{string.Join(' ', hypothesis.Tokens)} | {hypothesis.FinishReason} | {hypothesis.LogProbability:F3} | {hypothesis.Score:F3}"));
            }
        }

        return text.ToString();
    }

    // </example>
}
