using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>The numbers of a tensor, outside of libtorch.</summary>
/// <param name="Shape">The dimensions; a state's first one counts rows.</param>
/// <param name="Values">Row-major; numbers of a model in single precision keep their value.</param>
public sealed record TensorValues(IReadOnlyList<long> Shape, double[] Values)
{
    internal static TensorValues Of(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return new(tensor.shape, tensor.to(ScalarType.Float64).contiguous().data<double>().ToArray());
    }

    internal Tensor ToTensor(ScalarType type) => tensor(Values, [.. Shape]).to(type);
}
