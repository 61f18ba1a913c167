using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class SchedulerTests
{
    [Fact]
    public void Each_schedule_gives_the_rates_of_its_formula()
    {
        Follows(o => optim.lr_scheduler.StepLR(o, 2, 0.5), [1, 1, 0.5, 0.5, 0.25]);
        Follows(o => optim.lr_scheduler.ExponentialLR(o, 0.5), [1, 0.5, 0.25, 0.125, 0.0625]);
        Follows(o => optim.lr_scheduler.LambdaLR(o, epoch => 1.0 / (1 + epoch)), [1, 1.0 / 2, 1.0 / 3, 1.0 / 4, 1.0 / 5]);
        Follows(
            o => optim.lr_scheduler.CosineAnnealingLR(o, 4, 0.2),
            [1, 0.2 + (0.4 * (1 + Math.Sqrt(0.5))), 0.6, 0.2 + (0.4 * (1 - Math.Sqrt(0.5))), 0.2]);

        static void Follows(Func<optim.Optimizer, optim.lr_scheduler.LRScheduler> make, double[] expected)
        {
            using var parameter = torch.ones(1).AsParameter();
            using var optimizer = optim.SGD([parameter], 1.0);
            var scheduler = make(optimizer);
            foreach (var rate in expected)
            {
                Assert.Equal(rate, optimizer.ParamGroups.Single().LearningRate, 9);
                Assert.Equal(rate, scheduler.get_last_lr().Single(), 9);
                scheduler.step();
            }
        }
    }

    [Theory]
    [InlineData("min", 1.0)]
    [InlineData("max", -1.0)]
    public void A_plateau_lowers_the_rate_once_patience_is_over(string mode, double sign)
    {
        using var parameter = torch.ones(1).AsParameter();
        using var optimizer = optim.SGD([parameter], 1.0);
        var scheduler = optim.lr_scheduler.ReduceLROnPlateau(
            optimizer, mode, 0.5, patience: 1, threshold: 0.1, threshold_mode: "abs", cooldown: 1, min_lr: [0.3]);
        double[] losses = [5, 4, 4, 4, 4, 4, 4, 1];
        double[] rates = [1, 1, 1, 0.5, 0.5, 0.5, 0.3, 0.3];

        for (var k = 0; k < losses.Length; k++)
        {
            scheduler.step(sign * losses[k]);
            Assert.Equal(rates[k], optimizer.ParamGroups.Single().LearningRate, 9);
        }

        Assert.Throws<InvalidOperationException>(scheduler.step);
    }
}
