using Seq.Model;

namespace Seq.Train.Tests;

public sealed class OptimizerKindTests
{
    public static TheoryData<string[]> Rules =>
    [
        ["optimizer.kind=sgd"], ["optimizer.kind=sgd", "optimizer.momentum=0.9"], ["optimizer.kind=sgd", "optimizer.momentum=0.9", "optimizer.nesterov=true"],
        ["optimizer.kind=rmsprop"], ["optimizer.kind=rmsprop", "optimizer.momentum=0.5"], ["optimizer.kind=adam", "optimizer.weight_decay=0.01"],
        ["optimizer.kind=adam", "optimizer.amsgrad=true"], ["optimizer.kind=adamw", "optimizer.amsgrad=true"],
        ["optimizer.kind=adamw", "optimizer.weight_decay=0.01"], ["optimizer.kind=adagrad"], ["optimizer.kind=adadelta", "optimizer.learning_rate=1"],
        ["average.kind=ema"], ["average.kind=ema", "optimizer.accumulate=2"], ["regularisation.scheduled_sampling=0.5"],
    ];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_run_resumed_in_its_middle_ends_with_the_same_bits_under_every_rule(string[] rule)
    {
        using var whole = new TinyRun(rule);
        using var halved = new TinyRun(rule);
        whole.Train();

        halved.TrainUntil(150);
        halved.Train(resume: true);

        Assert.Equal(whole.Fingerprint(), halved.Fingerprint());
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Every_rule_lowers_the_loss(string[] rule)
    {
        // Momentum of 0.9 makes ten steps of each: the rate is a tenth, or the steps leave the valley.
        string[] rate = rule is ["optimizer.kind=sgd", ..] ? [rule.Length == 1 ? "optimizer.learning_rate=0.5" : "optimizer.learning_rate=0.05"] : [];
        using var run = new TinyRun([.. rule, "stop.samples=2000", "validation.every_samples=400", .. rate]);
        var watcher = new Watcher();

        run.Train(observer: watcher);

        Assert.True(watcher.Validations[^1].Evaluation.Loss < watcher.Validations[0].Evaluation.Loss - 0.02);
    }

    // AMSGrad's divisor never falls: it is a row of its own in the memory, at least as large as the present mean.
    [Fact]
    public void Amsgrad_remembers_the_largest_mean_squared_gradient()
    {
        using var run = new TinyRun("optimizer.amsgrad=true");
        run.Train();
        using var memory = SafetensorsFile.Open(Path.Combine(run.CheckpointPath, WeightOptimizer.FileName));
        var (present, largest) = (memory.Read<float>("output.weight.exp_avg_sq"), memory.Read<float>("output.weight.max_exp_avg_sq"));

        Assert.All(largest.Zip(present), pair => Assert.True(pair.First >= pair.Second));
        Assert.NotEqual(present, largest);
    }

    [Fact]
    public void Memory_of_another_rule_is_refused()
    {
        using var adam = new ShortRun();
        using var adagrad = new ShortRun(ShortRun.Small with { Optimizer = new() { Kind = OptimizerKind.Adagrad } });
        adam.StartAndStopAfter(2);
        adagrad.StartAndStopAfter(2);
        adam.Forge(WeightOptimizer.FileName, _ => adagrad.Bytes(WeightOptimizer.FileName));

        Assert.Contains("exp_avg", Assert.Throws<ModelFormatException>(() => adam.Resume()).Message, StringComparison.Ordinal);
    }
}
