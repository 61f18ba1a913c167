namespace Seq.Train.Tests;

public sealed class AccuracyCounterTests
{
    private const int End = 9;

    [Fact]
    public void A_mistake_a_right_one_and_what_is_too_short_or_too_long_are_told_apart()
    {
        var counter = new AccuracyCounter();
        counter.Add([1, 2, End], [1, 2, End]);    // right:     3 of 3
        counter.Add([1, 2, End], [1, 3, End]);    // a mistake: 2 of 3
        counter.Add([1, 2, End], [1, End]);       // too short: 1 of 3
        counter.Add([1, End], [1, 1, 1, End]);    // too long:  1 of 2

        var result = counter.Result();

        Assert.Equal(7.0 / 11, result.Tokens);
        Assert.Equal(1.0 / 4, result.Sequences);
        Assert.Equal([4.0 / 4, 1.0 / 4, 2.0 / 3], result.ByPosition); // Position 1: 2 right, 3, end, 1 wrong. Position 2: 3 sequences reach it.
    }

    [Fact]
    public void What_follows_the_expected_end_does_not_count()
    {
        var counter = new AccuracyCounter();
        counter.Add([1, End], [1, End, 4, 4]);

        Assert.Equal((1, 1), (counter.Result().Tokens, counter.Result().Sequences));
    }

    [Fact]
    public void Nothing_found_is_nothing_right()
    {
        var counter = new AccuracyCounter();
        counter.Add([End], []);

        Assert.Equal((0, 0), (counter.Result().Tokens, counter.Result().Sequences));
        Assert.Equal([0.0], counter.Result().ByPosition);
    }

    [Fact]
    public void Without_sequences_all_shares_are_zero()
    {
        var result = new AccuracyCounter().Result();

        Assert.Equal((0, 0), (result.Tokens, result.Sequences));
        Assert.Empty(result.ByPosition);
    }
}
