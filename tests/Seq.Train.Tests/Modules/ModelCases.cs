using Seq.Model;

namespace Seq.Train.Tests;

/// <summary>Small models of every kind; between them they use every choice of the descriptions.</summary>
internal static class ModelCases
{
    private static readonly Dictionary<string, ModelDescription> All =
        LanguageModels().Concat(Classifiers()).Concat(Taggers()).Concat(EncoderDecoders()).ToDictionary(pair => pair.Name, pair => pair.Description);

    public static TheoryData<string> Names => [.. All.Keys];

    internal static IEnumerable<string> NamesOf<T>()
        where T : ModelDescription => All.Where(pair => pair.Value is T).Select(pair => pair.Key);

    internal static ModelDescription Find(string name) => All[name];

    private static IEnumerable<(string Name, ModelDescription Description)> LanguageModels()
    {
        var plain = new LanguageModelDescription { Vocabulary = 7, Embedding = 3, Layers = Of(CellKind.Lstm), StartToken = 0 };
        yield return ("language model, lstm", plain);
        yield return ("language model, gru, 2 layers, one-hot", plain with { Embedding = null, Layers = Of(CellKind.Gru, 2) });
        yield return ("language model, elman-tanh, tied", plain with { Embedding = 4, Layers = Of(CellKind.ElmanTanh), TiedEmbeddings = true });
        yield return ("language model, lstm, projection, tied", plain with { Layers = Of(CellKind.Lstm, 2) with { Projection = 3 }, TiedEmbeddings = true });
        yield return ("language model, lstm, adaptive softmax", plain with { Vocabulary = 11, AdaptiveSoftmax = new() { Cutoffs = [3, 6], Reduction = 2 } });
        yield return ("language model, lstm, window attention", plain with { Layers = Of(CellKind.Lstm, 2), WindowAttention = new() { Window = 3 } });
        yield return ("language model, gru, window of two, one-hot", plain with { Embedding = null, Layers = Of(CellKind.Gru), WindowAttention = new() { Window = 2, EnergySize = 2 } });
        yield return ("language model, layer norm, window attention", plain with { Layers = Of(CellKind.Lstm) with { LayerNorm = true, Projection = 3 }, WindowAttention = new() { Window = 9 } });
    }

    private static IEnumerable<(string Name, ModelDescription Description)> Classifiers()
    {
        var plain = new ClassifierDescription { Vocabulary = 7, Embedding = 3, Layers = Of(CellKind.Lstm), Classes = 2 };
        var both = Of(CellKind.Lstm, 2) with { Bidirectional = true, Residual = true };
        foreach (var pooling in Enum.GetValues<PoolingKind>())
        {
            yield return ($"classifier, lstm, {pooling}", plain with { Pooling = pooling });
            yield return ($"classifier, lstm, bidirectional, residual, {pooling}", plain with { Layers = both, Pooling = pooling });
            yield return ($"classifier, convolution, gru, bidirectional, {pooling}", plain with
            {
                Convolution = new() { Filters = 5, Width = 4, Pool = 3 },
                Layers = Of(CellKind.Gru) with { Bidirectional = true },
                Pooling = pooling,
            });
        }

        yield return ("classifier, convolution, one-hot, elman-relu, sigmoid", plain with
        {
            Embedding = null, Convolution = new() { Filters = 3, Width = 3, Pool = 1 }, Layers = Of(CellKind.ElmanRelu), Classes = 1, Output = ClassifierOutput.Sigmoid,
        });
        yield return ("classifier, convolution wider than a row", plain with { Convolution = new() { Filters = 3, Width = 9, Pool = 2 }, Layers = Of(CellKind.Gru) });
    }

    private static IEnumerable<(string Name, ModelDescription Description)> Taggers()
    {
        var plain = new TaggerDescription { Vocabulary = 7, Embedding = 4, Layers = Of(CellKind.Lstm), Tags = 3 };
        foreach (var cell in Enum.GetValues<CellKind>())
        {
            yield return ($"tagger, {cell}, 2 layers, bidirectional", plain with { Layers = Of(cell, 2) with { Bidirectional = true } });
        }

        foreach (var activation in Enum.GetValues<CellActivation>())
        {
            yield return ($"tagger, gru, {activation}, residual", plain with { Layers = Of(CellKind.Gru, 2) with { Activation = activation, Residual = true } });
            foreach (var (layerNorm, projection) in ((bool, int?)[])[(false, null), (true, null), (false, 3), (true, 3)])
            {
                var layers = Of(CellKind.Lstm, 2) with { Activation = activation, LayerNorm = layerNorm, Projection = projection, Bidirectional = layerNorm, Residual = true };
                yield return ($"tagger, lstm, {activation}, layer norm {layerNorm}, projection {projection}", plain with { Layers = layers });
            }
        }
    }

    private static IEnumerable<(string Name, ModelDescription Description)> EncoderDecoders()
    {
        var plain = new EncoderDecoderDescription
        {
            SourceVocabulary = 7, TargetVocabulary = 5, SourceEmbedding = 3, TargetEmbedding = 2,
            Encoder = Of(CellKind.Lstm), Decoder = Of(CellKind.Lstm), StartToken = 3, EndToken = 4,
        };
        foreach (var score in Enum.GetValues<AttentionScore>())
        {
            var energy = score is AttentionScore.Additive or AttentionScore.Concat;
            yield return ($"encoder-decoder, {score}", plain with { Attention = new() { Score = score } });
            yield return ($"encoder-decoder, {score}, input feeding, coverage {energy}", plain with { Attention = new() { Score = score, InputFeeding = true, Coverage = energy } });
            yield return ($"encoder-decoder, {score}, before the cell, coverage {energy}", plain with
            {
                Attention = new() { Score = score, Placement = AttentionPlacement.BeforeCell, Coverage = energy, EnergySize = energy ? 3 : null },
                Encoder = Of(CellKind.Gru, 2),
                Decoder = Of(CellKind.Gru, 2) with { Residual = true },
            });
        }

        yield return ("encoder-decoder, shared, tied, bidirectional, linear, projections", plain with
        {
            SourceVocabulary = 5, SourceEmbedding = 3, TargetEmbedding = 3, SharedEmbeddings = true, TiedEmbeddings = true,
            Encoder = Of(CellKind.Lstm, 2) with { Projection = 2, Bidirectional = true, Residual = true },
            Decoder = Of(CellKind.Lstm, 2) with { Projection = 3, LayerNorm = true, Residual = true },
            Bridge = BridgeKind.Linear, Attention = new() { Score = AttentionScore.General },
        });
        yield return ("encoder-decoder, zeros, one-hot, other cells", plain with
        {
            SourceEmbedding = null, TargetEmbedding = null, Bridge = BridgeKind.Zeros, Attention = new() { Score = AttentionScore.Concat },
            Encoder = Of(CellKind.Gru, 2) with { Bidirectional = true }, Decoder = Of(CellKind.ElmanSelu),
        });
        yield return ("encoder-decoder, without feedback, residual context", plain with
        {
            TargetEmbedding = null, WithoutFeedback = true, ContextEveryStep = true,
            Encoder = Of(CellKind.Gru, 2) with { Bidirectional = true, Residual = true }, Decoder = Of(CellKind.Gru, 2), Bridge = BridgeKind.Linear,
        });
        yield return ("encoder-decoder, context, input feeding", plain with { ContextEveryStep = true, Attention = new() { Coverage = true, InputFeeding = true } });
    }

    private static RecurrentLayers Of(CellKind cell, int layers = 1) => new() { Cell = cell, Hidden = 4, Layers = layers };
}
