using Seq.Export;
using Seq.Model;
using Seq.Tests;

namespace Seq.Trials.Fuzzing;

/// <summary>The sound bundles that the trial damages: every kind of model, small, with and without shared weights.</summary>
internal static class BaseBundles
{
    private const int Vocabulary = 9;

    private static readonly IReadOnlyList<(string Name, ModelDescription Model, ExportOptions Options)> Bundles =
    [
        ("attention", new EncoderDecoderDescription
        {
            SourceVocabulary = Vocabulary,
            TargetVocabulary = Vocabulary,
            SourceEmbedding = 3,
            TargetEmbedding = 3,
            Encoder = new() { Cell = CellKind.Gru, Hidden = 4, Bidirectional = true },
            Decoder = new() { Cell = CellKind.Gru, Hidden = 4 },
            StartToken = 0,
            EndToken = 1,
            Bridge = BridgeKind.Linear,
            Attention = new() { Score = AttentionScore.Additive },
        }, new() { MaxLength = 8, SampleGraph = true, BeamGraph = new() { BeamSize = 3, HypothesisCount = 2 } }),
        ("shared-weights", new EncoderDecoderDescription
        {
            SourceVocabulary = Vocabulary,
            TargetVocabulary = Vocabulary,
            SourceEmbedding = 8,
            TargetEmbedding = 8,
            Encoder = new() { Cell = CellKind.Lstm, Hidden = 12 },
            Decoder = new() { Cell = CellKind.Lstm, Hidden = 12 },
            StartToken = 0,
            EndToken = 1,
        }, new() { MaxLength = 8, ExternalDataThreshold = 0 }),
        ("language-model", new LanguageModelDescription
        {
            Vocabulary = Vocabulary,
            Embedding = 4,
            Layers = new() { Cell = CellKind.Lstm, Hidden = 4, Layers = 2 },
            StartToken = 0,
            EndToken = 1,
        }, new() { MaxLength = 8 }),
        ("classifier", new ClassifierDescription
        {
            Vocabulary = Vocabulary,
            Embedding = 4,
            Layers = new() { Cell = CellKind.Lstm, Hidden = 4, Bidirectional = true },
            Pooling = PoolingKind.Max,
            Classes = 3,
        }, new()),
        ("tagger", new TaggerDescription { Vocabulary = Vocabulary, Embedding = 4, Layers = new() { Cell = CellKind.ElmanTanh, Hidden = 4 }, Tags = 3 }, new()),
    ];

    /// <summary>Exports them into a folder; the same bytes every time.</summary>
    internal static void Write(string folder)
    {
        using var checkpoints = new TemporaryFolder();
        foreach (var (name, model, options) in Bundles)
        {
            BundleExporter.Export(RandomCheckpoint.Write(checkpoints[name], model, seed: 3), Path.Combine(folder, name), options);
        }
    }

    /// <summary>The files of each, by name.</summary>
    internal static IReadOnlyList<IReadOnlyDictionary<string, byte[]>> Read(string folder) =>
    [
        .. Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).Select(bundle => Directory.EnumerateFiles(bundle).Order(StringComparer.Ordinal)
            .ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes, StringComparer.Ordinal)),
    ];
}
