namespace Seq.Decoding;

/// <summary>A step model that can tell which source positions each row looked at.</summary>
/// <remarks>Search reads it only when its options ask for attention or for a coverage penalty.</remarks>
public interface IAttentionModel : IStepModel
{
    /// <summary>Whether this model has attention; false for one whose graph has none.</summary>
    public bool HasAttention { get; }

    /// <summary>The attention of a row in the last <see cref="IStepModel.Step"/>: how much of each source position is in the logits it returned.</summary>
    /// <param name="row">The row, as <see cref="IStepModel.Step"/> numbered it.</param>
    /// <returns>
    /// Weights, [source]: not negative, and as many as the source of this row has positions, so padding is left out and a row has the same
    /// number at every step. Valid until the next <see cref="IStepModel.Step"/> or <see cref="IStepModel.Reorder"/>.
    /// </returns>
    public ReadOnlySpan<float> Attention(int row);
}
