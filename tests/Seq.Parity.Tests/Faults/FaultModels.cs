using Seq.Cli.Parity;
using Seq.Export;
using Seq.Model;
using Seq.Tests;

namespace Seq.Parity.Tests;

/// <summary>The models that faults are planted in, exported once. Between them they have every part that a fault needs.</summary>
public sealed class FaultModels : IDisposable
{
    internal const string Attention = "attention";
    internal const string Feeding = "feeding";
    internal const string Plain = "plain";
    internal const string Language = "language";
    internal const string Window = "window";
    internal const string Classes = "classes";
    internal const string Tags = "tags";
    internal const string Ties = "ties";
    internal const string Complete = "complete";
    internal const string CompleteLanguage = "complete-language";

    private static readonly ParityLimits Limits = new(MaxBatch: 6, MaxSource: 8, MaxTarget: 6, MaxSteps: 8);
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, Checkpoint> _checkpoints = [];

    /// <summary>The models by name.</summary>
    internal static IReadOnlyDictionary<string, ModelDescription> Descriptions { get; } = new Dictionary<string, ModelDescription>
    {
        [Attention] = Pair(CellKind.Gru) with
        {
            Encoder = new() { Cell = CellKind.Gru, Hidden = 7, Bidirectional = true },
            Bridge = BridgeKind.Linear,
            Attention = new() { Coverage = true },
        },
        [Feeding] = Pair(CellKind.ElmanTanh) with { Attention = new() { Score = AttentionScore.General, InputFeeding = true } },
        [Plain] = Pair(CellKind.Lstm) with
        {
            Encoder = new() { Cell = CellKind.Lstm, Hidden = 7, Layers = 3, Residual = true },
            Decoder = new() { Cell = CellKind.Lstm, Hidden = 7, Layers = 3, Residual = true },
            ContextEveryStep = true,
        },
        [Language] = new LanguageModelDescription
        {
            Vocabulary = 14,
            Embedding = 5,
            Layers = new() { Cell = CellKind.Lstm, Hidden = 8, Layers = 2, Projection = 5, LayerNorm = true },
            StartToken = 0,
            EndToken = 1,
            AdaptiveSoftmax = new() { Cutoffs = [4, 9], Reduction = 2 },
        },
        [Window] = new LanguageModelDescription
        {
            Vocabulary = 10,
            Embedding = 6,
            Layers = new() { Cell = CellKind.Gru, Hidden = 6 },
            StartToken = 0,
            EndToken = 1,
            TiedEmbeddings = true,
            WindowAttention = new() { Window = 3 },
        },
        [Classes] = new ClassifierDescription
        {
            Vocabulary = 9,
            Embedding = 5,
            Convolution = new() { Filters = 6, Width = 4, Pool = 2 },
            Layers = new() { Cell = CellKind.Gru, Hidden = 6, Bidirectional = true },
            Pooling = PoolingKind.Mean,
            Classes = 4,
        },
        [Tags] = new TaggerDescription { Vocabulary = 9, Embedding = 5, Layers = new() { Cell = CellKind.Lstm, Hidden = 6, Bidirectional = true }, Tags = 4 },
        [Ties] = Pair(CellKind.Gru),
        [Complete] = Pair(CellKind.Gru) with { Attention = new() { Coverage = true } },
        [CompleteLanguage] = new LanguageModelDescription { Vocabulary = 10, Embedding = 5, Layers = new() { Cell = CellKind.Lstm, Hidden = 8 }, StartToken = 0, EndToken = 1 },
    };

    /// <summary>The bundle of a model, as exported.</summary>
    internal string Bundle(string model)
    {
        var path = _folder[model + "-bundle"];
        if (!_checkpoints.ContainsKey(model))
        {
            _checkpoints[model] = Checkpoint(model, _folder[model], _ => { });
            BundleExporter.Export(_checkpoints[model], path, EveryGraph.Of(Descriptions[model], maxLength: 8, all: model is Complete or CompleteLanguage));
        }

        return path;
    }

    /// <summary>Compares a bundle with the checkpoint of a model.</summary>
    internal ParityReport Compare(string model, string bundle) => Compare(_checkpoints[model], bundle);

    /// <summary>Compares the bundle of a model with a checkpoint in which some weights are others.</summary>
    internal ParityReport CompareWithOtherWeights(string model, Action<Dictionary<string, float[]>> change) =>
        Compare(Checkpoint(model, NewPath(), change), Bundle(model));

    /// <summary>A path of a test's own.</summary>
    internal string NewPath() => _folder[Guid.NewGuid().ToString("N")];

    public void Dispose() => _folder.Dispose();

    private static ParityReport Compare(Checkpoint checkpoint, string bundle) => ParityOfFolders.Run(checkpoint, bundle, samples: 12, seed: 3, CancellationToken.None, Limits);

    private static Checkpoint Checkpoint(string model, string path, Action<Dictionary<string, float[]>> change) =>
        RandomCheckpoint.Write(path, Descriptions[model], seed: 21, scale: 0.8f, change: weights =>
        {
            Liven(model, weights);
            change(weights);
        });

    private static EncoderDecoderDescription Pair(CellKind cell) => new()
    {
        SourceVocabulary = 9,
        TargetVocabulary = 8,
        SourceEmbedding = 5,
        TargetEmbedding = 6,
        Encoder = new() { Cell = cell, Hidden = 7 },
        Decoder = new() { Cell = cell, Hidden = 7 },
        StartToken = 0,
        EndToken = 1,
    };

    /// <summary>Without feedback from its own output a random model repeats itself: a strong embedding keeps it lively. Where ties are wanted, tokens 3 and 5 are twins, and likely; where texts are, no end is made likely.</summary>
    private static void Liven(string model, Dictionary<string, float[]> weights)
    {
        foreach (var (name, values) in weights.Where(pair => pair.Key.EndsWith("embedding.weight", StringComparison.Ordinal)))
        {
            weights[name] = Array.ConvertAll(values, value => value * 2);
        }

        if (Descriptions[model] is EncoderDecoderDescription pair && model is not (Ties or Complete))
        {
            weights[OutputNames.Bias][pair.EndToken] += 1;
        }

        if (model == Ties)
        {
            var (output, bias) = (weights[OutputNames.Weight], weights[OutputNames.Bias]);
            var width = output.Length / bias.Length;
            output.AsSpan(3 * width, width).CopyTo(output.AsSpan(5 * width));
            (bias[3], bias[5]) = (2, 2);
        }
    }
}
