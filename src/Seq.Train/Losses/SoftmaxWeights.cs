using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>The weights of a layer whose outputs are logits.</summary>
/// <param name="Weight">[tokens, input].</param>
/// <param name="Bias">[tokens]; null for none.</param>
internal readonly record struct SoftmaxWeights(Tensor Weight, Tensor? Bias)
{
    /// <summary>[rows, input] to [rows, tokens].</summary>
    internal Tensor Logits(Tensor hidden) => Bias is null ? hidden.mm(Weight.t()) : Bias.addmm(hidden, Weight.t());

    /// <summary>Adds what rows of logits have as gradients to those of the weights.</summary>
    /// <param name="slopes">∂loss/∂logits, [rows, tokens], but for the factor of each row.</param>
    /// <param name="scaled">The rows' inputs times their factors, [rows, input].</param>
    /// <param name="factors">The factors, [rows].</param>
    internal void Accumulate(Tensor slopes, Tensor scaled, Tensor factors)
    {
        GradientOf(Weight).addmm_(slopes.t(), scaled);
        if (Bias is not null)
        {
            GradientOf(Bias).add_(slopes.t().mv(factors));
        }
    }

    /// <summary>The gradient of a weight, zeros if it has none yet.</summary>
    internal static Tensor GradientOf(Tensor weight)
    {
        if (weight.grad is { } gradient)
        {
            return gradient;
        }

        weight.grad = zeros_like(weight.detach());
        return weight.grad!;
    }
}
