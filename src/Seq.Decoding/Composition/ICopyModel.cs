namespace Seq.Decoding.Composition;

/// <summary>A model that either says a token of its vocabulary or points at one of the source: pointer-generator (See et al. 2017, arXiv:1704.04368).</summary>
public interface ICopyModel : IAttentionModel
{
    /// <summary>p_gen of a row in the last step: how likely the next token comes from the vocabulary and not from the source.</summary>
    /// <param name="row">The row, as <see cref="IStepModel.Step"/> numbered it.</param>
    /// <returns>From 0 to 1. Valid until the next <see cref="IStepModel.Step"/> or <see cref="IStepModel.Reorder"/>.</returns>
    public float GenerationProbability(int row);
}
