using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Layer norm over the last dimension: (x − μ) / √(σ² + ε) · gain + bias (Ba et al. 2016, arXiv:1607.06450, eq. 4); ε is PyTorch's 1e-5.</summary>
internal sealed class NormGains : nn.Module
{
    private readonly Parameter _gain;
    private readonly Parameter _bias;

    internal NormGains(int size)
        : base(nameof(NormGains))
    {
        _gain = InitialWeights.Ones(size);
        _bias = InitialWeights.Zeros(size);
        RegisterComponents();
    }

    internal Parameter Gain => _gain;

    internal Parameter Bias => _bias;

    internal Tensor Apply(Tensor values) => nn.functional.layer_norm(values, _gain.shape, _gain, _bias);
}
