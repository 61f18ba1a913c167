using Seq.Model;

namespace Seq.Train;

/// <summary>Shape of an encoder-decoder, as a training sets it; encoder and decoder have the same cell, depth and hidden size.</summary>
public sealed record ModelSettings
{
    /// <summary>The cell of every layer.</summary>
    public CellKind Cell { get; init; } = CellKind.Gru;

    /// <summary>Hidden size of the decoder, and of each direction of the encoder.</summary>
    public int Hidden { get; init; } = 16;

    /// <summary>Layers on each side.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Width of both embeddings.</summary>
    public int Embedding { get; init; } = 8;

    /// <summary>Whether the encoder also reads from the end; the decoder's first state then comes through a linear bridge.</summary>
    public bool Bidirectional { get; init; }

    /// <summary>The attention's score; null for no attention.</summary>
    public AttentionScore? Attention { get; init; }

    /// <summary>Whether the encoder's last output is fed to the decoder at every step.</summary>
    public bool ContextEveryStep { get; init; }

    /// <summary>Dropout of embeddings, outputs, and between layers; in [0, 1).</summary>
    public double Dropout { get; init; }

    /// <summary>The description of the model for the digits task.</summary>
    public EncoderDecoderDescription Describe()
    {
        var layers = new RecurrentLayers { Cell = Cell, Hidden = Hidden, Layers = Layers, Dropout = Dropout };
        return new()
        {
            SourceVocabulary = DigitsTask.SourceVocabulary.Count,
            TargetVocabulary = DigitsTask.TargetVocabulary.Count,
            SourceEmbedding = Embedding,
            TargetEmbedding = Embedding,
            Encoder = layers with { Bidirectional = Bidirectional },
            Decoder = layers,
            StartToken = DigitsTask.TargetVocabulary.Special.Start!.Value,
            EndToken = DigitsTask.TargetVocabulary.Special.End!.Value,
            Bridge = Bidirectional ? BridgeKind.Linear : BridgeKind.Copy,
            Attention = Attention is { } score ? new() { Score = score } : null,
            ContextEveryStep = ContextEveryStep,
            Dropout = Dropout,
        };
    }
}
