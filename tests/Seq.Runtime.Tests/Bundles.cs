using System.Collections.Concurrent;
using Seq.Export;
using Seq.Model;
using Seq.Tests;

namespace Seq.Runtime.Tests;

/// <summary>Bundles of small models with random weights, exported once per test class, gone with it.</summary>
public sealed class Bundles : IDisposable
{
    internal const int SourceVocabulary = 11;
    internal const int TargetVocabulary = 9;
    internal const int Start = 0;
    internal const int End = 1;
    internal const int MaxLength = 24;

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentDictionary<EncoderDecoderDescription, Lazy<string>> _paths = new();
    private readonly Lazy<string> _endless;

    public Bundles() => _endless = new(() => Export(Describe(CellKind.Gru), endBias: -1000f));

    /// <summary>The kinds of decoders whose state and memory differ.</summary>
    public static TheoryData<CellKind, AttentionScore?, bool, int, bool> Kinds => new()
    {
        { CellKind.Gru, null, false, 1, false },
        { CellKind.Gru, AttentionScore.Additive, true, 1, true },
        { CellKind.Lstm, null, false, 1, true },
        { CellKind.Lstm, AttentionScore.General, false, 2, false },
        { CellKind.Lstm, AttentionScore.Additive, false, 2, true },
        { CellKind.ElmanTanh, AttentionScore.Dot, true, 1, false },
        { CellKind.ElmanRelu, null, false, 2, false },
    };

    internal static EncoderDecoderDescription Describe(
        CellKind cell, AttentionScore? attention = null, bool contextEveryStep = false, int layers = 1, bool bidirectional = false, int hidden = 14) => new()
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
            ContextEveryStep = contextEveryStep,
        };

    /// <summary>The bundle of a description.</summary>
    internal string Of(EncoderDecoderDescription description) => _paths.GetOrAdd(description, key => new Lazy<string>(() => Export(key))).Value;

    /// <summary>An attention LSTM: it has every kind of state and memory.</summary>
    internal string Attention => Of(Describe(CellKind.Lstm, AttentionScore.Additive, layers: 2, bidirectional: true));

    /// <summary>A model that never ends by itself.</summary>
    internal string Endless => _endless.Value;

    /// <summary>A copy of a bundle that a test may damage.</summary>
    internal string CopyOf(string bundle)
    {
        var copy = _folder[Guid.NewGuid().ToString("N")];
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.EnumerateFiles(bundle))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        return copy;
    }

    /// <summary>A model of any kind with random weights, exported to a path of the test's own.</summary>
    internal string Export(ModelDescription description, int seed, float scale = 1f)
    {
        var path = NewPath();
        BundleExporter.Export(RandomCheckpoint.Write(NewPath(), description, seed, scale), path, new() { MaxLength = MaxLength });
        return path;
    }

    /// <summary>A language model over the target vocabulary of the other bundles.</summary>
    internal static LanguageModelDescription DescribeLanguageModel(CellKind cell = CellKind.Lstm, int? endToken = End, WindowAttentionDescription? window = null) => new()
    {
        Vocabulary = TargetVocabulary,
        Embedding = 6,
        Layers = new() { Cell = cell, Hidden = 14, Layers = 2 },
        StartToken = Start,
        EndToken = endToken,
        WindowAttention = window,
    };

    /// <summary>A path for a bundle of the test's own.</summary>
    internal string NewPath() => _folder[Guid.NewGuid().ToString("N")];

    /// <summary>Sources of different lengths.</summary>
    internal static int[][] Sources(int count, int seed, int maxLength = 40)
    {
        var random = new Random(seed);
        var sources = new int[count][];
        for (var i = 0; i < count; i++)
        {
            sources[i] = [.. Enumerable.Range(0, random.Next(1, maxLength + 1)).Select(_ => random.Next(SourceVocabulary))];
        }

        return sources;
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Exports a model to a path of the test's own.</summary>
    internal void ExportTo(string path, EncoderDecoderDescription description, bool externalData = false, float endBias = 1f, bool searches = false, bool allInputs = false)
    {
        // Without feedback from its own output a random model soon repeats itself: a strong embedding keeps its outputs varied, and a
        // likelier end token lets some of them end before others.
        var checkpoint = RandomCheckpoint.Write(NewPath(), description, SeedOf(description), scale: 1f, change: weights =>
        {
            Scale(weights[EncoderDecoderNames.TargetEmbedding], 3f);
            Scale(weights[EncoderDecoderNames.SourceEmbedding], 2f);
            weights[EncoderDecoderNames.OutputBias][End] += endBias;
        });
        var threshold = externalData ? 0 : ExportOptions.Default.ExternalDataThreshold;
        var beam = searches ? new BeamGraphOptions { BeamSize = 4, HypothesisCount = 3 } : null;
        BundleExporter.Export(checkpoint, path, new()
        {
            MaxLength = MaxLength, ExternalDataThreshold = threshold, BeamGraph = beam, SampleGraph = searches, AllSearchInputs = allInputs,
        });
    }

    private string Export(EncoderDecoderDescription description, float endBias = 1f)
    {
        var path = NewPath();
        ExportTo(path, description, endBias: endBias);
        return path;
    }

    /// <summary>Seeds found by trying: with them, outputs end early, late and not at all.</summary>
    private static int SeedOf(EncoderDecoderDescription description) =>
        description is { Decoder.Cell: CellKind.Lstm, Attention.Score: AttentionScore.Additive } ? 2 : 8;

    private static void Scale(float[] values, float factor)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] *= factor;
        }
    }
}
