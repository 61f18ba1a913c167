using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>Every kind of encoder-decoder, small.</summary>
internal static class Variants
{
    internal const int SourceVocabulary = 7;
    internal const int TargetVocabulary = 6;

    internal static EncoderDecoderDescription Create(
        CellKind cell, int layers = 1, bool bidirectional = false, AttentionScore? attention = null, bool context = false, BridgeKind bridge = BridgeKind.Copy)
    {
        const int Hidden = 5;
        return new()
        {
            SourceVocabulary = SourceVocabulary,
            TargetVocabulary = TargetVocabulary,
            SourceEmbedding = 3,
            TargetEmbedding = 4,
            Encoder = new() { Cell = cell, Hidden = Hidden, Layers = layers, Bidirectional = bidirectional },
            // Dot attention and a copied state need a decoder as wide as the memory; otherwise the sizes differ, so that a mix-up shows.
            Decoder = new()
            {
                Cell = cell,
                Hidden = bridge == BridgeKind.Copy || attention == AttentionScore.Dot ? Hidden * (bidirectional ? 2 : 1) : 8,
                Layers = layers,
            },
            StartToken = 1,
            EndToken = 2,
            Bridge = bridge,
            Attention = attention is { } score ? new() { Score = score, EnergySize = score == AttentionScore.Additive ? 9 : null } : null,
            ContextEveryStep = context,
        };
    }

    /// <summary>Random rows of the lengths given.</summary>
    internal static List<int[]> Rows(Random random, int vocabulary, params int[] lengths) =>
        [.. lengths.Select(length => Enumerable.Range(0, length).Select(_ => random.Next(vocabulary)).ToArray())];
}
