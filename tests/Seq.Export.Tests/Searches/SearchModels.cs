using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>Random models whose outputs vary and end early, late and not at all, with every in-graph decoder.</summary>
internal static class SearchModels
{
    internal const int SourceVocabulary = 11;
    internal const int TargetVocabulary = 9;
    internal const int Start = 0;
    internal const int End = 1;

    /// <summary>The kinds of decoders whose state and memory differ.</summary>
    public static TheoryData<CellKind, AttentionScore?, bool, int, bool> Kinds => new()
    {
        { CellKind.Gru, null, false, 1, false },
        { CellKind.Gru, AttentionScore.Additive, true, 1, true },
        { CellKind.Lstm, null, true, 1, true },
        { CellKind.Lstm, AttentionScore.General, false, 2, false },
        { CellKind.Lstm, AttentionScore.Additive, false, 2, true },
        { CellKind.ElmanTanh, AttentionScore.Dot, true, 1, false },
        { CellKind.ElmanRelu, null, false, 2, false },
    };

    internal static EncoderDecoderDescription Describe(
        CellKind cell, AttentionScore? attention = null, bool context = false, int layers = 1, bool bidirectional = false, int hidden = 14) => new()
        {
            SourceVocabulary = SourceVocabulary,
            TargetVocabulary = TargetVocabulary,
            SourceEmbedding = 6,
            TargetEmbedding = 5,
            Encoder = new() { Cell = cell, Hidden = hidden, Layers = layers, Bidirectional = bidirectional },
            Decoder = new() { Cell = cell, Hidden = hidden, Layers = layers },
            StartToken = Start,
            EndToken = End,
            Bridge = bidirectional ? BridgeKind.Linear : BridgeKind.Copy,
            Attention = attention is { } score ? new() { Score = score } : null,
            ContextEveryStep = context,
        };

    internal static ExportedModel Export(
        EncoderDecoderDescription model, int beam = 4, int hypotheses = 3, int seed = 8, float endBias = 0.5f, Action<Dictionary<string, float[]>>? change = null,
        bool all = false)
    {
        var options = new ExportOptions
        {
            SampleGraph = true, BeamGraph = new() { BeamSize = beam, HypothesisCount = hypotheses }, AllSearchInputs = all, AttentionOutputs = all && model.Attention is not null,
        };
        return new(model, seed, options, weights =>
        {
            // Without feedback from its own output a random model soon repeats itself: a strong embedding keeps its outputs varied.
            Scale(weights[EncoderDecoderNames.TargetEmbedding], 3f);
            Scale(weights[EncoderDecoderNames.SourceEmbedding], 2f);
            weights[EncoderDecoderNames.OutputBias][model.EndToken] += endBias;
            change?.Invoke(weights);
        });
    }

    /// <summary>The same logits at every step, whatever came before.</summary>
    internal static Action<Dictionary<string, float[]>> AlwaysLogits(params float[] logits) => weights =>
    {
        Array.Clear(weights[EncoderDecoderNames.OutputWeight]);
        weights[EncoderDecoderNames.OutputBias] = logits;
    };

    /// <summary>Sources of different lengths.</summary>
    internal static List<int[]> Sources(int count, int seed, int maxLength = 12)
    {
        var random = new Random(seed);
        return Variants.Rows(random, SourceVocabulary, [.. Enumerable.Range(0, count).Select(_ => random.Next(1, maxLength + 1))]);
    }

    private static void Scale(float[] values, float factor)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] *= factor;
        }
    }
}
