using Seq.Export;
using Seq.Model;
using Seq.Runtime;
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
            var bundle = Path.Combine(folder, name);
            BundleExporter.Export(RandomCheckpoint.Write(checkpoints[name], model, seed: 3), bundle, options);
            if (model is EncoderDecoderDescription { StartToken: var start })
            {
                // Once more, with what the model computes as its golden pack.
                BundleExporter.Export(RandomCheckpoint.Write(checkpoints[name], model, seed: 3, more: checkpoint => WriteGolden(bundle, start, checkpoint)), bundle, options);
            }
        }
    }

    private static void WriteGolden(string bundle, int start, string checkpoint)
    {
        long[,] source = { { 2, 3, 4 }, { 5, 6, 2 } };
        long[] lengths = [3, 2];
        long[,] fed = { { start, 5, 3 }, { start, 4, 2 } };
        using var model = SeqModel.Open(bundle);
        var logits = model.Graphs.Score(source, lengths, fed).Logits.Cast<float>().ToArray();
        var writer = new SafetensorsWriter();
        writer.Add<long>(GoldenPack.Source, [2, 3], source.Cast<long>().ToArray());
        writer.Add<long>(GoldenPack.SourceLengths, [2], lengths);
        writer.Add<long>(GoldenPack.TargetInput, [2, 3], fed.Cast<long>().ToArray());
        writer.Add<long>(GoldenPack.TargetLengths, [2], new long[] { 3, 2 });
        writer.Add<float>(GoldenPack.Logits, [2, 3, Vocabulary], logits);
        writer.Write(Path.Combine(checkpoint, Checkpoint.GoldenFile));
    }

    /// <summary>The files of each, by name.</summary>
    internal static IReadOnlyList<IReadOnlyDictionary<string, byte[]>> Read(string folder) =>
    [
        .. Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).Select(bundle => Directory.EnumerateFiles(bundle).Order(StringComparer.Ordinal)
            .ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes, StringComparer.Ordinal)),
    ];
}
