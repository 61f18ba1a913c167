using Seq.Export;
using Seq.Model;

namespace Seq.Bench.Decoding;

/// <summary>A model to decode with; its weights are random, for they decide no time.</summary>
/// <param name="Name">Kind, cell and hidden size.</param>
/// <param name="Hidden">H.</param>
/// <param name="Description">What it is.</param>
internal sealed record DecodeModel(string Name, int Hidden, ModelDescription Description)
{
    /// <summary>Every source has as many tokens, so that no peer needs a mask.</summary>
    internal const int SourceLength = 24;

    internal static IReadOnlyList<DecodeModel> All { get; } =
    [
        LanguageModel("lm-lstm-128", CellKind.Lstm, 128, 1_000),
        LanguageModel("lm-gru-128", CellKind.Gru, 128, 1_000),
        LanguageModel("lm-lstm-512", CellKind.Lstm, 512, 10_000),
        LanguageModel("lm-gru-512", CellKind.Gru, 512, 10_000),
        SequenceToSequence("seq2seq-gru-128", 128, 1_000),
        SequenceToSequence("seq2seq-gru-512", 512, 10_000),
    ];

    /// <summary>Bytes of weights that a step at batch 1 reads; null for a model that reads its encoded source too.</summary>
    internal long? TouchedBytes
    {
        get
        {
            if (Description is not LanguageModelDescription model)
            {
                return null;
            }

            var input = new RecurrentLayerNames(LanguageModelNames.Layers, 0, reverse: false).InputWeight;
            long table = model.Vocabulary * model.Parameters.First(parameter => parameter.Name == input).Shape[0];
            var folded = table * sizeof(float) <= LargestFoldedTable;
            return sizeof(float) * model.Parameters
                .Where(parameter => parameter.Name != LanguageModelNames.Embedding && !(folded && parameter.Name == input))
                .Sum(parameter => parameter.ElementCount);
        }
    }

    /// <summary>As <see cref="EmbeddingFolding.Auto"/> has it.</summary>
    private const long LargestFoldedTable = 32L << 20;

    private static DecodeModel LanguageModel(string name, CellKind cell, int hidden, int vocabulary) => new(name, hidden, new LanguageModelDescription
    {
        Vocabulary = vocabulary,
        Embedding = hidden,
        Layers = new() { Cell = cell, Hidden = hidden, Layers = 2 },
        StartToken = 0,
    });

    private static DecodeModel SequenceToSequence(string name, int hidden, int vocabulary) => new(name, hidden, new EncoderDecoderDescription
    {
        SourceVocabulary = vocabulary,
        TargetVocabulary = vocabulary,
        SourceEmbedding = hidden,
        TargetEmbedding = hidden,
        Encoder = new() { Cell = CellKind.Gru, Hidden = hidden },
        Decoder = new() { Cell = CellKind.Gru, Hidden = hidden },
        Attention = new(),
        StartToken = 0,
        EndToken = 1,
    });
}
