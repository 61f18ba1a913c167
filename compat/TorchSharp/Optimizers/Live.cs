using static TorchSharp.Interop.Operator;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The parameters of a group that have a gradient, and these gradients, side by side.</summary>
internal sealed class Live
{
    private readonly Tensor[] _gradients;

    private Live(Tensor[] parameters, Tensor[] gradients) => (Parameters, _gradients) = (parameters, gradients);

    internal Tensor[] Parameters { get; }

    internal static Live Of(ParamGroup group)
    {
        var parameters = new List<Tensor>();
        var gradients = new List<Tensor>();
        foreach (var parameter in group.Parameters)
        {
            if (parameter.grad is { } gradient)
            {
                parameters.Add(parameter);
                gradients.Add(gradient);
            }
        }

        return new([.. parameters], [.. gradients]);
    }

    /// <summary>What to descend along: turned round to maximise, and with weight decay λ added as λθ.</summary>
    internal Tensor[] Gradients(bool maximize, double weightDecay)
    {
        var gradients = maximize ? Many("_foreach_neg", _gradients) : _gradients;
        return weightDecay != 0 ? Many("_foreach_add.List", gradients, Parameters, weightDecay) : gradients;
    }
}
