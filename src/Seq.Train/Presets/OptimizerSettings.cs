namespace Seq.Train;

/// <summary>How gradients change the weights: the rule, global-norm clipping and weight decay.</summary>
public sealed record OptimizerSettings
{
    private const double MaxRate = 1e30; // Far beyond any use, and far enough below what a float holds.

    /// <summary>The rule; AdamW by default.</summary>
    public OptimizerKind Kind { get; init; } = OptimizerKind.AdamW;

    /// <summary>Step size η before the schedule.</summary>
    public double LearningRate { get; init; } = 0.005;

    /// <summary>Share of the last step that goes on in this one; for sgd and rmsprop, in [0, 1).</summary>
    public double Momentum { get; init; }

    /// <summary>Whether the momentum looks ahead (Nesterov 1983); for sgd.</summary>
    public bool Nesterov { get; init; }

    /// <summary>Decay of the mean gradient; for adam and adamw, in [0, 1).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the mean squared gradient; for adam and adamw, in [0, 1).</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Whether the divisor is the largest mean squared gradient so far, and so never falls (Reddi et al. 2018, arXiv:1904.09237); for adam and adamw.</summary>
    public bool Amsgrad { get; init; }

    /// <summary>Decay of the mean squared gradient; for rmsprop and adadelta, in [0, 1).</summary>
    public double Rho { get; init; } = 0.9;

    /// <summary>What is added to the divisor; not for sgd.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Share of each weight that a step takes away, times the step size (adamw), or what of it is added to its gradient, an L2 penalty (the others).</summary>
    public double WeightDecay { get; init; }

    /// <summary>The gradients of all weights together are scaled down to this norm (Pascanu et al. 2013); null never does.</summary>
    public double? ClipNorm { get; init; } = 5;

    /// <summary>Whether the embeddings stay as they began: word vectors that are not to be changed. An output layer that is tied to one stays with it; only its bias is trained.</summary>
    public bool FreezeEmbeddings { get; init; }

    /// <summary>Batches whose gradients are averaged before a step is taken.</summary>
    public int Accumulate { get; init; } = 1;

    internal IEnumerable<string> Problems()
    {
        if (LearningRate is not (> 0 and <= MaxRate))
        {
            yield return FormattableString.Invariant($"optimizer.learning_rate is {LearningRate}; it must lie above 0 and not above {MaxRate}.");
        }

        (string Name, double Value)[] shares = [("momentum", Momentum), ("beta1", Beta1), ("beta2", Beta2), ("rho", Rho)];
        foreach (var (name, value) in shares)
        {
            if (!(value is >= 0 and < 1))
            {
                yield return FormattableString.Invariant($"optimizer.{name} is {value}; it must lie in [0, 1).");
            }
        }

        if (Epsilon is not (> 0 and <= 1))
        {
            yield return FormattableString.Invariant($"optimizer.epsilon is {Epsilon}; it must lie in (0, 1].");
        }

        if (WeightDecay is not (>= 0 and <= 100))
        {
            yield return FormattableString.Invariant($"optimizer.weight_decay is {WeightDecay}; it must lie in [0, 100].");
        }

        if (ClipNorm is not (null or (> 0 and <= MaxRate)))
        {
            yield return FormattableString.Invariant($"optimizer.clip_norm is {ClipNorm}; it must lie above 0 and not above {MaxRate}, or be null for no clipping.");
        }

        if (Accumulate is < 1 or > 65_536)
        {
            yield return $"optimizer.accumulate is {Accumulate}; it must lie between 1 and 65536.";
        }
    }

    /// <summary>Settings that do nothing beside the others here.</summary>
    internal IEnumerable<IneffectiveSetting> Ineffective()
    {
        var standard = new OptimizerSettings();
        if (Momentum != 0 && Kind is not (OptimizerKind.Sgd or OptimizerKind.RmsProp))
        {
            yield return new("optimizer.momentum", "optimizer.momentum has an effect only on sgd and rmsprop", "leave it at 0");
        }

        if (Nesterov && (Kind != OptimizerKind.Sgd || Momentum == 0))
        {
            yield return new("optimizer.nesterov", "optimizer.nesterov has an effect only on sgd with momentum", "leave it at false");
        }

        if (Beta1 != standard.Beta1 && Kind is not (OptimizerKind.Adam or OptimizerKind.AdamW))
        {
            yield return new("optimizer.beta1", "optimizer.beta1 has an effect only on adam and adamw", "leave it at 0.9");
        }

        if (Beta2 != standard.Beta2 && Kind is not (OptimizerKind.Adam or OptimizerKind.AdamW))
        {
            yield return new("optimizer.beta2", "optimizer.beta2 has an effect only on adam and adamw", "leave it at 0.999");
        }

        if (Amsgrad && Kind is not (OptimizerKind.Adam or OptimizerKind.AdamW))
        {
            yield return new("optimizer.amsgrad", "optimizer.amsgrad has an effect only on adam and adamw", "leave it at false");
        }

        if (Rho != standard.Rho && Kind is not (OptimizerKind.RmsProp or OptimizerKind.Adadelta))
        {
            yield return new("optimizer.rho", "optimizer.rho has an effect only on rmsprop and adadelta", "leave it at 0.9");
        }

        if (Epsilon != standard.Epsilon && Kind == OptimizerKind.Sgd)
        {
            yield return new("optimizer.epsilon", "optimizer.epsilon has no effect on sgd", "leave it at 1e-8");
        }
    }
}
