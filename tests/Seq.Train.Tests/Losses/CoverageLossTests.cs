using static TorchSharp.torch;

namespace Seq.Train.Tests;

public sealed class CoverageLossTests
{
    // One row of three steps over two source tokens. Coverage before the steps: (0, 0), (0.7, 0.3), (1.1, 0.9).
    private static readonly double[,] Attention = { { 0.7, 0.3 }, { 0.4, 0.6 }, { 0.5, 0.5 } };

    [Fact]
    public void Each_step_loses_the_smaller_of_attention_and_coverage()
    {
        using var scope = NewDisposeScope();
        var attention = tensor(Attention).unsqueeze(0);

        // 0; then 0.4 + 0.3; then 0.5 + 0.5.
        Assert.Equal(1.7, CoverageLoss.Of(attention, null).item<double>(), 1e-12);
        Assert.Equal(0.35, CoverageLoss.Of(attention, tensor([1, 0.5, 0])).item<double>(), 1e-12);
    }

    [Fact]
    public void Its_gradient_goes_to_the_attention_or_to_the_steps_that_made_the_coverage()
    {
        using var scope = NewDisposeScope();
        var attention = tensor(Attention).unsqueeze(0).requires_grad_(true);

        CoverageLoss.Of(attention, null).backward();

        // The second step's second token is the coverage, which is the first step's weight; all other minima are weights of their own step.
        Assert.Equal([0, 1, 1, 0, 1, 1], Probe.Numbers(attention.grad!));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.7)]
    public void A_training_step_adds_it_to_the_cross_entropy_with_the_same_weights_and_average(double smoothing)
    {
        using var scope = NewDisposeScope();
        using var task = Task("loss.coverage=3", $"loss.label_smoothing={smoothing.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
        var model = (EncoderDecoder)task.Module;
        model.train();
        var batch = task.Batches(default).First();
        var pairs = (SequenceBatch)batch.Content;
        Assert.True(pairs.TargetLengths.Distinct().Count() > 1); // Padding is passed over.

        var looked = new List<Tensor>();
        var encoded = model.Encode(tensor(pairs.Source, [pairs.Rows, pairs.SourceTime]), new(pairs.SourceLengths, pairs.SourceTime));
        var (hidden, _) = model.Decode(tensor(pairs.TargetInput, [pairs.Rows, pairs.TargetTime]), encoded, encoded.Initial, looked);
        var sum = zeros([]);
        for (var row = 0; row < pairs.Rows; row++)
        {
            for (var step = 1; step < pairs.TargetLengths[row]; step++)
            {
                var before = looked[0][row, 0];
                for (var earlier = 1; earlier < step; earlier++)
                {
                    before = before + looked[earlier][row, 0];
                }

                sum = sum + looked[step][row, 0].minimum(before).sum();
            }
        }

        (TeacherForcedLoss.Of(model.Logits(hidden), pairs, smoothing) + (3 * sum / pairs.TargetLengths.Sum())).backward();
        var expected = task.Weights.ToDictionary(weight => weight.Name, weight => Probe.Numbers(weight.Value.grad!));
        model.zero_grad();
        task.Backward(batch, new(1, 0, 1));

        Assert.All(task.Weights, weight => Assert.All(
            Probe.Numbers(weight.Value.grad!).Zip(expected[weight.Name]), pair => Assert.Equal(pair.Second, pair.First, 1e-5))); // Float32.
    }

    [Fact]
    public void It_is_computed_under_scheduled_sampling_too()
    {
        using var scope = NewDisposeScope();
        var (plain, with) = (Gradient("loss.coverage=0"), Gradient("loss.coverage=3"));

        Assert.NotEqual(plain, with);

        static double[] Gradient(string coverage)
        {
            using var task = Task(coverage, "regularisation.scheduled_sampling=0.5");
            task.Module.train();
            manual_seed(3);
            task.Backward(task.Batches(default).First(), new(1, 1, 1));
            return Probe.Numbers(task.Weights.First(weight => weight.Name == Seq.Model.EncoderDecoderNames.AttentionCoverage).Value.grad!);
        }
    }

    private static TrainingTask Task(params string[] overrides)
    {
        string[] model = ["model.attention=additive", "model.coverage=true", "data.batch_size=4", "data.min_digits=1", "data.max_digits=5"];
        return TaskData.Open(SettingOverrides.Apply(Preset.Find("digits").Settings, [.. model, .. overrides]), new(null, "none"));
    }
}
