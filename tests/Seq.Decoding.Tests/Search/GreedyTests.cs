using Seq.Decoding.Tests.Models;

namespace Seq.Decoding.Tests.Search;

public sealed class GreedyTests
{
    private static readonly SearchOptions Options = new() { StartToken = TableModel.Start, EndTokens = [TableModel.End], MaxLength = 5 };

    private static readonly Dictionary<string, (string, double)[]> Table = new()
    {
        [""] = [("a", 0.6), ("b", 0.4)],
        ["a"] = [("c", 0.5), ("d", 0.3), (".", 0.2)],
        ["a c"] = [(".", 0.9), ("d", 0.1)],
    };

    [Fact]
    public void It_takes_the_likeliest_token_until_the_end()
    {
        var model = new TableModel(Table);
        var best = new Decoder(Options).Decode(model)[0].Best;

        Assert.Equal("a c", model.Text(best.Tokens));
        Assert.Equal((TableModel.End, FinishReason.EndToken, 3), (best.EndToken, best.FinishReason, best.Length));
        Assert.Equal(Math.Log(0.6 * 0.5 * 0.9), best.LogProbability, precision: 5);
        Assert.Equal([Math.Log(0.6), Math.Log(0.5), Math.Log(0.9)], best.TokenLogProbabilities, (x, y) => Math.Abs(x - y) < 1e-6);
        Assert.Equal(best.TokenLogProbabilities.Sum(), best.LogProbability);
    }

    [Theory]
    [InlineData(1, "a")]
    [InlineData(2, "a c")]
    public void The_maximum_length_ends_it(int maxLength, string text)
    {
        var model = new TableModel(Table);
        var best = new Decoder(Options with { MaxLength = maxLength }).Decode(model)[0].Best;

        Assert.Equal(text, model.Text(best.Tokens));
        Assert.Equal((null, FinishReason.Length, maxLength), (best.EndToken, best.FinishReason, best.Length));
        Assert.Equal(maxLength, model.Steps);
    }

    [Fact]
    public void The_end_token_may_come_last_of_all_at_the_maximum_length()
    {
        var best = new Decoder(Options with { MaxLength = 3 }).Decode(new TableModel(Table))[0].Best;

        Assert.Equal((FinishReason.EndToken, 3, 2), (best.FinishReason, best.Length, best.Tokens.Length));
    }

    [Fact]
    public void The_end_token_may_come_first()
    {
        var best = new Decoder(Options).Decode(new TableModel(new() { [""] = [(".", 0.7), ("a", 0.3)] }))[0].Best;

        Assert.Empty(best.Tokens);
        Assert.Equal((TableModel.End, 1), (best.EndToken, best.Length));
        Assert.Equal(Math.Log(0.7), best.LogProbability, precision: 5);
    }

    [Fact]
    public void Any_of_several_end_tokens_ends_it()
    {
        var model = new TableModel(Table);
        var best = new Decoder(Options with { EndTokens = [TableModel.End, model["c"]] }).Decode(model)[0].Best;

        Assert.Equal("a", model.Text(best.Tokens));
        Assert.Equal(model["c"], best.EndToken);
    }

    [Fact]
    public void Ties_go_to_the_lowest_id()
    {
        var best = new Decoder(Options with { EndTokens = [], MaxLength = 2 }).Decode(new FixedModel([0f, 1f, 3f, 3f, -2f, 3f]))[0].Best;

        Assert.Equal([2, 2], best.Tokens.ToArray());
    }

    [Fact]
    public void The_only_token_of_a_vocabulary_is_certain()
    {
        var best = new Decoder(new() { StartToken = 0, EndTokens = [], MaxLength = 4 }).Decode(new FixedModel([-7f]))[0].Best;

        Assert.Equal([0, 0, 0, 0], best.Tokens.ToArray());
        Assert.Equal(0.0, best.LogProbability);
    }

    [Fact]
    public void A_length_penalty_divides_the_score_alone()
    {
        var best = new Decoder(Options with { LengthPenalty = LengthPenalty.Average }).Decode(new TableModel(Table))[0].Best;

        Assert.Equal(best.LogProbability / 3, best.Score);
    }

    [Fact]
    public void Each_input_ends_at_its_own_maximum_length()
    {
        var decoder = new Decoder(new() { StartToken = 0, EndTokens = [] });
        var results = decoder.Decode(new FixedModel([0f, 1f], inputs: 3), new DecodingRequest { MaxLengths = [2, 4, 1] });

        Assert.Equal([2, 4, 1], results.Select(result => result.Best.Tokens.Length));
    }
}
