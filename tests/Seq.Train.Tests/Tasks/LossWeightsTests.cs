using Seq.Model;
using TorchSharp;

namespace Seq.Train.Tests;

public sealed class LossWeightsTests
{
    private static readonly Vocabulary Tokens = new(TokenUnit.Words, ["a", "b", "c"], SpecialTokens.None);
    private static readonly long[] Targets = [0, 1, 2, 2, 1, 0];

    [Fact]
    public void Full_rows_without_weights_need_none()
    {
        using var scope = torch.NewDisposeScope();

        Assert.Equal((null, 1.0 / 6), new LossWeights(new(), Tokens).Of(Targets, [3, 3], torch.CPU));
    }

    // Row 1: a counts 2 at position 1 (weight 1), b 1 at position 2 (0.5), c 0.5 at position 3 (0.5, the last). Row 2: c 0.5 · 1; the rest is padding.
    [Fact]
    public void Token_and_position_weights_multiply_and_padding_counts_nothing()
    {
        using var scope = torch.NewDisposeScope();
        var settings = new LossSettings { TokenWeights = ["a=2", "c=0.5"], PositionWeights = [1, 0.5] };

        var (weights, scale) = new LossWeights(settings, Tokens).Of(Targets, [3, 1], torch.CPU);

        Assert.Equal([2, 0.5f, 0.25f, 0.5f, 0, 0], weights!.data<float>().ToArray());
        Assert.Equal(1 / 3.25, scale, 1e-9);
    }

    [Theory]
    [InlineData(LossAverage.Tokens, 0.25)]
    [InlineData(LossAverage.Rows, 0.5)]
    [InlineData(LossAverage.None, 1)]
    [InlineData(LossAverage.Steps, 1)]
    public void The_sum_is_divided_as_told(LossAverage average, double scale)
    {
        using var scope = torch.NewDisposeScope();

        Assert.Equal(scale, new LossWeights(new() { Average = average }, Tokens).Of(Targets, [3, 1], torch.CPU).Scale, 1e-9);
    }

    // Row 1: a 2, b 1, c 1, in all 4. Row 2: c alone, the rest is padding.
    [Fact]
    public void Averaged_over_steps_each_row_weighs_1()
    {
        using var scope = torch.NewDisposeScope();
        var settings = new LossSettings { Average = LossAverage.Steps, TokenWeights = ["a=2"] };

        var (weights, scale) = new LossWeights(settings, Tokens).Of(Targets, [3, 1], torch.CPU);

        Assert.Equal([0.5f, 0.25f, 0.25f, 1, 0, 0], weights!.data<float>().ToArray());
        Assert.Equal(1, scale);
        Assert.Equal((null, 1.0 / 3), new LossWeights(new() { Average = LossAverage.Steps }, Tokens).Of(Targets, [3, 3], torch.CPU));
    }

    [Fact]
    public void A_token_that_is_not_there_is_named() => Assert.Contains(
        "'d'", Assert.Throws<TrainingSettingsException>(() => new LossWeights(new() { TokenWeights = ["d=1"] }, Tokens)).Message, StringComparison.Ordinal);
}
