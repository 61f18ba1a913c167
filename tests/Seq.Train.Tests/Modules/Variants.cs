using Seq.Model;
using TorchSharp;

namespace Seq.Train.Tests;

/// <summary>Small models that between them use every cell, score, bridge and switch of a description.</summary>
internal static class Variants
{
    internal const int Start = 3;
    internal const int End = 4;

    private static readonly EncoderDecoderDescription Plain = new()
    {
        SourceVocabulary = 6,
        TargetVocabulary = 5,
        SourceEmbedding = 3,
        TargetEmbedding = 2,
        Encoder = new() { Cell = CellKind.Gru, Hidden = 4 },
        Decoder = new() { Cell = CellKind.Gru, Hidden = 4 },
        StartToken = Start,
        EndToken = End,
    };

    internal static IReadOnlyDictionary<string, EncoderDecoderDescription> All { get; } = new Dictionary<string, EncoderDecoderDescription>
    {
        ["gru"] = Plain,
        ["lstm"] = Plain with { Encoder = Layers(CellKind.Lstm), Decoder = Layers(CellKind.Lstm) },
        ["elman-relu"] = Plain with { Encoder = Layers(CellKind.ElmanRelu), Decoder = Layers(CellKind.ElmanRelu) },
        ["gru, 2 layers, dot"] = Plain with
        {
            Encoder = Layers(CellKind.Gru, 2),
            Decoder = Layers(CellKind.Gru, 2),
            Attention = new() { Score = AttentionScore.Dot },
        },
        ["gru, bidirectional, additive"] = Both(CellKind.Gru) with { Attention = new() { EnergySize = 6 } },
        ["lstm, bidirectional, 2 layers, general"] = Both(CellKind.Lstm, 2) with { Attention = new() { Score = AttentionScore.General } },
        ["lstm, context, dot"] = Plain with
        {
            Encoder = Layers(CellKind.Lstm),
            Decoder = Layers(CellKind.Lstm),
            ContextEveryStep = true,
            Attention = new() { Score = AttentionScore.Dot },
        },
        ["elman-tanh, bidirectional, 2 layers, context"] = Both(CellKind.ElmanTanh, 2) with { ContextEveryStep = true },
    };

    public static TheoryData<string> Names => [.. All.Keys];

    internal static EncoderDecoderDescription Find(string name) => All[name];

    /// <summary>A module with the initial weights of a fixed seed, in double precision unless told otherwise.</summary>
    internal static EncoderDecoder Module(EncoderDecoderDescription model, torch.ScalarType type = torch.ScalarType.Float64)
    {
        torch.manual_seed(20);
        var module = new EncoderDecoder(model);
        if (type != torch.ScalarType.Float32)
        {
            module.to(type);
        }

        module.eval();
        return module;
    }

    /// <summary>Rows of different lengths, two of them equal, one of a single token.</summary>
    internal static IReadOnlyList<(int[] Source, int[] Target)> RaggedPairs { get; } =
    [
        ([1, 2, 3], [0, 1]),
        ([5, 4, 3, 2, 1, 0, 1], [2, 2, 1, 0]),
        ([4], []),
        ([0, 1, 0, 1, 5, 5, 2], [1]),
        ([3, 3, 4, 0, 2], [0, 0, 2]),
    ];

    internal static SequenceBatch Ragged { get; } = SequenceBatch.Pad(RaggedPairs, Start, End);

    private static RecurrentLayers Layers(CellKind cell, int layers = 1) => new() { Cell = cell, Hidden = 4, Layers = layers };

    private static EncoderDecoderDescription Both(CellKind cell, int layers = 1) => Plain with
    {
        Encoder = new() { Cell = cell, Hidden = 3, Layers = layers, Bidirectional = true },
        Decoder = Layers(cell, layers),
        Bridge = BridgeKind.Linear,
    };
}
