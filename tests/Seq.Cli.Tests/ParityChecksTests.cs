using Seq.Cli.Parity;

namespace Seq.Cli.Tests;

/// <summary>What a comparison counts as equal, without a model.</summary>
public sealed class ParityChecksTests
{
    [Fact]
    public void A_logit_that_is_not_a_number_differs()
    {
        var result = Compare(trainer: 1, bundle: double.NaN, referee: 1);

        Assert.False(result.Passed);
        Assert.Contains("NaN", result.FirstDifference, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2e-5, 3e-5, true)] // The trainer's own error is as large: rounding.
    [InlineData(1e-6, 3e-5, false)] // The trainer computes exactly here, the bundle does not.
    [InlineData(2e-4, 3e-4, true)] // An ill-conditioned model: neither side can be nearer.
    [InlineData(7e-5, 3e-4, false)] // More than four times the trainer's own error.
    [InlineData(0, 9e-7, true)]
    [InlineData(0, 1.1e-6, false)] // Above the floor, where the trainer happens to be exact.
    public void The_bundle_may_be_four_times_as_far_from_float64_as_the_trainer(double trainerError, double bundleError, bool passes)
    {
        var result = Compare(1 + trainerError, 1 - bundleError, 1);

        Assert.Equal(passes, result.Passed);
        Assert.Equal(passes, result.FirstDifference is null);
    }

    [Fact]
    public void Errors_count_relative_to_the_largest_logit_of_their_step()
    {
        var check = new LogitsCheck("x", "x");
        check.Add(new([1000, 1], 1, 1, 2), new([1000, 1 + 5e-4], 1, 1, 2), new([1000, 1], 1, 1, 2), [1], _ => "row");

        Assert.True(check.Result().Passed);
        Assert.Equal(5e-7, check.BundleError, 1e-9);
    }

    [Fact]
    public void A_step_that_left_the_range_of_float32_in_the_trainer_is_not_compared()
    {
        var check = new LogitsCheck("x", "x");
        check.Add(new([double.PositiveInfinity, 2], 1, 2, 1), new([5, 2], 1, 2, 1), new([1e39, 2], 1, 2, 1), [2], _ => "row");

        Assert.Equal((1, 1), (check.Result().Compared, check.Result().Skipped));
        Assert.True(check.Result().Passed);
    }

    [Fact]
    public void A_truth_that_is_not_a_number_is_a_fault_whatever_the_bundle_says()
    {
        Assert.False(Compare(trainer: double.NaN, bundle: double.NaN, referee: double.NaN).Passed);
        Assert.False(Compare(trainer: double.NaN, bundle: 1, referee: double.NaN).Passed);
    }

    [Fact]
    public void Skipping_everything_proves_nothing_and_says_how_much_was_skipped()
    {
        var result = Compare(trainer: double.PositiveInfinity, bundle: 5, referee: 1e39);

        Assert.False(result.Passed);
        Assert.Equal("nothing could be compared: TorchSharp leaves the range of float32 in all of 1 logits", result.FirstDifference);
    }

    [Fact]
    public void The_first_step_beyond_the_limit_is_named_and_not_the_worst()
    {
        var check = new LogitsCheck("x", "x");
        check.Add(new([1, 1, 1], 1, 3, 1), new([1, 1.1, 1.9], 1, 3, 1), new([1, 1, 1], 1, 3, 1), [3], _ => "row 0");

        Assert.StartsWith("row 0, step 1", check.Result().FirstDifference, StringComparison.Ordinal);
        Assert.Equal("row 0, step 2, number 0", check.Result().Where);
    }

    [Fact]
    public void Nothing_compared_is_nothing_proved()
    {
        Assert.False(new LogitsCheck("x", "x").Result().Passed);
        Assert.False(new TokensCheck("x", "x").Result.Passed);
    }

    [Fact]
    public void Tokens_that_differ_by_rounding_are_counted_and_others_are_a_fault()
    {
        var (expected, actual) = (new FoundTokens([1, 2, 3], -1, -1), new FoundTokens([1, 4], -1, -1));
        var check = new TokensCheck("x", "x");
        check.Add([expected], [actual], "row 0", () => true);
        Assert.True(check.Result.Passed);
        Assert.Equal(1, check.Result.WithinRounding);

        check.Add([expected], [actual], "row 1", () => false);

        Assert.False(check.Result.Passed);
        Assert.Equal("row 1, step 1: token 4 instead of token 2", check.Result.FirstDifference);
    }

    [Theory]
    [InlineData(-10, -10.00009, true)]
    [InlineData(-10, -10.00011, false)]
    [InlineData(-0.1, -0.10002, false)]
    public void Scores_may_differ_by_what_float32_returns(double expected, double actual, bool equal) =>
        Assert.Equal(equal, new FoundTokens([1], expected, expected).DifferenceFrom(new([1], actual, actual)) is null);

    [Fact]
    public void Log_probabilities_of_far_logits_are_finite_and_add_up_to_one()
    {
        var softmax = new LogitsBlock([1000, 999, -1000], 1, 1, 3).LogProbabilities(sigmoid: false).Values;

        Assert.Equal(1, softmax.Sum(Math.Exp), 1e-12);
        Assert.Equal([-800.0, -Math.Log(2)], new LogitsBlock([-800, 0], 1, 1, 2).LogProbabilities(sigmoid: true).Values);
    }

    [Fact]
    public void Inputs_are_ragged_come_in_batches_of_1_to_64_and_repeat_with_the_seed()
    {
        var limits = ParityLimits.Default;
        var batches = new ParityInputs(Models.Description, 5, limits).Batches(1000).ToList();

        Assert.Equal(1000, batches.Sum(batch => batch.Rows));
        Assert.All(batches, batch => Assert.InRange(batch.Rows, 1, limits.MaxBatch));
        Assert.Contains(batches, batch => batch.Source!.Lengths.Distinct().Count() > 5);
        Assert.Equal(1, batches.Min(batch => batch.Source!.Lengths.Min()));
        Assert.Equal(limits.MaxSource, batches.Max(batch => batch.Source!.Lengths.Max()));
        var again = new ParityInputs(Models.Description, 5, limits).Batches(1000).ToList();
        Assert.Equal(batches.SelectMany(batch => batch.Source!.Ids.Cast<long>()), again.SelectMany(batch => batch.Source!.Ids.Cast<long>()));
    }

    [Fact]
    public void Edges_are_one_token_and_the_longest_rows_alone_and_side_by_side()
    {
        var limits = ParityLimits.Default;
        var edges = new ParityInputs(Models.Description, 5, limits).Edges().Select(edge => (edge.Source!.Lengths, edge.Target!.Lengths)).ToList();

        Assert.Equal([[1], [limits.MaxSource], [1, limits.MaxSource, 30]], edges.Select(edge => edge.Item1));
        Assert.Equal([[limits.MaxTarget], [1], [limits.MaxTarget, 1, 12]], edges.Select(edge => edge.Item2));
    }

    private static CheckResult Compare(double trainer, double bundle, double referee)
    {
        var check = new LogitsCheck("x", "x");
        check.Add(new([trainer], 1, 1, 1), new([bundle], 1, 1, 1), new([referee], 1, 1, 1), [1], _ => "row");
        return check.Result();
    }
}
