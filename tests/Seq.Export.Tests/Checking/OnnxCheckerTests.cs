using Seq.Export.Onnx;
using Seq.Model;
using AttributeType = Seq.Export.Onnx.AttributeProto.Types.AttributeType;

namespace Seq.Export.Tests;

/// <summary>The check with inference: nothing to say of what the exporter writes, a sentence with the place for every planted fault.</summary>
public class OnnxCheckerTests
{
    private static readonly Dictionary<string, (string Where, string Text, Action<ModelProto> Plant)> Mistakes = new()
    {
        ["ir"] = ("model", "format version 3 is too old for opset 18", model => model.IrVersion = 3),
        ["opset"] = ("model", "is not listed", model => model.OpsetImport.Clear()),
        ["name"] = ("MatMul", "'nothing' is made by nothing before it", model => Node(model, "MatMul").Input[0] = "nothing"),
        ["twice"] = ("Tanh", "is empty or taken", model => Node(model, "Tanh").Output[0] = "MatMul"),
        ["output"] = ("test", "is made by nothing in the graph", model => model.Graph.Output[0].Name = "nothing"),
        ["inputs"] = ("Tanh", "Tanh takes 1 inputs", model => Node(model, "Tanh").Input.Add("x")),
        ["missing input"] = ("MatMul", "MatMul takes 2 inputs", model => Node(model, "MatMul").Input.RemoveAt(1)),
        ["attribute"] = ("Tanh", "has no attribute 'axis'", model => Node(model, "Tanh").Attribute.Add(new AttributeProto { Name = "axis", Type = AttributeType.Int })),
        ["attribute type"] = ("Softmax", "is of type Float; Softmax takes Int", model => Node(model, "Softmax").Attribute[0].Type = AttributeType.Float),
        ["needed attribute"] = ("Cast", "Cast needs the attribute 'to'", model => Node(model, "Cast").Attribute.Clear()),
        ["version"] = ("ReduceMax", "ReduceMax takes 1 inputs", model => model.OpsetImport[0].Version = 17),
        ["newer operator"] = ("Tanh", "StringSplit exists from opset 20 on", model => Node(model, "Tanh").OpType = "StringSplit"),
        ["domain"] = ("Tanh", "is not among the operator sets", model => Node(model, "Tanh").Domain = "elsewhere"),
        ["product"] = ("MatMul", "has 3 columns, but 'weight' [4, 2] has 4 rows", model => Weight(model).Dims[0] = 4),
        ["constant"] = ("weight", "does not hold 24 bytes", model => Weight(model).Dims[0] = 4),
        ["impossible"] = ("weight", "is impossible", model => Weight(model).Dims[0] = -4),
        ["type"] = ("MatMul", "both must be of one type", model => model.Graph.Input[0].Type.TensorType.ElemType = (int)ElementType.Float64),
        ["declared"] = ("test", "is declared as float[1, batch, 9]", model => model.Graph.Output[2].Type.TensorType.Shape.Dim[2].DimValue = 9),
        ["axis"] = ("ReduceMax", "axis 7 does not exist in 2 dimensions", model => Axes(model, 7)),
        ["axis twice"] = ("ReduceMax", "name one of them twice", model => Axes(model, 1, -1)),
        ["no body"] = ("Loop", "holds no graph", model => Node(model, "Loop").Attribute.Single(attribute => attribute.Name == "body").G = null),
        ["order"] = ("Transpose", "(0, 0) is not an order", model => Node(model, "Transpose").Attribute[0].Ints[0] = 0),
        ["lengths"] = ("GRU", "takes int32", model => Node(model, "Cast").Attribute[0].I = (long)ElementType.Int64),
        ["gates"] = ("GRU", "[1, 6, 2] is needed", model => Node(model, "GRU").Attribute.Single(attribute => attribute.Name == "hidden_size").I = 2),
        ["carried"] = ("Loop", "but the body takes it as", model => Body(model).Input[2].Type.TensorType.ElemType = (int)ElementType.Int64),
        ["body"] = ("Loop", "does not fit", model => Body(model).Output.RemoveAt(0)),
        ["body reads"] = ("loop/Add", "is made by nothing before it", model => Body(model).Node[0].Input[0] = "later"),
        ["metadata"] = ("model", "metadata entry 'a' is listed twice", model => model.MetadataProps.Add([new() { Key = "a" }, new() { Key = "a" }])),
    };

    public static TheoryData<string> Faults => new(Mistakes.Keys);

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_planted_fault_is_reported_where_it_is(string fault)
    {
        var (where, text, plant) = Mistakes[fault];
        var model = Model();
        Assert.Empty(OnnxChecker.Check(model));

        plant(model);

        Assert.Contains(OnnxChecker.Check(model), problem => problem.Where == where && problem.Text.Contains(text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(17, false)]
    [InlineData(18, true)]
    public void Nothing_is_wrong_with_what_the_exporter_writes(int opset, bool newest)
    {
        foreach (var cell in new[] { CellKind.Lstm, CellKind.Gru, CellKind.ElmanRelu })
        {
            using var exported = new ExportedModel(
                Variants.Create(cell, 2, bidirectional: true, AttentionScore.Additive, context: true, BridgeKind.Linear),
                seed: 1,
                new() { BeamGraph = new(), SampleGraph = newest, TextGraph = newest, Opset = opset });

            Assert.All(exported.Bundle.Manifest.Graphs.Keys, name => Assert.Empty(OnnxModel.Load(exported.Bundle.PathOf(name)).Check()));
        }
    }

    [Fact]
    public void A_shape_that_is_declared_wrongly_is_found_through_a_recurrent_layer()
    {
        using var exported = new ExportedModel(Variants.Create(CellKind.Lstm, attention: AttentionScore.General), seed: 1);
        var model = OnnxModel.Load(exported.Bundle.PathOf(GraphNames.Encode));
        var memory = model.Proto.Graph.Output.Single(output => output.Name == GraphNames.Memory);

        memory.Type.TensorType.Shape.Dim[2].DimValue = 99;

        Assert.Contains(model.Check(), problem => problem.Text.Contains("'memory' is declared as float[batch, source, 99]", StringComparison.Ordinal));
    }

    [Fact]
    public void The_table_knows_every_operator_that_the_builder_refuses_before_a_version() =>
        Assert.All(OperatorSchemas.Names.Where(name => !name.Contains('.', StringComparison.Ordinal)), name =>
            Assert.Equal(Math.Max(OperatorSchemas.Since(name)!.Value, OperatorVersions.Oldest), OperatorVersions.Introduced(name)));

    private static ModelProto Model()
    {
        var g = new GraphBuilder("test");
        var x = g.Input("x", ElementType.Float32, ["batch", 3]);
        var lengths = g.Input("lengths", ElementType.Int64, ["batch"]);
        var product = g.Tanh(g.MatMul(x, g.Weight(Initializer.Of("weight", [1f, 2, 3, 4, 5, 6], 3, 2))));
        var loop = g.Loop("loop", g.Constant(2L), [("state", product)], (body, carried) => new(body.Constant(true), [body.Add(carried[0], carried[0])], []));
        g.Output("y", g.Softmax(loop.Carried[0], axis: 1), ["batch", 2]);
        g.Output("max", g.ReduceMax(x, axis: 1));
        var weights = new RecurrentValues(
            g.Weight(Initializer.Of("W", new float[18], 1, 9, 2)), g.Weight(Initializer.Of("R", new float[27], 1, 9, 3)), g.Weight(Initializer.Of("B", new float[18], 1, 18)), 1, 3);
        var sequence = g.Unsqueeze(g.Transpose(g.Transpose(product, 1, 0), 1, 0), axis: 0);
        g.Output("last", g.Gru(sequence, weights, g.Cast(lengths, ElementType.Int32), initial: null).Last.Hidden);
        return OnnxModel.Of(g).Proto;
    }

    private static NodeProto Node(ModelProto model, string @operator) => model.Graph.Node.First(node => node.OpType == @operator);

    private static TensorProto Weight(ModelProto model) => model.Graph.Initializer.Single(tensor => tensor.Name == "weight");

    private static GraphProto Body(ModelProto model) => Node(model, "Loop").Attribute.Single(attribute => attribute.Name == "body").G;

    private static void Axes(ModelProto model, params long[] axes)
    {
        model.Graph.Initializer.Add(new TensorProto { Name = "axes", DataType = (int)ElementType.Int64, Dims = { axes.Length }, Int64Data = { axes } });
        Node(model, "ReduceMax").Input[1] = "axes";
    }
}
