using Seq.Export.Onnx;
using Seq.Model;
using DataType = Seq.Export.Onnx.TensorProto.Types.DataType;
using static Seq.Parity.Tests.FaultModels;

namespace Seq.Parity.Tests;

/// <summary>The faults that parity must find.</summary>
internal static class Faults
{
    internal static IReadOnlyList<Fault> All { get; } = [.. OfCells(), .. OfLengths(), .. OfAttention(), .. OfParts(), .. OfSearches(), .. OfSampling(), .. OfSearchInputs(), .. OfAttentionOutputs(), .. OfText()];

    private static IEnumerable<Fault> OfCells() =>
    [
        new("gates of an LSTM operator in PyTorch's order", Plain, b => b.Weight("encoder.layer_0.R", (values, _) => Numbers.SwapBlocks(values, 4, 1, 2))),
        new("gates of a GRU operator in PyTorch's order", Attention, b => b.Weight("encoder.layer_0.R", (values, _) => Numbers.SwapBlocks(values, 6, 0, 1))),
        new("gates of a step's LSTM exchanged", Plain, b => b.Weight("decoder.layer_1.recurrent", (values, dims) => Numbers.SwapColumns(values, dims, 4, 0, 1), GraphNames.Step)),
        new("gates of a step's GRU exchanged", Ties, b => b.Weight("decoder.layer_0.recurrent", (values, dims) => Numbers.SwapColumns(values, dims, 3, 0, 1), GraphNames.Step)),
        new("recurrent bias of a GRU missing", Attention, b => b.Weight("encoder.layer_0.B", (values, _) => Array.Clear(values, values.Length / 4, values.Length / 4))),
        new("recurrent bias of a step's GRU missing", Ties, b => b.Weight("decoder.bias_hh_l0", (values, _) => Array.Clear(values), GraphNames.Step)),
        new("linear_before_reset 0", Attention, b => b.Nodes("GRU", "", (_, node) => node.Attribute.Single(attribute => attribute.Name == "linear_before_reset").I = 0)),
        new("activation of an RNN operator", Feeding, b => b.Nodes("RNN", "encoder", (_, node) => SetActivation(node, "Sigmoid"))),
        new("activation of a step's cell", Plain, b => b.Replace("Tanh", "Sigmoid", "layer_2/cell/Tanh", GraphNames.Step)),
        new("recurrent weight transposed", Feeding, b => b.Weight("encoder.layer_0.R", Numbers.Transpose)),
        new("cell and hidden state exchanged", Plain, b => b.ExchangeOutputs("next_hidden_0", "next_cell_0", GraphNames.Step)),
        new("layers in the wrong order", Plain, b => b.ExchangeWeights("decoder.layer_1.recurrent", "decoder.layer_2.recurrent", GraphNames.Step)),
        new("residual connection missing", Plain, b => b.Skip("Add", "decoder/layer_1/Add", 0, GraphNames.Step)),
        new("layer norm without its gain", Language, b => b.Weight("norm_ih_l0.weight.ordered", (values, _) => Array.Fill(values, 1))),
        new("projection missing", Language, b => b.Weight("weight_hr_l0.transposed", (values, dims) => Identity(values, (int)dims[^1]))),
    ];

    private static IEnumerable<Fault> OfLengths() =>
    [
        new("length one too short", Attention, b => b.Rewire(GraphNames.SourceLengths, g => OneLess(b, g), GraphNames.Encode)),
        new("length one too short in a tagger", Tags, b => b.Rewire(GraphNames.SourceLengths, g => OneLess(b, g))),
        new("lengths ignored", Tags, b => b.Nodes("LSTM", "", (_, node) => node.Input[4] = "")),
        new("directions exchanged", Attention, b => b.Weight("encoder.layer_0.W", (values, _) => Numbers.SwapBlocks(values, 2, 0, 1))
            .Weight("encoder.layer_0.R", (values, _) => Numbers.SwapBlocks(values, 2, 0, 1)).Weight("encoder.layer_0.B", (values, _) => Numbers.SwapBlocks(values, 2, 0, 1))),
        new("last token dropped", Attention, b => b.Rewire(GraphNames.MaxLength, g => b.Node(g, "Sub", GraphNames.MaxLength, b.Constant(g, DataType.Int64, [1L])), GraphNames.GenerateGreedy)),
    ];

    private static IEnumerable<Fault> OfAttention() =>
    [
        new("mask of the attention missing", Attention, b => b.Skip("Where", "attention/Where", 1)),
        new("mask of the attention missing in the step", Feeding, b => b.Skip("Where", "attention/Where", 1, GraphNames.Step)),
        new("coverage not summed up", Attention, b => b.Returns("next_coverage", 1, GraphNames.Step)),
        new("input feeding stale", Feeding, b => b.Becomes("next_input_feed", GraphNames.InputFeed, GraphNames.Step)),
        new("context of the window stale", Window, b => b.Becomes("next_window_context", GraphNames.WindowContext, GraphNames.Step)),
        new("window not moved on", Window, b => b.Becomes("next_window", GraphNames.Window, GraphNames.Step)),
        new("tanh of the bridge missing", Attention, b => b.Skip("Tanh", "bridge", 0, GraphNames.Encode)),
    ];

    private static IEnumerable<Fault> OfParts() =>
    [
        new("embeddings of two tokens exchanged", Attention, b => b.Weight("source_embedding.weight", (values, dims) => Numbers.SwapBlocks(values, (int)dims[0], 2, 3))),
        new("output bias missing in the step", Plain, b => b.Weight("output.bias", (values, _) => Array.Clear(values), GraphNames.Step)),
        new("output weight transposed", Plain, b => b.Weight("output.weight.transposed", Numbers.Transpose, GraphNames.Score)),
        new("log-probabilities over the wrong axis", Plain, b => b.Nodes("LogSoftmax", "", (_, node) => node.Attribute.Single().I = 1, GraphNames.Score)),
        new("clusters of an adaptive softmax in the wrong order", Language, b => b.Nodes("Concat", "output/Concat", (_, node) => (node.Input[1], node.Input[2]) = (node.Input[2], node.Input[1]))),
        new("share of a cluster missing", Language, b => b.Skip("Add", "cluster_0/Add", 0)),
        new("padding of a convolution on the other side", Classes, b => b.Nodes("Conv", "", (_, node) => Swap(node.Attribute.Single(attribute => attribute.Name == "pads")))),
        new("ReLU of a convolution missing", Classes, b => b.Skip("Relu", "convolution", 0)),
        new("sum in place of the mean", Classes, b => b.Skip("Div", "pooling/Div", 0)),
        new("maximum in place of the mean", Classes, b => b.Replace("ReduceSum", "ReduceMax", "pooling/ReduceSum")),
    ];

    private static IEnumerable<Fault> OfSearches() =>
    [
        new("state not reordered in a beam", Plain, b => b.Nodes("Gather", "loop/choose/Gather", (_, node) => Skip(node, 0), GraphNames.GenerateBeam)),
        new("ties to the highest id", Ties, b => b.Nodes("TopK", "choose", (_, node) => LastGreatest(node), GraphNames.GenerateGreedy)),
        new("wrong start token", Attention, b => b.Nodes("Expand", "start/Expand", (graph, node) => node.Input[0] = node.Name == "start/Expand" ? b.Constant(graph, DataType.Int64, [3L]) : node.Input[0], GraphNames.GenerateGreedy)),
        new("log-probabilities counted after the end", Attention, b => b.Nodes("Where", "collect/Where", (_, node) => Skip(node, 2), GraphNames.GenerateGreedy)),
        new("length penalty without its exponent", Plain, b => b.Skip("Pow", "length_penalty", 0, GraphNames.GenerateBeam)),
        new("length penalty of another form", Plain, b => b.Rewire(GraphNames.LengthPenaltyOffset, g => b.Constant(g, DataType.Float, [1f]), GraphNames.GenerateBeam)),
        new("minimum length ignored by a beam", Plain, b => b.Rewire(GraphNames.MinLength, g => b.Constant(g, DataType.Int64, [0L]), GraphNames.GenerateBeam)),
        new("normaliser of a beam without its logarithm", Plain, b => b.Skip("Log", "log_sum_exp", 0, GraphNames.GenerateBeam)),
    ];

    private static IEnumerable<Fault> OfSampling() =>
    [
        new("wrong uniform number", Plain, b => b.Nodes("BitShift", "uniforms", (graph, node) => node.Input[1] = b.Constant(graph, DataType.Uint32, [9u]), GraphNames.GenerateSample)),
        new("seed ignored", Plain, b => b.Rewire(GraphNames.Seed, g => b.Constant(g, DataType.Uint32, [0u, 0u], 2), GraphNames.GenerateSample)),
        new("row key ignored", Plain, b => b.Rewire(GraphNames.RowKeys, _ => GraphNames.SampleIndices, GraphNames.GenerateSample)),
        new("sample index ignored", Plain, b => b.Rewire(GraphNames.SampleIndices, _ => GraphNames.RowKeys, GraphNames.GenerateSample)),
        new("temperature ignored", Plain, b => b.Rewire(GraphNames.Temperature, g => b.Constant(g, DataType.Float, [1f]), GraphNames.GenerateSample)),
        new("minimum length ignored by sampling", Plain, b => b.Rewire(GraphNames.MinLength, g => b.Constant(g, DataType.Int64, [0L]), GraphNames.GenerateSample)),
        new("top-k one too many", Plain, b => b.Rewire(GraphNames.TopK, g => b.Node(g, "Add", GraphNames.TopK, b.Constant(g, DataType.Int64, [1L])), GraphNames.GenerateSample)),
        new("top-p drops the token that crosses it", Plain, b => b.Nodes("CumSum", "loop", (_, node) => node.Attribute.Clear(), GraphNames.GenerateSample)),
        new("top-p ignored", Plain, b => b.Rewire(GraphNames.TopP, g => b.Constant(g, DataType.Float, [1f]), GraphNames.GenerateSample)),
    ];

    private static IEnumerable<Fault> OfSearchInputs() =>
    [
        new("presence penalty taken from the coverage penalty", Complete, b => b.Rewire(GraphNames.PresencePenalty, _ => GraphNames.CoveragePenalty, GraphNames.GenerateBeam)),
        new("presence and frequency penalty exchanged", Complete, b => b.ExchangeInputs(GraphNames.PresencePenalty, GraphNames.FrequencyPenalty, GraphNames.GenerateGreedy)),
        new("repetition penalty ignored by sampling", CompleteLanguage, b => b.Rewire(GraphNames.RepetitionPenalty, g => b.Constant(g, DataType.Float, [1f]), GraphNames.GenerateSample)),
        new("frequency penalty ignored by a beam", CompleteLanguage, b => b.Rewire(GraphNames.FrequencyPenalty, g => b.Constant(g, DataType.Float, [0f]), GraphNames.GenerateBeam)),
        new("coverage penalty ignored", Complete, b => b.Rewire(GraphNames.CoveragePenalty, g => b.Constant(g, DataType.Float, [0f]), GraphNames.GenerateBeam)),
        new("end token ignored", Complete, b => b.Rewire(GraphNames.EndToken, g => b.Constant(g, DataType.Int64, [1L]), GraphNames.GenerateGreedy)),
        new("minimum length ignored by greedy search", Complete, b => b.Rewire(GraphNames.MinLength, g => b.Constant(g, DataType.Int64, [0L]), GraphNames.GenerateGreedy)),
        new("log-probabilities of tokens with the other sign", Complete, b => b.Nodes("Cast", "collect/Cast_4", (_, node) => Negate(node), GraphNames.GenerateGreedy)),
    ];

    private static IEnumerable<Fault> OfAttentionOutputs() =>
    [
        new("energies in place of attention, in the step", Complete, b => Energies(b, GraphNames.Step)),
        new("energies in place of attention, in greedy search", Complete, b => Energies(b, GraphNames.GenerateGreedy)),
        new("attention not zero after the end", Complete, b => b.Nodes("Where", "collect/Where_2", (_, node) => Skip(node, 2), GraphNames.GenerateGreedy)),
        new("attention of a beam not traced back", Complete, b => b.Skip("Add", "backwards/Add", 1, GraphNames.GenerateBeam)),
    ];

    private static IEnumerable<Fault> OfText() =>
    [
        new("texts of target tokens exchanged in pairs", Complete, b => b.Texts("text/tokens", ExchangePairs, GraphNames.TextGenerateGreedy)),
        new("words of two source tokens exchanged", Complete, b => b.Nodes("LabelEncoder", "", (_, node) => SwapKeys(node), GraphNames.TextGenerateGreedy)),
    ];

    private static string OneLess(FaultyBundle bundle, GraphProto graph)
    {
        var one = bundle.Constant(graph, DataType.Int64, [1L]);
        // The second node goes in front of the first.
        var less = new NodeProto { Name = "fault_less", OpType = "Sub" };
        less.Input.Add(GraphNames.SourceLengths);
        less.Input.Add(one);
        less.Output.Add("fault_less");
        var least = new NodeProto { Name = "fault_least", OpType = "Max" };
        least.Input.Add("fault_less");
        least.Input.Add(one);
        least.Output.Add("fault_least");
        graph.Node.Insert(0, least);
        graph.Node.Insert(0, less);
        return "fault_least";
    }

    /// <summary>What the graph returns as attention is made of what enters the softmax.</summary>
    private static void Energies(FaultyBundle bundle, string graph) => bundle.Nodes("Softmax", "attention", (inside, softmax) =>
    {
        foreach (var node in inside.Node.Where(node => node.OpType == "Squeeze" && node.Input[0] == softmax.Output[0]))
        {
            node.Input[0] = softmax.Input[0];
        }
    }, graph);

    private static void Negate(NodeProto node)
    {
        node.OpType = "Neg";
        node.Attribute.Clear();
    }

    /// <summary>Start and end, which have no text, stay.</summary>
    private static void ExchangePairs(IList<Google.Protobuf.ByteString> texts)
    {
        for (var token = 2; token + 1 < texts.Count; token += 2)
        {
            (texts[token], texts[token + 1]) = (texts[token + 1], texts[token]);
        }
    }

    private static void SwapKeys(NodeProto node)
    {
        var keys = node.Attribute.Single(attribute => attribute.Name == "keys_strings").Strings;
        (keys[3], keys[4]) = (keys[4], keys[3]);
    }

    private static void Skip(NodeProto node, int input)
    {
        var kept = node.Input[input];
        node.OpType = "Identity";
        node.Attribute.Clear();
        node.Input.Clear();
        node.Input.Add(kept);
    }

    /// <summary>Takes the last of equal greatest elements where the first was taken.</summary>
    private static void LastGreatest(NodeProto node)
    {
        node.OpType = "ArgMax";
        node.Input.RemoveAt(1);
        node.Output.RemoveAt(0);
        node.Attribute.Add(new AttributeProto { Name = "select_last_index", Type = AttributeProto.Types.AttributeType.Int, I = 1 });
    }

    private static void SetActivation(NodeProto node, string name)
    {
        var attribute = new AttributeProto { Name = "activations", Type = AttributeProto.Types.AttributeType.Strings };
        attribute.Strings.Add(Google.Protobuf.ByteString.CopyFromUtf8(name));
        foreach (var old in node.Attribute.Where(known => known.Name == attribute.Name).ToList())
        {
            node.Attribute.Remove(old);
        }

        node.Attribute.Add(attribute);
    }

    private static void Swap(AttributeProto pads) => (pads.Ints[0], pads.Ints[1]) = (pads.Ints[1], pads.Ints[0]);

    private static void Identity(float[] values, int columns)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = i / columns == i % columns ? 1 : 0;
        }
    }
}
