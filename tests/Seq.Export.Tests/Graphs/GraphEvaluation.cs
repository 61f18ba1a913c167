namespace Seq.Export.Tests;

/// <summary>Runs a graph of constants, and checks on the way that the builder inferred type and shape as ONNX Runtime did.</summary>
internal static class GraphEvaluation
{
    /// <summary>The numbers that an expression of the builder gives.</summary>
    internal static Tensor Evaluate(Func<GraphBuilder, Value> build) => EvaluateAll(g => [build(g)])[0];

    internal static IReadOnlyList<Tensor> EvaluateAll(Func<GraphBuilder, IReadOnlyList<Value>> build, int opset = GraphBuilder.DefaultOpset)
    {
        var g = new GraphBuilder("test", opset);
        var values = build(g);
        for (var i = 0; i < values.Count; i++)
        {
            g.Output($"result_{i}", values[i], values[i].Shape);
        }

        using var graph = new OnnxGraph(Bytes(g));
        var results = graph.Run();
        return [.. values.Select((value, i) =>
        {
            var result = results[$"result_{i}"];
            Assert.Equal(value.Type, TypeOf(result));
            Assert.Equal(value.Shape.Count, result.Shape.Count);
            Assert.All(value.Shape.Zip(result.Shape), pair => Assert.True(
                pair.First.Name is not null || pair.First.Size == pair.Second, $"Inferred {value.Shape}, but it is {result.ShapeText}."));
            return result;
        })];
    }

    internal static byte[] Bytes(GraphBuilder g) => OnnxModel.Of(g).ToBytes();

    internal static Value Floats(this GraphBuilder g, float[] data, params long[] shape) =>
        g.Weight(Initializer.Of($"floats_{g.Initializers.Count()}", data, shape));

    internal static Value Longs(this GraphBuilder g, long[] data, params long[] shape) =>
        g.Weight(Initializer.Of($"longs_{g.Initializers.Count()}", data, shape));

    internal static Value Unsigned(this GraphBuilder g, uint[] data, params long[] shape) =>
        g.Weight(Initializer.Of($"unsigned_{g.Initializers.Count()}", data, shape));

    internal static Value Doubles(this GraphBuilder g, double[] data, params long[] shape) =>
        g.Weight(Initializer.Of($"doubles_{g.Initializers.Count()}", data, shape));

    internal static Value Truths(this GraphBuilder g, bool[] data, params long[] shape) =>
        g.Weight(Initializer.Of($"truths_{g.Initializers.Count()}", data, shape));

    internal static Value Texts(this GraphBuilder g, string[] data, params long[] shape) =>
        g.Weight(Initializer.Of($"texts_{g.Initializers.Count()}", data, shape));

    /// <summary>0, 1, 2, … in a shape.</summary>
    internal static Value Counting(this GraphBuilder g, params long[] shape) =>
        g.Floats([.. Enumerable.Range(0, (int)shape.Aggregate(1L, (product, size) => product * size)).Select(i => (float)i)], shape);

    private static ElementType TypeOf(Tensor tensor) => tensor.Data switch
    {
        double[] => ElementType.Float64,
        string[] => ElementType.String,
        byte[] when tensor.Data.GetType() == typeof(byte[]) => ElementType.UInt8,
        sbyte[] => ElementType.Int8,
        uint[] when tensor.Data.GetType() == typeof(uint[]) => ElementType.UInt32,
        float[] => ElementType.Float32,
        long[] => ElementType.Int64,
        int[] => ElementType.Int32,
        _ => ElementType.Bool,
    };
}
