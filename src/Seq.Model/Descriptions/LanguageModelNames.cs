namespace Seq.Model;

/// <summary>Names of the tensors of a language model in <c>weights.safetensors</c>; those of its output are in <see cref="OutputNames"/>.</summary>
public static class LanguageModelNames
{
    /// <summary>[vocabulary, embedding]; with tied embeddings the output's weight too.</summary>
    public const string Embedding = "embedding.weight";

    /// <summary>Prefix of the layers; see <see cref="RecurrentLayerNames"/>.</summary>
    public const string Layers = "rnn";

    /// <summary>Window attention: A, [input, input + output].</summary>
    public const string AttentionInputWeight = "attention.input.weight";

    /// <summary>Window attention: a, [input].</summary>
    public const string AttentionInputBias = "attention.input.bias";

    /// <summary>Window attention: B, [energy, state of all layers].</summary>
    public const string AttentionQueryWeight = "attention.query.weight";

    /// <summary>Window attention: b, [energy].</summary>
    public const string AttentionQueryBias = "attention.query.bias";

    /// <summary>Window attention: C, [energy, output].</summary>
    public const string AttentionKey = "attention.key.weight";

    /// <summary>Window attention: v, [1, energy].</summary>
    public const string AttentionEnergy = "attention.energy.weight";

    /// <summary>Window attention: D, [output, output + output]; its input is [h′; d′].</summary>
    public const string AttentionOutputWeight = "attention.output.weight";

    /// <summary>Window attention: e, [output].</summary>
    public const string AttentionOutputBias = "attention.output.bias";
}
