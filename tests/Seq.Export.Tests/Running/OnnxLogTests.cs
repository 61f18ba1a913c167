using Google.Protobuf;
using Seq.Export.Onnx;

namespace Seq.Export.Tests;

/// <summary>That no graph makes ONNX Runtime warn is only worth something if a warning would be heard.</summary>
public class OnnxLogTests
{
    [Fact]
    public void A_warning_is_heard_and_is_the_session_s_own()
    {
        var g = new GraphBuilder("graph");
        g.Output("y", g.Relu(g.Input("x", ElementType.Float32, [2])), [2]);
        var model = new ModelProto { IrVersion = 8, Graph = new BundleGraph(g).ToProto() };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 18 });
        using var quiet = new OnnxGraph(model.ToByteArray());
        var unused = new TensorProto { Name = "unused", DataType = (int)TensorProto.Types.DataType.Float };
        unused.Dims.Add(1);
        unused.FloatData.Add(1f);
        model.Graph.Initializer.Add(unused);

        using var loud = new OnnxGraph(model.ToByteArray());

        Assert.Contains(loud.Warnings, warning => warning.Contains("unused", StringComparison.Ordinal));
        Assert.Empty(quiet.Warnings);
    }
}
