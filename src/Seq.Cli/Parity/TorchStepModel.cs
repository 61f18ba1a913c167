using Seq.Decoding;
using Seq.Train;

namespace Seq.Cli.Parity;

/// <summary>The trainer's model as a search sees it.</summary>
/// <param name="steps">The rows, where the search begins.</param>
/// <param name="vocabulary">Number of tokens.</param>
internal sealed class TorchStepModel(TorchSteps steps, int vocabulary) : IAttentionModel
{
    private uint _step;

    /// <summary>By how much logits are changed, relative to the largest of their row where that exceeds 1; equal ones alike, so that ties stay ties.</summary>
    internal double Noise { get; init; }

    /// <summary>Chooses the changes.</summary>
    internal ulong NoiseSeed { get; init; }

    /// <summary>The largest logit so far, as a distance from 0; 1 at least.</summary>
    internal double Largest { get; private set; } = 1;

    public int VocabularySize => vocabulary;

    public int Rows => steps.Rows;

    public bool HasAttention => steps.HasAttention;

    public Span<float> Step(ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var logits = Array.ConvertAll(steps.Step(tokens).Values, value => (float)value);
        _step++;
        Largest = Math.Max(Largest, logits.Where(float.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max());
        for (var row = 0; Noise > 0 && row < Rows; row++)
        {
            Disturb(logits.AsSpan(row * vocabulary, vocabulary));
        }

        return logits;
    }

    public ReadOnlySpan<float> Attention(int row)
    {
        var weights = steps.Attention!;
        var real = weights.Values.AsSpan(row * (int)weights.Shape[1], (int)steps.SourceLengths[row]);
        return Array.ConvertAll(real.ToArray(), weight => (float)weight);
    }

    public void Reorder(ReadOnlySpan<int> parents) => steps.Reorder(parents);

    private void Disturb(Span<float> logits)
    {
        var scale = 1f;
        foreach (var logit in logits)
        {
            scale = Math.Max(scale, Math.Abs(logit));
        }

        foreach (ref var logit in logits)
        {
            var uniform = CounterRandom.Uniform(NoiseSeed, BitConverter.SingleToUInt32Bits(logit), 0, _step);
            logit += (float)(Noise * scale * ((2 * uniform) - 1));
        }
    }
}
