using static Seq.Export.Tests.GraphEvaluation;

namespace Seq.Export.Tests;

/// <summary>One builder for several operator sets; text; graphs within graphs.</summary>
public class OpsetTests
{
    [Theory]
    [InlineData(17, 8)]
    [InlineData(18, 8)]
    [InlineData(20, 9)]
    public void A_reduction_has_the_form_of_its_opset(int opset, int irVersion)
    {
        var g = new GraphBuilder("test", opset);
        g.Output("y", g.ReduceMax(g.Input("x", ElementType.Float32, ["batch", 3]), axis: 1));
        var model = OnnxModel.Of(g).Proto;

        Assert.Equal(irVersion, model.IrVersion);
        Assert.Equal(opset, model.OpsetImport.Single().Version);
        Assert.Equal(opset == 17 ? 1 : 2, model.Graph.Node[0].Input.Count);
        Assert.Equal(opset == 17 ? ["axes", "keepdims"] : ["keepdims"], model.Graph.Node[0].Attribute.Select(attribute => attribute.Name).Order());
        Assert.Equal(opset == 17 ? 0 : 1, model.Graph.Initializer.Count);
        using var graph = new OnnxGraph(Google.Protobuf.MessageExtensions.ToByteArray(model));
        Assert.Equal([2f, 5f], graph.Run(("x", Tensor.Of([0f, 1, 2, 3, 4, 5], 2, 3)))["y"].Floats);
    }

    [Fact]
    public void What_an_opset_lacks_is_refused_with_the_node()
    {
        var old = new GraphBuilder("test", 17);
        using var scope = old.Scope("random");
        var exception = Assert.Throws<GraphBuildException>(() => old.BitwiseXor(old.Constant(1u), old.Constant(2u)));

        Assert.Equal("random/BitwiseXor: BitwiseXor, as it is used here, exists from opset 18 on, but the graph is built for opset 17.", exception.Message);
        Assert.Equal("random/BitwiseXor", exception.Node);
        var usual = new GraphBuilder("test");
        Assert.Contains("from opset 20 on", Assert.Throws<GraphBuildException>(() => usual.StringConcat(usual.Constant("a"), usual.Constant("b"))).Message, StringComparison.Ordinal);
        Assert.Contains("from opset 19 on", Assert.Throws<GraphBuildException>(() => usual.Equal(usual.Constant("a"), usual.Constant("b"))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new GraphBuilder("test", 16));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GraphBuilder("test", 21));
    }

    [Fact]
    public void A_loop_body_is_lowered_with_its_graph()
    {
        var g = new GraphBuilder("test");
        var loop = g.Loop("loop", g.Constant(2L), [("x", g.Counting(2, 3))], (body, carried) =>
            new(body.Constant(true), [body.Add(carried[0], body.ReduceMax(carried[0], axis: 1, keep: true))], []));
        g.Output("y", loop.Carried[0]);
        g.LowerTo(17);
        var bytes = OnnxModel.Of(g).ToBytes();

        using var graph = new OnnxGraph(bytes);
        Assert.Equal([6, 7, 8, 18, 19, 20], graph.Run()["y"].Floats); // + 2, then + 4; + 5, then + 10
    }

    [Fact]
    public void Texts_are_split_joined_matched_and_looked_up()
    {
        var results = EvaluateAll(
            g =>
            {
                var text = g.Texts(["the lamb", " the  the fox ", ""], 3);
                var (parts, counts) = g.StringSplit(text);
                return
                [
                    parts, counts, g.StringConcat(text, g.Constant("!")), g.RegexFullMatch(text, "the.*"), g.LookUp(parts, ["the", "lamb"], [5, 6], -1),
                    g.Equal(text, g.Constant("the lamb")), g.StringSplit(g.Texts(["a,b"], 1), ",").Parts,
                ];
            },
            opset: 20);

        Assert.Equal(["the", "lamb", "", "the", "the", "fox", "", "", ""], results[0].Texts);
        Assert.Equal([2, 3, 0], results[1].Longs);
        Assert.Equal(["the lamb!", " the  the fox !", "!"], results[2].Texts);
        Assert.Equal([true, false, false], (bool[])results[3].Data);
        Assert.Equal([5, 6, -1, 5, 5, -1, -1, -1, -1], results[4].Longs);
        Assert.Equal([true, false, false], (bool[])results[5].Data);
        Assert.Equal(["a", "b"], results[6].Texts);
    }

    [Fact]
    public void A_finished_graph_can_be_part_of_another()
    {
        var inner = new GraphBuilder("inner");
        var x = inner.Input("x", ElementType.Float32, ["batch"]);
        var looped = inner.Loop("loop", inner.Constant(3L), [("y", x)], (body, carried) =>
            new(body.Constant(true), [body.Add(carried[0], body.Weight(Initializer.Of("step", [1f], 1)))], [])).Carried[0];
        inner.Output("y", looped);
        var results = EvaluateAll(
            g =>
            {
                var first = g.Inline("part", inner, new Dictionary<string, Value> { ["x"] = g.Counting(2) })[0];
                return [g.Inline("part", inner, new Dictionary<string, Value> { ["x"] = g.Mul(first, first) })[0]];
            },
            opset: 20);

        Assert.Equal([12, 19], results[0].Floats); // (x + 3)² + 3
    }

    [Fact]
    public void A_part_takes_values_of_its_types_and_shapes()
    {
        var inner = new GraphBuilder("inner");
        inner.Output("y", inner.Tanh(inner.Input("x", ElementType.Float32, ["batch", 3])));
        var g = new GraphBuilder("outer");

        Assert.Contains("'x' is Float32 [batch, 3]", Assert.Throws<GraphBuildException>(
            () => g.Inline("part", inner, new Dictionary<string, Value> { ["x"] = g.Counting(2, 4) })).Message, StringComparison.Ordinal);
        Assert.Contains("has no value", Assert.Throws<GraphBuildException>(() => g.Inline("part", inner, new Dictionary<string, Value>())).Message, StringComparison.Ordinal);
    }
}
