using Seq.Model;

namespace Seq.Train.Tests;

public sealed class DivergenceTests
{
    [Theory]
    [InlineData(1e12)]
    [InlineData(1e30)]
    [InlineData(1e20)]
    public void A_rate_far_too_high_ends_in_an_error_that_keeps_the_last_good_weights_and_comes_again_when_resumed(double rate)
    {
        using var run = new ShortRun(ShortRun.Small with
        {
            Model = ShortRun.Small.Model with { Cell = CellKind.ElmanRelu, Attention = null },
            Optimizer = new() { LearningRate = rate, ClipNorm = null },
            Validation = new() { EverySamples = 4, Samples = 20 },
        });
        var observer = new RecordingObserver();

        var error = Assert.Throws<DivergedException>(() => run.Start(observer));

        Assert.InRange(error.Step, 1, 80);
        Assert.Matches("(^Tensor|for tensor|of tensor|the output) '[a-z_.0-9]+'|^The validation loss", error.Message);
        Assert.EndsWith($"Lower optimizer.learning_rate or optimizer.clip_norm; the last good weights are in {run.CheckpointPath}.", error.Message, StringComparison.Ordinal);
        var reported = observer.Progress.Concat(observer.Validations.Select(report => report.Progress)).Select(progress => progress.Loss);
        Assert.All(reported.Concat(observer.Validations.Select(report => report.Evaluation.Loss)), loss => Assert.True(double.IsFinite(loss)));
        AssertFinite(Checkpoint.Open(run.CheckpointPath));
        Assert.Equal(error.Message, Assert.Throws<DivergedException>(() => run.Resume()).Message);
    }

    // Hidden values lie within ±1 and the output's weights near ±100,000: losses of thousands of nats, whose perplexity no double can hold.
    private static TrainingSettings Surprised => ShortRun.Small with
    {
        Model = ShortRun.Small.Model with { Cell = CellKind.ElmanTanh, Attention = null },
        Optimizer = new() { Kind = OptimizerKind.Sgd, LearningRate = 1e6, ClipNorm = null },
    };

    [Fact]
    public void A_perplexity_that_decides_and_is_infinite_ends_the_training_by_name()
    {
        using var run = new ShortRun(Surprised with { Validation = Surprised.Validation with { Metric = Metric.Perplexity } });

        var error = Assert.Throws<DivergedException>(() => run.Start());

        Assert.StartsWith("The validation perplexity after step 16 is Infinity.", error.Message, StringComparison.Ordinal);
        AssertFinite(Checkpoint.Open(run.CheckpointPath));
    }

    [Fact]
    public void A_perplexity_that_does_not_decide_may_be_infinite()
    {
        using var run = new ShortRun(Surprised);
        var observer = new RecordingObserver();

        Assert.Equal(TrainingOutcome.Complete, run.Start(observer).Outcome);
        Assert.Contains(observer.Validations, report => double.IsInfinity(report.Evaluation[Metric.Perplexity]));
    }

    private static void AssertFinite(Checkpoint checkpoint)
    {
        using var weights = checkpoint.OpenWeights();
        Assert.All(weights.Entries, entry => Assert.All(weights.Read<float>(entry.Name), value => Assert.True(float.IsFinite(value))));
        using var golden = SafetensorsFile.Open(checkpoint.PathOf(Checkpoint.GoldenFile));
        Assert.All(golden.Read<float>(GoldenPack.Logits), value => Assert.True(float.IsFinite(value)));
    }
}
