using Google.Protobuf;
using Seq.Export.Onnx;
using Seq.Model;
using Seq.Tests;

namespace Seq.Export.Tests;

public class OnnxModelSummaryTests
{
    [Fact]
    public void A_summary_counts_operators_of_loop_bodies_too()
    {
        using var exported = new ExportedModel(Variants.Create(CellKind.Gru, layers: 2), seed: 1, new() { FoldEmbeddings = EmbeddingFolding.Never });
        var summary = OnnxModelSummary.Read(exported.Bundle.PathOf(GraphNames.GenerateGreedy));

        Assert.Equal(2, summary.Operators["GRU"]); // Two layers of the encoder, before the loop.
        Assert.Equal(2, summary.Operators["Sigmoid"]); // Two layers of the decoder, in it.
        Assert.Equal(1, summary.Operators["Loop"]);
        Assert.Equal(summary.Operators.Values.Sum(), summary.NodeCount);
        Assert.Equal(18, summary.Opsets["ai.onnx"]);
        Assert.Equal(8, summary.IrVersion);
        Assert.Equal(["source", "source_lengths", "max_length"], summary.Inputs.Select(input => input.Name));
        Assert.Equal("int64", summary.Inputs[0].Type);
        Assert.Equal(["batch", "source"], summary.Inputs[0].Shape);
        Assert.Equal([], summary.Inputs[2].Shape);
        Assert.Equal("2", summary.Metadata["seq.end_token"]);
        Assert.InRange(summary.InitializerBytes, 4 * exported.Model.ParameterCount, (4 * exported.Model.ParameterCount) + 1000);
    }

    [Fact]
    public void Only_standard_operators_are_written()
    {
        using var exported = new ExportedModel(Variants.Create(CellKind.Lstm, 2, bidirectional: true, AttentionScore.Additive, context: true, BridgeKind.Linear), seed: 1);

        Assert.All(exported.Report.Graphs.Values, summary => Assert.Equal(["ai.onnx"], summary.Opsets.Keys));
        Assert.All(exported.Report.Graphs.Values, summary => Assert.All(summary.Operators.Keys, name => Assert.DoesNotContain("::", name, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_file_cut_anywhere_gives_one_clear_error_or_a_smaller_model()
    {
        using var folder = new TemporaryFolder();
        using var exported = new ExportedModel(Variants.Create(CellKind.Gru), seed: 1);
        var bytes = File.ReadAllBytes(exported.Bundle.PathOf(GraphNames.Step));
        for (var length = 0; length < bytes.Length; length += 7)
        {
            File.WriteAllBytes(folder["cut.onnx"], bytes[..length]);
            var exception = Record.Exception(() => OnnxModelSummary.Read(folder["cut.onnx"]));
            Assert.True(exception is null or ModelFormatException, $"Cut to {length} bytes: {exception}");
        }
    }

    [Fact]
    public void Random_bytes_give_a_clear_error()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(3);
        for (var round = 0; round < 200; round++)
        {
            var bytes = new byte[random.Next(1, 200)];
            random.NextBytes(bytes);
            File.WriteAllBytes(folder["noise.onnx"], bytes);
            Assert.Contains("noise.onnx", Assert.Throws<ModelFormatException>(() => OnnxModelSummary.Read(folder["noise.onnx"])).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(-1L)]
    [InlineData(long.MaxValue)]
    public void A_tensor_of_impossible_size_is_refused(long size)
    {
        var tensor = new TensorProto { Name = "huge", DataType = 1 };
        tensor.Dims.AddRange([size, 4]);
        var graph = new GraphProto();
        graph.Initializer.Add(tensor);

        Assert.Contains("'huge' has the impossible shape", Refused(graph), StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_that_add_up_to_more_than_any_disk_are_refused()
    {
        var graph = new GraphProto();
        for (var i = 0; i < 3; i++)
        {
            var tensor = new TensorProto { Name = $"t{i}", DataType = 2 };
            tensor.Dims.Add(long.MaxValue / 5);
            graph.Initializer.Add(tensor);
        }

        Assert.Contains("claim more bytes", Refused(graph), StringComparison.Ordinal);
    }

    [Fact]
    public void Bodies_nested_beyond_reason_are_refused()
    {
        var graph = new GraphProto();
        for (var depth = 0; depth < 200; depth++)
        {
            var node = new NodeProto { OpType = "Loop" };
            node.Attribute.Add(new AttributeProto { Name = "body", G = graph });
            graph = new GraphProto { Node = { node } };
        }

        Assert.Contains("cannot be read as ONNX", Refused(graph), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("/nowhere/at.onnx", Assert.Throws<ModelFormatException>(() => OnnxModelSummary.Read("/nowhere/at.onnx")).Message, StringComparison.Ordinal);

    private static string Refused(GraphProto graph)
    {
        using var folder = new TemporaryFolder();
        var model = new ModelProto { IrVersion = 8, Graph = graph, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 18 } } };
        File.WriteAllBytes(folder["hostile.onnx"], model.ToByteArray());
        return Assert.Throws<ModelFormatException>(() => OnnxModelSummary.Read(folder["hostile.onnx"])).Message;
    }
}
