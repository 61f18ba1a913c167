using Seq.Cli.Models;
using Seq.Cli.Parity;
using Seq.Export;
using Seq.Model;
using Seq.Runtime;

namespace Seq.Cli.Tests;

/// <summary>The comparison itself, with another bundle in the trainer's place.</summary>
public sealed class ParityRunTests(Models models) : IClassFixture<Models>
{
    [Fact]
    public void A_model_agrees_with_itself_in_every_check()
    {
        var report = Compare(models.Bundle, models.Bundle, samples: 100);

        Assert.True(report.Passed, report.Failure);
        Assert.Equal(100, report.Samples);
        Assert.Equal(["score-logits", "step-logits", "score-greedy", "host-greedy", "in-graph-greedy"], report.Checks.Select(check => check.Name));
        Assert.All(report.Checks.Where(check => check.Unit == "sequences"), check => Assert.Equal(100, check.Compared));
        Assert.All(report.Checks.Where(check => check.Unit == "logits"), check => Assert.True(check.MaxDifference < LogitsCheck.Tolerance));
    }

    [Fact]
    public void Two_swapped_gates_are_found_and_the_first_difference_is_named()
    {
        var report = Compare(models.Bundle, Export(Models.SwapDecoderGates), samples: 100);

        Assert.False(report.Passed);
        Assert.Matches(@"^score-logits differs first at sample 0, step \d+: logit of token", report.Failure);
        Assert.Contains(report.Checks, check => check.Unit == "sequences" && !check.Passed && check.FirstDifference!.Contains("two best logits", StringComparison.Ordinal));
    }

    [Fact]
    public void A_weight_that_is_off_by_a_ten_thousandth_is_found()
    {
        var report = Compare(models.Bundle, Export(weights => weights[EncoderDecoderNames.OutputBias][2] += 1e-4f), samples: 10);

        Assert.Equal(["score-logits", "step-logits"], report.Checks.Where(check => check.MaxDifference > LogitsCheck.Tolerance).Select(check => check.Name));
        Assert.All(report.Checks.Take(2), check => Assert.InRange(check.MaxDifference!.Value, 0.9e-4, 1.2e-4));
        Assert.All(report.Checks.Take(2), check => Assert.False(check.Passed));
    }

    [Fact]
    public void A_logit_that_is_not_a_number_differs()
    {
        var check = new LogitsCheck("x", "x");
        check.Add(new double[1, 1, 1], new double[,,] { { { double.NaN } } }, new double[1, 1, 1], [1], _ => "row");

        Assert.False(check.Result.Passed);
        Assert.Contains("NaN", check.Result.FirstDifference, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3e-5, 2e-5, true)] // The trainer's own error is as large: rounding.
    [InlineData(3e-5, 1e-6, false)] // The trainer computes exactly here, the bundle does not.
    [InlineData(3e-4, 2e-4, true)] // An ill-conditioned model: neither side can be nearer.
    [InlineData(3e-4, 7e-5, false)] // More than four times the trainer's own error.
    [InlineData(9e-6, 0, true)]
    public void Above_the_tolerance_float64_decides_what_is_rounding(double bundleError, double trainerError, bool passes)
    {
        var check = new LogitsCheck("x", "x");
        check.Add(new[, ,] { { { 1 + trainerError } } }, new[, ,] { { { 1 - bundleError } } }, new[, ,] { { { 1.0 } } }, [1], _ => "row");

        Assert.Equal(passes, check.Result.Passed);
        Assert.Equal(passes, check.Result.FirstDifference is null);
    }

    [Fact]
    public void Nothing_compared_is_nothing_proved()
    {
        Assert.False(new LogitsCheck("x", "x").Result.Passed);
        Assert.False(new GreedyCheck("x", "x").Result.Passed);
    }

    [Fact]
    public void Inputs_are_ragged_come_in_batches_of_1_to_64_and_repeat_with_the_seed()
    {
        var batches = new ParityInputs(Models.Description, 5, drawTaskSource: null).Sources(1000).ToList();

        Assert.Equal(1000, batches.Sum(batch => batch.Rows));
        Assert.All(batches, batch => Assert.InRange(batch.Rows, 1, ParityInputs.MaxBatch));
        Assert.Contains(batches, batch => batch.Lengths.Distinct().Count() > 5);
        Assert.Equal(1, batches.Min(batch => batch.Lengths.Min()));
        Assert.Equal(ParityInputs.MaxSource, batches.Max(batch => batch.Lengths.Max()));
        var again = new ParityInputs(Models.Description, 5, drawTaskSource: null).Sources(1000).ToList();
        Assert.Equal(batches.SelectMany(batch => batch.Lengths), again.SelectMany(batch => batch.Lengths));
    }

    private string Export(Action<Dictionary<string, float[]>> change)
    {
        var bundle = models.NewPath();
        BundleExporter.Export(Models.Write(models.NewPath(), change), bundle, new() { MaxLength = Models.MaxLength });
        return bundle;
    }

    private static ParityReport Compare(string trainer, string bundle, int samples)
    {
        using var reference = SeqModel.Open(trainer);
        using var model = SeqModel.Open(bundle);
        var inputs = new ParityInputs(Models.Description, 1, drawTaskSource: null);
        return new ParityRun(new OnnxSequenceModel(reference), new OnnxSequenceModel(reference), model, Models.Description).Run(inputs, samples, 1, golden: null, CancellationToken.None);
    }
}
