using Seq.Model;

namespace Seq.Parity.Tests;

/// <summary>Models drawn at random over everything that a description can say; model number n is always the same one.</summary>
internal static class RandomModels
{
    private const int Vocabulary = 9;
    private static readonly CellKind[] Cells = Enum.GetValues<CellKind>();
    private static readonly float[] Scales = [1, 2, 4];

    /// <summary>By how much usual weights, uniform in ± 1 / √hidden, are multiplied.</summary>
    internal static float ScaleOf(int number) => Scales[(number + (number / 6)) % Scales.Length];

    /// <summary>The description of a model. Kind, cell and depth go round, the rest is drawn; what does not fit together is drawn again.</summary>
    internal static ModelDescription Describe(int number)
    {
        var random = new Random(7_919 * (number + 1));
        for (var trial = 0; ; trial++)
        {
            ModelDescription drawn = (number % 6) switch
            {
                1 => LanguageModel(random, number),
                3 => Classifier(random, number),
                5 => Tagger(random, number),
                _ => EncoderDecoder(random, number),
            };
            try
            {
                drawn.Validate();
                return drawn;
            }
            catch (DescriptionException) when (trial < 10_000)
            {
                // Parts that do not fit each other.
            }
        }
    }

    private static EncoderDecoderDescription EncoderDecoder(Random random, int number)
    {
        var decoder = Layers(random, number) with { Bidirectional = false };
        var encoder = Often(random, 0.5)
            ? decoder with { Bidirectional = Often(random, 0.5) }
            : Layers(random, number) with { Layers = decoder.Layers, Cell = Often(random, 0.7) ? decoder.Cell : Any(random, Cells) };
        var bridge = Any(random, Enum.GetValues<BridgeKind>());
        if (bridge == BridgeKind.Copy && Often(random, 0.4))
        {
            // Both directions side by side fit a decoder that is twice as wide.
            encoder = decoder with { Bidirectional = true };
            decoder = decoder with { Hidden = 2 * decoder.Hidden, Projection = 2 * decoder.Projection };
        }

        var vocabulary = random.Next(5, 13);
        return new()
        {
            SourceVocabulary = Often(random, 0.3) ? vocabulary : random.Next(5, 13),
            TargetVocabulary = vocabulary,
            SourceEmbedding = Embedding(random),
            TargetEmbedding = Often(random, 0.3) ? decoder.OutputSize : Embedding(random),
            Encoder = encoder,
            Decoder = decoder,
            StartToken = 0,
            EndToken = random.Next(2),
            Bridge = bridge,
            Attention = Often(random, 0.25) ? null : new()
            {
                Score = Any(random, Enum.GetValues<AttentionScore>()),
                Placement = Any(random, Enum.GetValues<AttentionPlacement>()),
                EnergySize = Often(random, 0.3) ? random.Next(2, 8) : null,
                InputFeeding = Often(random, 0.4),
                Coverage = Often(random, 0.4),
            },
            ContextEveryStep = Often(random, 0.35),
            WithoutFeedback = Often(random, 0.1),
            TiedEmbeddings = Often(random, 0.25),
            SharedEmbeddings = Often(random, 0.2),
        };
    }

    private static LanguageModelDescription LanguageModel(Random random, int number)
    {
        var layers = Layers(random, number) with { Bidirectional = false };
        var tied = Often(random, 0.3);
        var first = random.Next(2, 6);
        return new()
        {
            Vocabulary = 14,
            Embedding = tied ? layers.OutputSize : Embedding(random),
            Layers = layers,
            StartToken = 0,
            EndToken = Often(random, 0.85) ? 1 : null,
            TiedEmbeddings = tied,
            WindowAttention = Often(random, 0.35) ? new() { Window = random.Next(1, 5), EnergySize = Often(random, 0.5) ? random.Next(2, 7) : null } : null,
            AdaptiveSoftmax = Often(random, 0.3) ? new() { Cutoffs = Often(random, 0.5) ? [first] : [first, first + random.Next(1, 5)], Reduction = random.Next(1, 4) } : null,
        };
    }

    private static ClassifierDescription Classifier(Random random, int number)
    {
        var sigmoid = Often(random, 0.4);
        return new()
        {
            Vocabulary = Vocabulary,
            Embedding = Embedding(random),
            Convolution = Often(random, 0.45) ? new() { Filters = random.Next(2, 8), Width = random.Next(1, 5), Pool = random.Next(1, 4) } : null,
            Layers = Layers(random, number),
            Pooling = Any(random, Enum.GetValues<PoolingKind>()),
            Classes = sigmoid ? random.Next(1, 4) : random.Next(2, 6),
            Output = sigmoid ? ClassifierOutput.Sigmoid : ClassifierOutput.Softmax,
        };
    }

    private static TaggerDescription Tagger(Random random, int number) => new()
    {
        Vocabulary = Vocabulary,
        Embedding = Embedding(random),
        Layers = Layers(random, number),
        Tags = random.Next(2, 7),
    };

    private static RecurrentLayers Layers(Random random, int number)
    {
        var cell = Cells[(number / 6) % Cells.Length];
        var hidden = random.Next(2, 11);
        var gated = cell is CellKind.Lstm or CellKind.Gru;
        return new()
        {
            Cell = cell,
            Hidden = hidden,
            Layers = 1 + ((number / 30) % 3),
            Bidirectional = Often(random, 0.5),
            Projection = cell == CellKind.Lstm && Often(random, 0.3) ? random.Next(1, hidden + 1) : null,
            LayerNorm = cell == CellKind.Lstm && Often(random, 0.3),
            Residual = Often(random, 0.4),
            Activation = gated && Often(random, 0.35) ? Any(random, Enum.GetValues<CellActivation>()) : CellActivation.Tanh,
        };
    }

    private static int? Embedding(Random random) => Often(random, 0.2) ? null : random.Next(2, 9);

    private static bool Often(Random random, double share) => random.NextDouble() < share;

    private static T Any<T>(Random random, T[] values) => values[random.Next(values.Length)];
}
