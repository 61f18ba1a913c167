using FsCheck.Fluent;
using Seq.Decoding.Tests.Models;

namespace Seq.Decoding.Tests.Search;

public sealed class LengthRatioTests
{
    private static readonly SearchOptions Endless = new() { StartToken = 0, EndTokens = [], MaxLength = 10 };

    [Theory]
    [InlineData(1.5, 3, 5)]   // ⌈4.5⌉
    [InlineData(2.0, 4, 8)]
    [InlineData(2.0, 40, 10)] // MaxLength is less.
    [InlineData(0.5, 0, 1)]   // At least one step.
    public void The_maximum_is_the_ratio_of_the_source_rounded_up_and_never_above_the_absolute_one(double ratio, int source, int length)
    {
        var result = new Decoder(Endless with { MaxLengthRatio = ratio }).Decode(
            new FixedModel([0f, 1f]), new DecodingRequest { SourceLengths = [source] })[0];

        Assert.Equal((length, FinishReason.Length), (result.Best.Length, result.Best.FinishReason));
    }

    [Theory]
    [InlineData(0.5, 0, 5, 3)] // ⌈2.5⌉ tokens, then the end.
    [InlineData(1.0, 0, 4, 4)]
    [InlineData(0.1, 6, 5, 6)] // MinLength is more.
    [InlineData(9.0, 0, 9, 10)] // Never above the maximum.
    public void The_minimum_is_the_ratio_of_the_source_rounded_up_and_never_below_the_absolute_one(double ratio, int minLength, int source, int tokens)
    {
        var options = Endless with { EndTokens = [1], MinLength = minLength, MinLengthRatio = ratio };
        var result = new Decoder(options).Decode(new FixedModel([0f, 9f]), new DecodingRequest { SourceLengths = [source] })[0];

        Assert.Equal(tokens, result.Best.Tokens.Length);
    }

    [Fact]
    public void Each_input_has_the_limits_of_its_own_source_and_scores_the_same() => Law.Holds(
        from @case in SearchCase.Any
        where @case.Options.EndTokens.Count > 0 && @case.Distribution.ImpossiblePercent == 0
        from least in Gen.Elements<double?>(null, 0.4, 1)
        from most in Gen.Elements<double?>(null, 1, 2.3)
        select (Case: @case, Least: least, Most: most),
        drawn =>
        {
            var @case = drawn.Case;
            var options = @case.Options with { MinLengthRatio = drawn.Least, MaxLengthRatio = drawn.Most };
            var results = new Decoder(options).Decode(@case.Model(), new DecodingRequest { SourceLengths = @case.SourceLengths });
            for (var input = 0; input < results.Length; input++)
            {
                var source = @case.SourceLengths[input];
                var most = drawn.Most is { } above ? Math.Max(1, Math.Min(options.MaxLength, (int)Math.Ceiling(above * source))) : options.MaxLength;
                var least = Math.Min(most, Math.Max(options.MinLength, drawn.Least is { } below ? (int)Math.Ceiling(below * source) : 0));
                var alone = new Decoder(@case.Options with { MaxLength = most, MinLength = least })
                    .Decode(@case.Model(@case.Inputs[input]), new DecodingRequest { RowKeys = [(uint)input] })[0];
                Assert.Equal(alone, results[input]);

                var target = ScoringTarget.From(results[input].Best) with { SourceLength = source };
                Assert.Equal(results[input].Best.Score, new Scorer(options).Score(@case.Model(@case.Inputs[input]), [target])[0].Score);
            }
        });
}
