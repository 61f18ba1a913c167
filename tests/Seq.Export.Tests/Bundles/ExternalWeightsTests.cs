using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>Weights in one file that all graphs share.</summary>
public class ExternalWeightsTests
{
    // Large enough that its matrices leave the graphs.
    private static readonly EncoderDecoderDescription Wide = Variants.Create(CellKind.Lstm, attention: AttentionScore.General) with
    {
        Encoder = new() { Cell = CellKind.Lstm, Hidden = 32 },
        Decoder = new() { Cell = CellKind.Lstm, Hidden = 32 },
    };

    [Fact]
    public void Graphs_that_share_their_weights_compute_the_same()
    {
        using var inside = new ExportedModel(Wide, seed: 2);
        using var shared = new ExportedModel(Wide, seed: 2, new() { ExternalDataThreshold = 0 });
        List<int[]> sources = [[1, 2, 3], [4]];
        List<int[]> targets = [[1, 3, 5, 0], [1, 4, 3, 3]];

        Assert.Equal(inside.Score(sources, targets)[GraphNames.Logits].Floats, shared.Score(sources, targets)[GraphNames.Logits].Floats);
        Assert.Equal(inside.StepChain(sources, targets)[^1][GraphNames.Logits].Floats, shared.StepChain(sources, targets)[^1][GraphNames.Logits].Floats);
        Assert.Equal(inside.Generate(sources, 7)[GraphNames.Tokens].Longs, shared.Generate(sources, 7)[GraphNames.Tokens].Longs);
    }

    [Fact]
    public void The_file_holds_each_weight_once()
    {
        using var shared = new ExportedModel(Wide, seed: 2, new() { ExternalDataThreshold = 0 });

        var file = shared.Report.Files["weights.bin"];
        var referred = shared.Report.Graphs.Values.Sum(graph => graph.ExternalBytes);
        Assert.InRange(file.Bytes, 1, 4 * shared.Report.ParameterCount + (4096 * shared.Model.Parameters.Count));
        Assert.True(referred > 4 * shared.Report.ParameterCount, "Several graphs refer to the same bytes.");
        Assert.All(shared.Report.Graphs.Keys, name => Assert.True(shared.Report.Files[name + ".onnx"].Bytes < 20_000, $"{name} still holds its weights."));
    }

    [Theory]
    [InlineData(2.0, false)]
    [InlineData(0.5, true)]
    public void The_threshold_decides(double ofWeights, bool shared)
    {
        var threshold = (long)(4 * Wide.ParameterCount * ofWeights);
        using var exported = new ExportedModel(Wide, seed: 2, new() { ExternalDataThreshold = threshold });

        Assert.Equal(shared, exported.Report.Files.ContainsKey("weights.bin"));
    }
}
