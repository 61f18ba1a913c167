using Seq.Model;
using Seq.Tests;

namespace Seq.Export.Tests;

/// <summary>A graph as a file.</summary>
public class OnnxModelTests
{
    [Fact]
    public void A_model_is_saved_with_what_is_said_about_it_and_read_again()
    {
        using var folder = new TemporaryFolder();
        var model = Model().WithMetadata("author", "me").WithMetadata("author", "you").WithProducer("mine", "1.2").WithDocumentation("Adds.");
        model.Save(folder["m.onnx"]);
        var read = OnnxModel.Load(folder["m.onnx"]);

        Assert.Equal(model.ToBytes(), read.ToBytes());
        Assert.Equal("you", read.Summarize().Metadata["author"]);
        Assert.Equal("mine 1.2", read.Summarize().Producer);
        Assert.Equal("Adds.", read.Proto.DocString);
        Assert.Equal("adding", read.Name);
        Assert.Empty(Model().Summarize().Metadata);
    }

    [Fact]
    public void Large_weights_go_into_a_file_of_their_own_and_load()
    {
        using var folder = new TemporaryFolder();
        Model().Save(folder["m.onnx"], externalDataThreshold: 0);
        Model().Save(folder["m.onnx"], externalDataThreshold: 0);

        Assert.Equal(4 * 512, new FileInfo(folder["m.onnx.data"]).Length);
        Assert.True(new FileInfo(folder["m.onnx"]).Length < 1000);
        using var graph = new OnnxGraph(folder["m.onnx"]);
        Assert.Equal(513f, graph.Run(("x", Tensor.Of(new float[512], 512)))["y"].Floats[511] + 1);
    }

    [Fact]
    public void A_graph_without_output_is_no_model() =>
        Assert.Contains("no output", Assert.Throws<GraphBuildException>(() => OnnxModel.Of(new GraphBuilder("empty"))).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_no_model_is_not_read()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["no.onnx"], "no");
        Assert.Throws<ModelFormatException>(() => OnnxModel.Load(folder["no.onnx"]));
    }

    private static OnnxModel Model()
    {
        var g = new GraphBuilder("adding");
        var weight = g.Weight(Initializer.Of("weight", [.. Enumerable.Range(1, 512).Select(i => (float)i)], 512));
        g.Output("y", g.Add(g.Input("x", ElementType.Float32, [512]), weight));
        return OnnxModel.Of(g);
    }
}
