using Google.Protobuf;
using Seq.Export.Onnx;
using Seq.Model;
using Seq.Tests;
using AttributeType = Seq.Export.Onnx.AttributeProto.Types.AttributeType;

namespace Seq.Export.Tests;

/// <summary>The check that stands before ONNX Runtime: it accepts what the exporter writes and refuses, with one kind of exception, whatever is damaged.</summary>
public sealed class OnnxFileCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static readonly Dictionary<string, (string Message, Action<ModelProto> Plant)> Mistakes = new()
    {
        ["no graph"] = ("it has no graph", model => model.Graph = null),
        ["no output"] = ("its graph has no output", model => model.Graph.Output.Clear()),
        ["no opset"] = ("does not say which version", model => model.OpsetImport.Clear()),
        ["opset twice"] = ("lists the operator set", model => model.OpsetImport.Add(model.OpsetImport[0].Clone())),
        ["version"] = ("its format version is 0", model => model.IrVersion = 0),
        ["metadata twice"] = ("lists the metadata entry 'a' twice", model => model.MetadataProps.Add([new() { Key = "a" }, new() { Key = "a" }])),
        ["input of nothing"] = ("reads 'nothing', which nothing before it makes", model => model.Graph.Node[0].Input[0] = "nothing"),
        ["cycle"] = ("which nothing before it makes", model => model.Graph.Node[0].Input[0] = model.Graph.Node[^1].Output[0]),
        ["order"] = ("which nothing before it makes", model => Swap(model.Graph)),
        ["made twice"] = ("which is empty or taken", model => model.Graph.Node.Add(model.Graph.Node[0].Clone())),
        ["output of nothing"] = ("returns 'nothing', which nothing in it makes", model => model.Graph.Output[0].Name = "nothing"),
        ["untyped input"] = ("does not say that it is a tensor", model => model.Graph.Input[0].Type = null),
        ["strange type"] = ("unknown element type 99", model => model.Graph.Input[0].Type.TensorType.ElemType = 99),
        ["strange dimension"] = ("an impossible dimension", model => model.Graph.Input[0].Type.TensorType.Shape.Dim[0].DimValue = -4),
        ["no operator"] = ("has no operator", model => model.Graph.Node[0].OpType = ""),
        ["domain"] = ("is of the domain 'elsewhere'", model => model.Graph.Node[0].Domain = "elsewhere"),
        ["attribute type"] = ("is of type 2 but holds type 7", model => Attribute(model).Type = AttributeType.Int),
        ["attribute twice"] = ("stands there twice", model => Node(model).Attribute.Add(Attribute(model).Clone())),
        ["negative size"] = ("the impossible shape [-1", model => model.Graph.Initializer[0].Dims[0] = -1),
        ["huge size"] = ("the impossible shape", model => model.Graph.Initializer[0].Dims.Add([long.MaxValue, long.MaxValue])),
        ["element type"] = ("the element type 77", model => model.Graph.Initializer[0].DataType = 77),
        ["missing bytes"] = ("holds 4 bytes", model => model.Graph.Initializer[0].RawData = ByteString.CopyFrom(1, 2, 3, 4)),
        ["two kinds of data"] = ("holds", model => model.Graph.Initializer[0].FloatData.Add(1f)),
        ["file outside"] = ("not a plain path inside the folder", model => External(model, ("location", "../weights.bin"))),
        ["no such file"] = ("which is not there", model => External(model, ("location", "other.bin"))),
        ["file too short"] = ("but 'weights.bin' has 10", model => External(model, ("location", "weights.bin"))),
        ["offset"] = ("which is no number", model => External(model, ("location", "weights.bin"), ("offset", "-1"))),
        ["no location"] = ("does not name it", model => External(model, ("offset", "1"))),
        ["body missing"] = ("instead of (body)", model => Loop(model).Attribute.Clear()),
        ["body too small"] = ("does not fit", model => Loop(model).Attribute[0].G.Output.RemoveAt(0)),
        ["body reads a later value"] = ("which nothing before it makes", model => Loop(model).Attribute[0].G.Node[0].Input[0] = "y"),
        ["body repeats a name"] = ("empty or taken", model => Loop(model).Attribute[0].G.Node[0].Output[0] = "x"),
        ["deep bodies"] = ("nested more than 16 deep", Deepen),
        ["constant node"] = ("is a constant of its own", model => model.Graph.Node.Insert(0, new NodeProto
        {
            OpType = "Constant",
            Output = { "hidden" },
            Attribute = { new AttributeProto { Name = "value_int", Type = AttributeType.Int, I = -1 } },
        })),
        ["huge constant"] = ("asks for more than", model =>
        {
            model.Graph.Initializer.Add(new TensorProto { Name = "sizes", DataType = 7, Dims = { 2 }, Int64Data = { 1L << 40, 2 } });
            model.Graph.Node.Add(new NodeProto { OpType = "ConstantOfShape", Input = { "sizes" }, Output = { "much" } });
        }),
    };

    public static TheoryData<string> Faults => new(Mistakes.Keys);

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_planted_fault_is_named(string fault)
    {
        var (message, plant) = Mistakes[fault];
        var model = Model();
        File.WriteAllBytes(_folder["sound.onnx"], model.ToByteArray());
        OnnxFileCheck.Check(_folder["sound.onnx"]);

        plant(model);
        File.WriteAllBytes(_folder["weights.bin"], new byte[10]);
        File.WriteAllBytes(_folder["fault.onnx"], model.ToByteArray());
        var exception = Assert.Throws<ModelFormatException>(() => OnnxFileCheck.Check(_folder["fault.onnx"]));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Contains("fault.onnx", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(1L << 30)]
    public void Every_graph_of_the_exporter_is_sound(long threshold)
    {
        using var exported = new ExportedModel(
            Variants.Create(CellKind.Lstm, 2, bidirectional: true, AttentionScore.Additive, context: true, BridgeKind.Linear),
            seed: 1,
            new() { BeamGraph = new(), SampleGraph = true, ExternalDataThreshold = threshold });

        Assert.All(exported.Bundle.Manifest.Graphs.Keys, name => OnnxFileCheck.Check(exported.Bundle.PathOf(name)));
    }

    [Fact]
    public void A_changed_bit_or_a_cut_gives_one_kind_of_exception_and_little_memory()
    {
        using var exported = new ExportedModel(Variants.Create(CellKind.Gru, attention: AttentionScore.General), seed: 1, new() { BeamGraph = new() });
        var random = new Random(5);
        foreach (var name in exported.Bundle.Manifest.Graphs.Keys)
        {
            var bytes = File.ReadAllBytes(exported.Bundle.PathOf(name));
            for (var round = 0; round < 150; round++)
            {
                var changed = round % 3 == 0 ? bytes[..random.Next(bytes.Length)] : (byte[])bytes.Clone();
                for (var flip = 0; flip < round % 3 && changed.Length > 0; flip++)
                {
                    changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
                }

                if (changed.Length == 0)
                {
                    continue; // An empty file is refused before it is read.
                }

                File.WriteAllBytes(_folder["changed.onnx"], changed);
                var before = GC.GetAllocatedBytesForCurrentThread();
                var exception = Record.Exception(() => OnnxFileCheck.Check(_folder["changed.onnx"]));
                Assert.True(exception is null or ModelFormatException, $"{name}, round {round}: {exception}");
                Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 50 << 20, $"{name}, round {round} took much memory.");
            }
        }
    }

    [Fact]
    public void A_file_of_nothing_but_empty_nodes_ends_at_the_limit()
    {
        var graph = new byte[3 * 2_200_000];
        for (var i = 0; i < graph.Length; i += 3)
        {
            (graph[i], graph[i + 1], graph[i + 2]) = (0x62, 1, 0); // An output of one byte.
        }

        using (var file = File.Create(_folder["many.onnx"]))
        using (var output = new CodedOutputStream(file))
        {
            output.WriteTag(7, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(graph));
        }

        Assert.Throws<ModelFormatException>(() => OnnxFileCheck.Check(_folder["many.onnx"]));
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("/nowhere/at.onnx", Assert.Throws<ModelFormatException>(() => OnnxFileCheck.Check("/nowhere/at.onnx")).Message, StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    private static ModelProto Model()
    {
        var g = new GraphBuilder("test");
        var x = g.Input("x", ElementType.Float32, ["batch", 2]);
        var added = g.Add(x, g.Weight(Initializer.Of("weight", [1f, 2f], 2)));
        var looped = g.Loop("loop", g.Constant(3L), [("carried", g.Transpose(added, 1, 0))], (body, carried) => new(body.Constant(true), [body.Tanh(carried[0])], []));
        g.Output("y", g.Tanh(looped.Carried[0]));
        return OnnxModel.Of(g).Proto;
    }

    private static NodeProto Node(ModelProto model) => model.Graph.Node.First(node => node.Attribute.Any(attribute => attribute.Type == AttributeType.Ints));

    private static AttributeProto Attribute(ModelProto model) => Node(model).Attribute[0];

    private static NodeProto Loop(ModelProto model) => model.Graph.Node.Single(node => node.OpType == "Loop");

    private static void Swap(GraphProto graph)
    {
        var first = graph.Node[0];
        graph.Node.RemoveAt(0);
        graph.Node.Add(first);
    }

    private static void External(ModelProto model, params (string Key, string Value)[] entries)
    {
        var tensor = model.Graph.Initializer[0];
        tensor.ClearRawData();
        tensor.DataLocation = TensorProto.Types.DataLocation.External;
        tensor.Dims[0] = 4;
        tensor.ExternalData.AddRange(entries.Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }));
    }

    private static void Deepen(ModelProto model)
    {
        var graph = new GraphProto();
        for (var depth = 0; depth < 30; depth++)
        {
            var node = new NodeProto { OpType = "Loop" };
            node.Attribute.Add(new AttributeProto { Name = "body", Type = AttributeType.Graph, G = graph });
            graph = new GraphProto { Node = { node } };
        }

        model.Graph.Node.Add(graph.Node);
    }
}
