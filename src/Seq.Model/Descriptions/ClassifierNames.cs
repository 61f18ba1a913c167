namespace Seq.Model;

/// <summary>Names of the tensors of a classifier or tagger in <c>weights.safetensors</c>; those of its output are in <see cref="OutputNames"/>.</summary>
public static class ClassifierNames
{
    /// <summary>[vocabulary, embedding].</summary>
    public const string Embedding = "embedding.weight";

    /// <summary>[filters, embedding, width].</summary>
    public const string ConvolutionWeight = "convolution.weight";

    /// <summary>[filters].</summary>
    public const string ConvolutionBias = "convolution.bias";

    /// <summary>Prefix of the layers; see <see cref="RecurrentLayerNames"/>.</summary>
    public const string Layers = "rnn";

    /// <summary>Attention pooling: W, [output, output].</summary>
    public const string PoolingKeyWeight = "pooling.key.weight";

    /// <summary>Attention pooling: b, [output].</summary>
    public const string PoolingKeyBias = "pooling.key.bias";

    /// <summary>Attention pooling: v, [1, output].</summary>
    public const string PoolingEnergy = "pooling.energy.weight";
}
