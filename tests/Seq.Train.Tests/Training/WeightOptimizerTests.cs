using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train.Tests;

public sealed class WeightOptimizerTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(1.0)]
    public void A_gradient_that_is_not_finite_changes_no_weight_whether_gradients_are_clipped_or_not(double? clip)
    {
        using var scope = NewDisposeScope();
        var (good, bad) = (new Parameter(ones(2)), new Parameter(ones(2)));
        using var optimizer = new WeightOptimizer(new() { ClipNorm = clip }, [("good", good), ("bad", bad)]);
        (good.sum() + (bad * tensor([1f, float.NaN])).sum()).backward();

        Assert.True(double.IsNaN(optimizer.Step(0.1)));
        Assert.Equal("bad", optimizer.FirstGradientNotFinite());
        Assert.Equal([1, 1, 1, 1], Probe.Numbers(cat([good, bad]).detach()));
    }

    // √(3² + 4²) = 5.
    [Theory]
    [InlineData(null, 4)]
    [InlineData(1.0, 0.8)]
    public void The_norm_is_told_and_scales_the_gradients_only_if_that_is_asked_for(double? clip, double second)
    {
        using var scope = NewDisposeScope();
        var weight = new Parameter(zeros(2));
        using var optimizer = new WeightOptimizer(new() { Kind = OptimizerKind.Sgd, ClipNorm = clip }, [("weight", weight)]);
        (weight * tensor([3f, 4f])).sum().backward();

        Assert.Equal(5, optimizer.Step(1), 1e-5);
        Assert.Equal(-second, Probe.Numbers(weight.detach())[1], 1e-5);
    }
}
