using Seq.Model;

namespace Seq.Train.Tests;

public sealed class DivergenceTests
{
    [Theory]
    [InlineData(1e30)]
    [InlineData(1e300)]
    [InlineData(1e12)]
    public void A_rate_far_too_high_ends_in_an_error_and_leaves_a_finite_checkpoint(double rate)
    {
        using var run = new TinyRun(TinyRun.Small with
        {
            Model = TinyRun.Small.Model with { Cell = CellKind.ElmanRelu, Attention = null },
            Optimizer = new() { LearningRate = rate, ClipNorm = null },
        });
        var observer = new RecordingObserver();

        var error = Assert.Throws<DivergedException>(() => run.Start(observer));

        Assert.InRange(error.Step, 1, 80);
        Assert.EndsWith($"Lower optimizer.learning_rate or optimizer.clip_norm; the last good weights are in {run.CheckpointPath}.", error.Message, StringComparison.Ordinal);
        Assert.All(observer.Progress.Concat(observer.Validations.Select(report => report.Progress)), progress => Assert.True(double.IsFinite(progress.Loss)));
        var checkpoint = Checkpoint.Open(run.CheckpointPath);
        using (var weights = checkpoint.OpenWeights())
        {
            Assert.All(checkpoint.Description.Parameters, parameter => Assert.All(weights.Read<float>(parameter.Name), value => Assert.True(float.IsFinite(value))));
        }

        using var golden = SafetensorsFile.Open(checkpoint.PathOf(Checkpoint.GoldenFile));
        Assert.All(golden.Read<float>(GoldenPack.Logits), value => Assert.True(float.IsFinite(value)));
        Assert.Equal(error.Step, Assert.Throws<DivergedException>(() => run.Resume()).Step); // The same steps again.
    }
}
