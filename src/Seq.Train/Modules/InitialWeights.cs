using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>New parameters with PyTorch's initial values.</summary>
internal static class InitialWeights
{
    /// <summary>Uniform in ±1/√<paramref name="width"/>, as PyTorch's recurrent layers and, of their input's width, its linear ones begin.</summary>
    internal static Parameter Uniform(int width, params long[] shape)
    {
        var bound = 1 / Math.Sqrt(width);
        var parameter = new Parameter(empty(shape));
        nn.init.uniform_(parameter, -bound, bound);
        return Kept(parameter);
    }

    internal static Parameter Ones(long size) => Kept(new Parameter(ones(size)));

    internal static Parameter Zeros(long size) => Kept(new Parameter(zeros(size)));

    private static Parameter Kept(Parameter parameter)
    {
        parameter.DetachFromDisposeScope(); // A module may be made inside a scope, and outlives it.
        return parameter;
    }
}
