using System.Text.Json;
using Seq.Model;
using Seq.Tests;

namespace Seq.Export.Tests;

/// <summary>What holds for a bundle of any kind of model: its surface, its report, its card.</summary>
public class EveryKindTests
{
    private static readonly RecurrentLayers Lstm = new() { Cell = CellKind.Lstm, Hidden = 4 };
    private static readonly LanguageModelDescription Language = new() { Vocabulary = 7, Embedding = 3, Layers = Lstm, StartToken = 0, EndToken = 1 };

    private static readonly Dictionary<string, ModelDescription> Models = new(StringComparer.Ordinal)
    {
        ["encoder-decoder"] = Variants.Create(CellKind.Gru, layers: 2, bidirectional: true, AttentionScore.Concat),
        ["language-model"] = Language with { WindowAttention = new() { Window = 2 } },
        ["classifier"] = new ClassifierDescription { Vocabulary = 7, Embedding = 3, Layers = Lstm, Classes = 2, Convolution = new() { Filters = 2, Width = 3, Pool = 2 } },
        ["tagger"] = new TaggerDescription { Vocabulary = 7, Embedding = null, Layers = new() { Cell = CellKind.ElmanSelu, Hidden = 3, Bidirectional = true }, Tags = 3 },
    };

    public static TheoryData<string> Kinds => [.. Models.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Batch_and_time_vary_and_operators_are_standard_ones(string kind)
    {
        using var exported = new ExportedBundle(Models[kind], seed: 1, Everything(kind));

        foreach (var (name, graph) in exported.Bundle.Manifest.Graphs)
        {
            Assert.Equal(["ai.onnx"], exported.Report.Graphs[name].Opsets.Keys);
            Assert.Equal(18, graph.Opset);
            Assert.DoesNotContain(exported.Report.Graphs[name].Operators.Keys, name => name.Contains("::", StringComparison.Ordinal));
            Assert.All(graph.Inputs.Concat(graph.Outputs).Where(value => value.Shape.Count > 1), value => Assert.Equal("batch", value.Shape[0].Name));
            _ = exported.Graph(name); // Loads; a warning fails the test.
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_checkpoint_gives_the_same_bytes_and_a_report_whose_hashes_hold(string kind)
    {
        using var folder = new TemporaryFolder();
        var checkpoint = RandomCheckpoint.Write(folder["checkpoint"], Models[kind], seed: 1);
        var report = BundleExporter.Export(checkpoint, folder["first"], Everything(kind));
        BundleExporter.Export(checkpoint, folder["second"], Everything(kind));

        foreach (var (name, record) in report.Files)
        {
            Assert.Equal(record, FileRecord.Of(File.ReadAllBytes(Path.Combine(folder["second"], name))));
        }

        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder["first"], ExportReport.FileName)));
        var root = json.RootElement;
        Assert.Equal(kind, root.GetProperty("kind").GetString());
        Assert.Equal(Models[kind].ParameterCount, root.GetProperty("parameters").GetInt64());
        Assert.Equal(report.Files.Keys.Where(name => name != ExportReport.FileName).Order(), root.GetProperty("files").EnumerateObject().Select(file => file.Name).Order());
        Assert.All(root.GetProperty("files").EnumerateObject(), file => Assert.Equal(report.Files[file.Name].Sha256, file.Value.GetProperty("sha256").GetString()));
        Assert.Equal(report.Cells.Count, root.GetProperty("cells").GetArrayLength());
        Assert.Equal(report.Graphs.Keys, root.GetProperty("graphs").EnumerateObject().Select(graph => graph.Name));
    }

    [Fact]
    public void The_report_says_how_cells_were_written()
    {
        Assert.Equal([new CellReport("rnn", "operator", "written-out", FoldedEmbedding: true)], Cells(Language));
        Assert.Equal([new CellReport("rnn", "operator", "written-out", FoldedEmbedding: false)], Cells(Language, new() { FoldEmbeddings = EmbeddingFolding.Never }));
        Assert.Equal([new CellReport("rnn", "steps", "written-out", FoldedEmbedding: false)], Cells(Models["language-model"]));
        Assert.Equal([new CellReport("rnn", "written-out", "written-out", FoldedEmbedding: true)], Cells(Language with { Layers = Lstm with { LayerNorm = true } }));
        Assert.Equal([new CellReport("rnn", "written-out", Step: null, FoldedEmbedding: false)], Cells(Models["tagger"]));
        Assert.Equal(["encoder", "decoder"], Cells(Models["encoder-decoder"]).Select(cell => cell.Part));
    }

    [Fact]
    public void A_card_tells_of_the_training_as_far_as_the_checkpoint_does()
    {
        using var folder = new TemporaryFolder();
        var told = RandomCheckpoint.Write(folder["told"], Language, seed: 1, more: path =>
        {
            File.WriteAllText(Path.Combine(path, "settings.json"), """{"preset":"a|b\n# x","data":{"source":"/home/me/brown"},"validation":{"metric":null}}""");
            File.WriteAllText(Path.Combine(path, "training.json"), """{"best":213.4567891,"best_samples":1200,"seconds":3.7}""");
        });
        var silent = RandomCheckpoint.Write(folder["silent"], Language, seed: 1, more: path => File.WriteAllText(Path.Combine(path, "settings.json"), "[not json"));

        BundleExporter.Export(told, folder["first"]);
        BundleExporter.Export(silent, folder["second"]);

        var card = File.ReadAllText(Path.Combine(folder["first"], "README.md"));
        Assert.StartsWith("# a\\|b\\# x\n", card, StringComparison.Ordinal);
        Assert.Contains("| Data | brown |", card, StringComparison.Ordinal);
        Assert.Contains("| Best validation (the task's own metric) | 213.457, after 1200 samples |", card, StringComparison.Ordinal);
        Assert.Contains("| `step.onnx` | 18 |", card, StringComparison.Ordinal);
        Assert.StartsWith("# language-model\n", File.ReadAllText(Path.Combine(folder["second"], "README.md")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("classifier")]
    [InlineData("tagger")]
    public void What_generates_no_tokens_has_no_searches(string kind)
    {
        using var folder = new TemporaryFolder();
        var checkpoint = RandomCheckpoint.Write(folder["checkpoint"], Models[kind], seed: 1);

        var beam = Assert.Throws<ExportException>(() => BundleExporter.Export(checkpoint, folder["bundle"], new() { BeamGraph = new() }));
        var text = Assert.Throws<ExportException>(() => BundleExporter.Export(checkpoint, folder["bundle"], new() { TextGraph = true }));

        Assert.Contains(kind, beam.Message, StringComparison.Ordinal);
        Assert.Contains("encoder-decoders", text.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["bundle"]));
    }

    [Fact]
    public void A_large_folded_table_is_stored_once()
    {
        var wide = Language with { Vocabulary = 40_000, Layers = new() { Cell = CellKind.Lstm, Hidden = 8 } }; // 40,000 · 32 numbers: 4.9 MiB
        using var shared = new ExportedBundle(wide, seed: 1);
        using var apart = new ExportedBundle(wide, seed: 1, new() { FoldEmbeddings = EmbeddingFolding.Never });

        Assert.Contains("weights.bin", shared.Report.Files.Keys);
        Assert.DoesNotContain("weights.bin", apart.Report.Files.Keys);
        Assert.InRange(shared.Report.Files["step.onnx"].Bytes, 1, 100_000);
        _ = shared.Graph(GraphNames.Step);
    }

    private static ExportOptions Everything(string kind) =>
        kind is "classifier" or "tagger" ? new() : new() { BeamGraph = new() { BeamSize = 2 }, SampleGraph = true };

    private static IReadOnlyList<CellReport> Cells(ModelDescription model, ExportOptions? options = null)
    {
        using var exported = new ExportedBundle(model, seed: 1, options);
        return exported.Report.Cells;
    }
}
