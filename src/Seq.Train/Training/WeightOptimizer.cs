using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>The optimizer that the settings ask for, with the names of the weights it changes.</summary>
internal sealed class WeightOptimizer : IDisposable
{
    internal const string FileName = "optimizer.safetensors";
    private readonly OptimizerHelper _optimizer;
    private readonly OptimizerSettings _settings;
    private readonly Parameter[] _parameters;

    /// <param name="settings">The rule.</param>
    /// <param name="weights">What it changes, by the names of the checkpoint.</param>
    internal WeightOptimizer(OptimizerSettings settings, IReadOnlyList<(string Name, Parameter Value)> weights)
    {
        _settings = settings;
        _parameters = [.. weights.Select(weight => weight.Value)];
        Names = [.. weights.Select(weight => weight.Name)];
        _optimizer = Create(settings, _parameters);
    }

    /// <summary>Names of the weights, in the optimizer's order.</summary>
    internal IReadOnlyList<string> Names { get; }

    public void Dispose() => _optimizer.Dispose();

    internal void ZeroGradients() => _optimizer.zero_grad();

    /// <summary>Clips the gradients, if that is asked for, and takes a step.</summary>
    /// <param name="rate">The learning rate of this step.</param>
    /// <returns>The norm of all gradients before clipping. If it is not finite, no step was taken.</returns>
    internal double Step(double rate)
    {
        var norm = nn.utils.clip_grad_norm_(_parameters, _settings.ClipNorm ?? float.MaxValue); // No finite norm is above that: nothing is scaled.
        if (!double.IsFinite(norm))
        {
            return norm;
        }

        foreach (var group in _optimizer.ParamGroups)
        {
            group.LearningRate = rate;
        }

        _optimizer.step();
        return norm;
    }

    /// <summary>Name of a weight whose gradient is not finite, if there is one.</summary>
    internal string? FirstGradientNotFinite()
    {
        using var scope = NewDisposeScope();
        return Names.Zip(_parameters).FirstOrDefault(pair => pair.Second.grad is { } gradient && !gradient.isfinite().all().item<bool>()).First;
    }

    /// <exception cref="Seq.Model.ModelFormatException">The file is damaged or belongs to another model or rule.</exception>
    internal void Load(string path) => OptimizerStates.Load(path, States, Names, _parameters);

    internal void Save(string path) => OptimizerStates.Save(path, States, Names);

    private IReadOnlyList<OptimizerState> States => _optimizer.state_dict().State;

    private static OptimizerHelper Create(OptimizerSettings settings, Parameter[] parameters)
    {
        var (rate, decay, epsilon) = (settings.LearningRate, settings.WeightDecay, settings.Epsilon);
        return settings.Kind switch
        {
            OptimizerKind.Sgd => optim.SGD(parameters, rate, momentum: settings.Momentum, weight_decay: decay, nesterov: settings.Nesterov),
            OptimizerKind.RmsProp => optim.RMSProp(parameters, rate, alpha: settings.Rho, eps: epsilon, weight_decay: decay, momentum: settings.Momentum),
            OptimizerKind.Adam => optim.Adam(parameters, rate, settings.Beta1, settings.Beta2, epsilon, weight_decay: decay, amsgrad: settings.Amsgrad),
            OptimizerKind.Adagrad => optim.Adagrad(parameters, rate, weight_decay: decay, eps: epsilon),
            OptimizerKind.Adadelta => optim.Adadelta(parameters, rate, rho: settings.Rho, eps: epsilon, weight_decay: decay),
            _ => optim.AdamW(parameters, rate, settings.Beta1, settings.Beta2, epsilon, weight_decay: decay, amsgrad: settings.Amsgrad),
        };
    }
}
