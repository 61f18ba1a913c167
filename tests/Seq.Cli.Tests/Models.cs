using Seq.Export;
using Seq.Model;
using Seq.Tests;

namespace Seq.Cli.Tests;

/// <summary>A small checkpoint with random weights and its bundle, made once per test class; copies for tests that damage them.</summary>
public sealed class Models : IDisposable
{
    internal const int MaxLength = 12;

    private readonly TemporaryFolder _folder = new();

    public Models()
    {
        Checkpoint = _folder["checkpoint"];
        Bundle = _folder["bundle"];
        BundleExporter.Export(Write(Checkpoint), Bundle, new() { MaxLength = MaxLength });
    }

    internal static EncoderDecoderDescription Description { get; } = new()
    {
        SourceVocabulary = 7,
        TargetVocabulary = 6,
        SourceEmbedding = 5,
        TargetEmbedding = 5,
        Encoder = new() { Cell = CellKind.Gru, Hidden = 8, Bidirectional = true },
        Decoder = new() { Cell = CellKind.Gru, Hidden = 8 },
        Bridge = BridgeKind.Linear,
        Attention = new(),
        StartToken = 0,
        EndToken = 0,
    };

    /// <summary>The folder above both, as a training run's folder is.</summary>
    internal string Run => Path.GetDirectoryName(Checkpoint)!;

    internal string Checkpoint { get; }

    internal string Bundle { get; }

    /// <summary>A checkpoint with random weights.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="change">Changes the weights before they are written.</param>
    internal static Checkpoint Write(string path, Action<Dictionary<string, float[]>>? change = null) =>
        RandomCheckpoint.Write(path, Description, seed: 3, scale: 1f, change: weights =>
        {
            // Without feedback from its own output a random model repeats itself: a strong embedding keeps its outputs varied, a likelier
            // end token lets some of them end.
            var embedding = weights[EncoderDecoderNames.TargetEmbedding];
            for (var i = 0; i < embedding.Length; i++)
            {
                embedding[i] *= 3f;
            }

            weights[EncoderDecoderNames.OutputBias][Description.EndToken] += 0.5f;
            change?.Invoke(weights);
        });

    /// <summary>Exchanges two of the three gates of the decoder's recurrent weights, as an exporter with the wrong gate order would.</summary>
    internal static void SwapDecoderGates(Dictionary<string, float[]> weights)
    {
        var recurrent = weights[new RecurrentLayerNames(EncoderDecoderNames.Decoder, 0, reverse: false).RecurrentWeight]; // [3 · hidden, hidden]
        var gate = recurrent.Length / 3;
        for (var i = 0; i < gate; i++)
        {
            (recurrent[i], recurrent[gate + i]) = (recurrent[gate + i], recurrent[i]);
        }
    }

    /// <summary>A path of the test's own.</summary>
    internal string NewPath() => _folder[Guid.NewGuid().ToString("N")];

    /// <summary>A copy of a checkpoint or bundle that a test may damage.</summary>
    internal string CopyOf(string folder)
    {
        var copy = NewPath();
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        return copy;
    }

    public void Dispose() => _folder.Dispose();
}
