using Microsoft.ML.OnnxRuntime.Tensors;

namespace Seq.Runtime;

/// <summary>An ONNX model that picks rows of several tensors at once: the way to move states without taking them off their device.</summary>
/// <remarks>For each tensor i: gathered_i = Gather(data_i, rows, axis = its batch axis). Field numbers are those of onnx.proto.</remarks>
internal static class GatherModel
{
    internal const string Rows = "rows";
    private const int IrVersion = 8;
    private const int Opset = 18;
    private const int IntAttribute = 2;

    internal static string Data(int tensor) => $"data_{tensor}";

    internal static string Gathered(int tensor) => $"gathered_{tensor}";

    /// <summary>The model's bytes.</summary>
    /// <param name="tensors">The tensors: their types, ranks and batch axes.</param>
    internal static byte[] Write(IReadOnlyList<StepTensor> tensors)
    {
        var graph = new OnnxBytes().Text(2, "gather");
        for (var i = 0; i < tensors.Count; i++)
        {
            var axis = new OnnxBytes().Text(1, "axis").Number(3, tensors[i].BatchAxis).Number(20, IntAttribute);
            graph.Message(1, new OnnxBytes().Text(1, Data(i)).Text(1, Rows).Text(2, Gathered(i)).Text(4, "Gather").Message(5, axis));
            graph.Message(11, Value(Data(i), ElementType.Of(tensors[i].Value.Type), tensors[i].Value.Shape.Count));
            graph.Message(12, Value(Gathered(i), ElementType.Of(tensors[i].Value.Type), tensors[i].Value.Shape.Count));
        }

        graph.Message(11, Value(Rows, TensorElementType.Int64, 1));
        return new OnnxBytes().Number(1, IrVersion).Message(8, new OnnxBytes().Number(2, Opset)).Message(7, graph).ToArray();
    }

    private static OnnxBytes Value(string name, TensorElementType type, int rank)
    {
        var shape = new OnnxBytes();
        for (var axis = 0; axis < rank; axis++)
        {
            shape.Message(1, new());
        }

        return new OnnxBytes().Text(1, name).Message(2, new OnnxBytes().Message(1, new OnnxBytes().Number(1, (int)type).Message(2, shape)));
    }
}
