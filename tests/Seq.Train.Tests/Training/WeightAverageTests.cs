using TorchSharp;
using TorchSharp.Modules;

namespace Seq.Train.Tests;

public sealed class WeightAverageTests
{
    [Fact]
    public void Asgd_is_the_mean_of_what_was_taken_in() => AssertMeans(new() { Kind = AverageKind.Asgd }, [2, 4, 9], [2, 3, 5]);

    // β is the smaller of 0.5 and (1 + t) / (10 + t): 0.1, 2/11, 0.25. So 0.1 · 0 + 0.9 · 10 = 9, and 2/11 · 9 + 9/11 · 20 = 18.
    [Fact]
    public void Ema_follows_quickly_at_first() => AssertMeans(new() { Kind = AverageKind.Ema, Decay = 0.5 }, [10, 20], [9, 18]);

    [Fact]
    public void The_mean_is_in_the_module_while_it_is_used_and_not_after()
    {
        using var weight = new Parameter(torch.zeros(1));
        using var average = new WeightAverage(new() { Kind = AverageKind.Asgd }, [("w", weight)]);
        Set(weight, 4);
        average.Add(0);
        Set(weight, 8);
        average.Add(1);

        using (average.Use())
        {
            Assert.Equal(6, Value(weight));
        }

        Assert.Equal(8, Value(weight));
    }

    private static void AssertMeans(AverageSettings settings, float[] values, double[] means)
    {
        using var weight = new Parameter(torch.zeros(1));
        using var average = new WeightAverage(settings, [("w", weight)]);
        for (var step = 0; step < values.Length; step++)
        {
            Set(weight, values[step]);
            average.Add(step);
            using var used = average.Use();
            Assert.Equal(means[step], Value(weight), 1e-5);
        }
    }

    private static float Value(Parameter weight) => weight.detach().item<float>();

    private static void Set(Parameter weight, float value)
    {
        using var quiet = torch.no_grad();
        weight.fill_(value);
    }
}
