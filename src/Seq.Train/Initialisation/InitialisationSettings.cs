namespace Seq.Train;

/// <summary>What the weights of a new model are.</summary>
/// <remarks>Gains and biases of layer norms start at 1 and 0 whatever is asked for; only the gates' biases of this record touch them.</remarks>
public sealed record InitialisationSettings
{
    /// <summary>All weights that the other settings do not name; as PyTorch by default.</summary>
    public WeightInitialiser Weights { get; init; }

    /// <summary>The weights from a state to the next one; null for as the others.</summary>
    public WeightInitialiser? Recurrent { get; init; }

    /// <summary>Tables of embeddings; null for as the others.</summary>
    public WeightInitialiser? Embeddings { get; init; }

    /// <summary>The output layer's weight, where it has one of its own; null for as the others.</summary>
    public WeightInitialiser? Output { get; init; }

    /// <summary>Biases: as PyTorch, uniform, normal or zeros. As PyTorch by default.</summary>
    public WeightInitialiser Biases { get; init; }

    /// <summary>Bound of a uniform draw, deviation of a normal one.</summary>
    public double Scale { get; init; } = 0.1;

    /// <summary>What an LSTM's forget gate adds to its inputs, both biases together; 1 lets it remember from the start (Jozefowicz et al. 2015). Null leaves the biases as drawn.</summary>
    public double? ForgetBias { get; init; }

    /// <summary>What a GRU's update gate adds to its inputs, both biases together; above 0 a step starts by copying the state. Null leaves the biases as drawn.</summary>
    public double? UpdateBias { get; init; }

    /// <summary>A text file of word vectors in the form of word2vec or GloVe: the rows of the words it knows start from it. Null for none.</summary>
    public string? Vectors { get; init; }

    /// <summary>A checkpoint from which every tensor of equal name starts, embeddings token by token: a classifier from a language model, for example. Null for none.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>A checkpoint whose layers become those of a bidirectional model that read from the end: of a language model that was trained with <c>data.backward</c>. Its embeddings are taken too, or must be those of <see cref="Checkpoint"/>. Null for none.</summary>
    public string? BackwardCheckpoint { get; init; }

    /// <summary>What is out of range, one sentence each; none if all is well.</summary>
    internal IEnumerable<string> Problems()
    {
        foreach (var (name, value) in ((string, WeightInitialiser?)[])
            [("weights", Weights), ("recurrent", Recurrent), ("embeddings", Embeddings), ("output", Output), ("biases", Biases)])
        {
            if (value is { } kind && !Enum.IsDefined(kind))
            {
                yield return $"initialisation.{name} is {kind}; use pytorch, uniform, normal, xavier-uniform, xavier-normal, orthogonal or zeros.";
            }
        }

        if (Biases is WeightInitialiser.XavierUniform or WeightInitialiser.XavierNormal or WeightInitialiser.Orthogonal)
        {
            yield return $"initialisation.biases is {Biases}, which needs two dimensions; use pytorch, uniform, normal or zeros.";
        }

        if (Vectors is not null && Checkpoint is not null)
        {
            yield return "initialisation.vectors and initialisation.checkpoint both say where the embedding starts; give one of them.";
        }

        if (!(Scale is > 0 and <= 1_000))
        {
            yield return FormattableString.Invariant($"initialisation.scale is {Scale}; it must lie above 0 and be at most 1000.");
        }

        foreach (var (name, value) in ((string, double?)[])[("forget_bias", ForgetBias), ("update_bias", UpdateBias)])
        {
            if (value is { } bias && !(Math.Abs(bias) <= 1_000))
            {
                yield return FormattableString.Invariant($"initialisation.{name} is {bias}; it must lie between -1000 and 1000.");
            }
        }
    }
}
