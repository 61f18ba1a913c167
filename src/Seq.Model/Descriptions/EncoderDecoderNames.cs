namespace Seq.Model;

/// <summary>Names of the tensors of an encoder-decoder in <c>weights.safetensors</c>.</summary>
public static class EncoderDecoderNames
{
    /// <summary>[source vocabulary, source embedding].</summary>
    public const string SourceEmbedding = "source_embedding.weight";

    /// <summary>[target vocabulary, target embedding].</summary>
    public const string TargetEmbedding = "target_embedding.weight";

    /// <summary>Prefix of the encoder's layers; see <see cref="RecurrentLayerNames"/>.</summary>
    public const string Encoder = "encoder";

    /// <summary>Prefix of the decoder's layers.</summary>
    public const string Decoder = "decoder";

    /// <summary>Additive score: W, [energy, decoder hidden].</summary>
    public const string AttentionQuery = "attention.query.weight";

    /// <summary>Additive score: U, [energy, memory]. General score: W, [decoder hidden, memory].</summary>
    public const string AttentionKey = "attention.key.weight";

    /// <summary>Additive score: v, [1, energy].</summary>
    public const string AttentionEnergy = "attention.energy.weight";

    /// <summary>Concat score: W, [energy, decoder output + memory]; its input is [q; m].</summary>
    public const string AttentionConcat = "attention.concat.weight";

    /// <summary>Coverage: w, [energy, 1].</summary>
    public const string AttentionCoverage = "attention.coverage.weight";

    /// <summary>The attentional layer, [decoder hidden, memory + decoder hidden]; its input is [context; output].</summary>
    public const string AttentionCombine = "attention.combine.weight";

    /// <summary>[target vocabulary, decoder hidden].</summary>
    public const string OutputWeight = OutputNames.Weight;

    /// <summary>[target vocabulary].</summary>
    public const string OutputBias = OutputNames.Bias;

    /// <summary>Bridge of a layer's hidden state: [decoder hidden, memory].</summary>
    /// <param name="layer">Layer, from 0.</param>
    public static string BridgeHiddenWeight(int layer) => $"bridge.hidden.{layer}.weight";

    /// <summary>[decoder hidden].</summary>
    /// <param name="layer">Layer, from 0.</param>
    public static string BridgeHiddenBias(int layer) => $"bridge.hidden.{layer}.bias";

    /// <summary>Bridge of an LSTM layer's cell state: [decoder hidden, memory].</summary>
    /// <param name="layer">Layer, from 0.</param>
    public static string BridgeCellWeight(int layer) => $"bridge.cell.{layer}.weight";

    /// <summary>[decoder hidden].</summary>
    /// <param name="layer">Layer, from 0.</param>
    public static string BridgeCellBias(int layer) => $"bridge.cell.{layer}.bias";
}
