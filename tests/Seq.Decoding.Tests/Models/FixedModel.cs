namespace Seq.Decoding.Tests.Models;

/// <summary>A model that returns the same logits at every step in every row, whatever it is fed.</summary>
internal sealed class FixedModel(float[] logits, int inputs = 1) : IStepModel
{
    public int VocabularySize => logits.Length;

    public int Rows { get; private set; } = inputs;

    public Span<float> Step(ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
    {
        var all = new float[Rows * logits.Length];
        for (var row = 0; row < Rows; row++)
        {
            logits.CopyTo(all, row * logits.Length);
        }

        return all;
    }

    public void Reorder(ReadOnlySpan<int> parents) => Rows = parents.Length;
}
