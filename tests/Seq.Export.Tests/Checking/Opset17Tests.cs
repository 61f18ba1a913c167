using System.Diagnostics;
using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>Bundles for hosts that know no operator newer than opset 17.</summary>
public class Opset17Tests
{
    private const string FullCheck = "import sys, onnx\nfor path in sys.argv[1:]:\n    onnx.checker.check_model(path, full_check=True)\n";
    private static readonly ExportOptions Options = new() { Opset = 17, BeamGraph = new() { BeamSize = 3, HypothesisCount = 2 } };

    [Theory]
    [InlineData(CellKind.Lstm, AttentionScore.Additive, false)]
    [InlineData(CellKind.Lstm, AttentionScore.Additive, true)]
    [InlineData(CellKind.Gru, AttentionScore.Dot, true)]
    [InlineData(CellKind.ElmanTanh, null, true)]
    public async Task Every_graph_is_of_opset_17_and_passes_the_checker_of_onnx(CellKind cell, AttentionScore? attention, bool all)
    {
        using var exported = new ExportedModel(
            Variants.Create(cell, layers: 2, bidirectional: true, attention, context: true, BridgeKind.Linear), seed: 1, Options with { AllSearchInputs = all, AttentionOutputs = all && attention is not null });
        var graphs = exported.Bundle.Manifest.Graphs;

        Assert.Equal(["encode", "generate-beam", "generate-greedy", "score", "step"], graphs.Keys.Order(StringComparer.Ordinal));
        Assert.All(graphs.Keys, name =>
        {
            var summary = OnnxModelSummary.Read(exported.Bundle.PathOf(name));
            Assert.Equal(17, summary.Opsets["ai.onnx"]);
            Assert.Equal(17, graphs[name].Opset);
            Assert.Equal(8, summary.IrVersion);
        });
        await Accepts([.. graphs.Keys.Select(exported.Bundle.PathOf)]);
    }

    [Fact]
    public void Both_opsets_compute_the_same()
    {
        var model = Variants.Create(CellKind.Lstm, attention: AttentionScore.General);
        using var older = new ExportedModel(model, seed: 3, Options);
        using var newer = new ExportedModel(model, seed: 3, Options with { Opset = 18 });
        List<int[]> sources = [[1, 2, 3], [4]];

        Assert.Equal(newer.Generate(sources, 7)[GraphNames.Tokens].Longs, older.Generate(sources, 7)[GraphNames.Tokens].Longs);
        Assert.Equal(newer.Generate(sources, 7)[GraphNames.SequenceLogProbability].Floats, older.Generate(sources, 7)[GraphNames.SequenceLogProbability].Floats);
    }

    [Fact]
    public void Sampling_needs_the_newer_opset()
    {
        var exception = Assert.Throws<ExportException>(() => new ExportedModel(Variants.Create(CellKind.Gru), seed: 1, new() { Opset = 17, SampleGraph = true }));
        Assert.Contains("SampleGraph needs opset 18", exception.Message, StringComparison.Ordinal);
        exception = Assert.Throws<ExportException>(() => new ExportedModel(Variants.Create(CellKind.Gru), seed: 1, new() { Opset = 12 }));
        Assert.Contains("Opset is 12; bundles are written in 17 or 18", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>The checker of Python's onnx, with shape inference, where the system has that package.</summary>
    private static async Task Accepts(string[] paths)
    {
        if (!Directory.Exists("/usr/lib/python3/dist-packages/onnx"))
        {
            return; // The rest of the test stands without it.
        }

        using var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", FullCheck, .. paths]) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, error);
    }
}
