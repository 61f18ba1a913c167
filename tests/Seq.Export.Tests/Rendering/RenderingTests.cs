using System.Xml.Linq;
using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>Graphs as text and pictures.</summary>
public class RenderingTests
{
    [Fact]
    public void A_graph_prints_as_one_line_per_node()
    {
        var text = Model().WithProducer("test", "1").WithMetadata("note", "a \"b\"").ToText();

        Assert.Equal(
            """
            <ir_version: 8, opset_import: ["" : 18], producer: "test 1">
            // note = "a \"b\""
            attention (float[batch, 3] x) => (float[batch, 3] y)
            {
               float[2, 3] weight = {1, 2, 3, 4, 5, 6}
               int64[] constant/int64_2 = {2}
               bool[] constant/true = {true}
               score/Softmax = Softmax <axis = 1> (x)
               y = Loop (constant/int64_2, constant/true, score/Softmax)
                  body =
                  loop (int64[] loop/iteration, bool[] loop/condition, float[batch, 3] loop/state) => (bool[] loop/continue, float[batch, 3] loop/next_state)
                  {
                     bool[] loop/constant/true = {true}
                     loop/ReduceSum = ReduceSum <keepdims = 1> (weight, loop/constant/int64s_0)
                     loop/next_state = Mul (loop/state, loop/ReduceSum)
                     loop/continue = Identity (loop/constant/true)
                  }
            }

            """.ReplaceLineEndings("\n"),
            string.Join('\n', text.Split('\n').Where(line => !line.Contains("int64[1]", StringComparison.Ordinal))));
    }

    [Fact]
    public void A_mermaid_picture_has_a_box_per_node_and_a_frame_per_body()
    {
        Assert.Equal(
            """
            flowchart TD
              n0(["x: float[batch, 3]"])
              n1["Softmax"]
              n2["Loop"]
              n3(["y: float[batch, 3]"])
              n0 --> n1
              n1 --> n2
              n2 --> n3
              subgraph g4 ["Loop: body"]
                n4(["loop/iteration: int64[]"])
                n5(["loop/condition: bool[]"])
                n6(["loop/state: float[batch, 3]"])
                n7["ReduceSum"]
                n8["Mul"]
                n9["Identity"]
                n10(["loop/continue: bool[]"])
                n11(["loop/next_state: float[batch, 3]"])
                n6 --> n8
                n7 --> n8
                n9 --> n10
                n8 --> n11
              end
              n2 -.- g4

            """.ReplaceLineEndings("\n"),
            Model().ToMermaid());
    }

    [Fact]
    public void An_svg_picture_is_xml_whose_arrows_point_down_and_whose_boxes_do_not_overlap()
    {
        using var exported = new ExportedModel(Variants.Create(CellKind.Lstm, layers: 2, attention: AttentionScore.Additive), seed: 1);
        var model = OnnxModel.Load(exported.Bundle.PathOf(GraphNames.GenerateGreedy));
        var svg = model.ToSvg();
        var drawing = XDocument.Parse(svg);
        XNamespace space = "http://www.w3.org/2000/svg";
        double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, System.Globalization.CultureInfo.InvariantCulture);

        foreach (var group in drawing.Root!.Elements(space + "g"))
        {
            var rows = group.Elements(space + "rect").GroupBy(box => Number(box, "y"));
            Assert.All(rows, row => Assert.All(
                row.OrderBy(box => Number(box, "x")).Zip(row.OrderBy(box => Number(box, "x")).Skip(1)),
                pair => Assert.True(Number(pair.First, "x") + Number(pair.First, "width") < Number(pair.Second, "x"))));
        }

        var nodes = model.Summarize().NodeCount;
        Assert.True(drawing.Descendants(space + "rect").Count() > nodes, "Every node has a box, and so have inputs and outputs.");
        Assert.Equal(svg, OnnxModel.Load(exported.Bundle.PathOf(GraphNames.GenerateGreedy)).ToSvg());
    }

    [Fact]
    public void Names_that_are_markup_are_escaped()
    {
        var g = new GraphBuilder("<graph> & \"more\"");
        g.Output("<y>", g.Tanh(g.Input("a \"b\" <c>", ElementType.Float32, [1])));
        var model = OnnxModel.Of(g);

        Assert.Contains("<graph> & \"more\"", XDocument.Parse(model.ToSvg()).ToString(SaveOptions.None).Replace("&lt;", "<", StringComparison.Ordinal)
            .Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("a #quot;b#quot; #lt;c>", model.ToMermaid(), StringComparison.Ordinal);
        Assert.Contains("\"<y>\" = Tanh (\"a \\\"b\\\" <c>\")", model.ToText(), StringComparison.Ordinal);
    }

    private static OnnxModel Model()
    {
        var g = new GraphBuilder("attention");
        var x = g.Input("x", ElementType.Float32, ["batch", 3]);
        Value weights;
        using (g.Scope("score"))
        {
            weights = g.Softmax(x, axis: 1);
        }

        var matrix = g.Weight(Initializer.Of("weight", [1f, 2, 3, 4, 5, 6], 2, 3));
        var loop = g.Loop("loop", g.Constant(2L), [("state", weights)], (body, carried) =>
            new(body.Constant(true), [body.Mul(carried[0], body.ReduceSum(matrix, axis: 0, keep: true))], []));
        g.Output("y", loop.Carried[0]);
        return OnnxModel.Of(g);
    }
}
