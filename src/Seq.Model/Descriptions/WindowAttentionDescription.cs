namespace Seq.Model;

/// <summary>Attention of a language model over the last outputs of its own layers.</summary>
/// <remarks>
/// A step takes x, the state s of all layers side by side (of each layer c then h, or h alone), the last context d and the window M of the last n outputs,
/// zeros at first: z = A [x; d] + a enters the layers; q = B s′ + b with the new state s′; α = softmax over the window of vᵀ tanh(C m + q); d′ = Σ α m;
/// y = D [h′; d′] + e with h′ the top output. y is the step's output and enters the window, whose oldest entry leaves it.
/// After Bahdanau et al. 2015 as TensorFlow's AttentionCellWrapper computes it: slots not yet filled are zeros and take part.
/// </remarks>
public sealed record WindowAttentionDescription
{
    /// <summary>Outputs looked back at, n.</summary>
    public required int Window { get; init; }

    /// <summary>Width of the score's hidden layer; the layers' output size if left out.</summary>
    public int? EnergySize { get; init; }
}
