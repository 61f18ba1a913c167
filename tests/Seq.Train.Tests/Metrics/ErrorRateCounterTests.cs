namespace Seq.Train.Tests;

public sealed class ErrorRateCounterTests
{
    [Fact]
    public void Rates_are_edits_over_reference_tokens_and_wrong_sequences_over_all()
    {
        var counter = new ErrorRateCounter();
        counter.Add<char>("kitten", "sitting".ToCharArray()); // 2 substitutions, 1 deletion, of 7
        counter.Add<char>("abc", "abc".ToCharArray());        // right, of 3

        var rate = counter.Result();

        Assert.Equal((3.0 / 10, 1.0 / 2), (rate.Tokens, rate.Sequences));
        Assert.Equal(new Edits(Substitutions: 2, Insertions: 0, Deletions: 1), rate.Edits);
    }

    [Fact]
    public void The_nearest_of_several_references_counts()
    {
        var counter = new ErrorRateCounter();
        string[] found = ["T", "AH", "M", "EY", "T", "OW"];
        counter.Add(found, ["T", "AH", "M", "AA", "T", "OW"], ["T", "AH", "M", "EY", "T", "OW"]);
        counter.Add<string>(found.AsSpan(0, 2), ["T", "EH"], ["T", "AH", "M"]); // One edit each: the longer reference, three tokens.

        var rate = counter.Result();

        Assert.Equal((1.0 / 9, 1.0 / 2, 9), (rate.Tokens, rate.Sequences, rate.ReferenceTokens));
    }

    [Fact]
    public void A_model_that_never_stops_exceeds_one()
    {
        var counter = new ErrorRateCounter();
        counter.Add<int>([1, 1, 1, 1], [2]);

        Assert.Equal(4, counter.Result().Tokens);
    }

    [Fact]
    public void Nothing_is_no_error_and_tokens_beside_an_empty_reference_are_endless_error()
    {
        var counter = new ErrorRateCounter();
        Assert.Equal((0, 0), (counter.Result().Tokens, counter.Result().Sequences));

        counter.Add<int>([1], (int[])[]);
        Assert.Equal(double.PositiveInfinity, counter.Result().Tokens);
    }

    [Fact]
    public void A_sequence_without_reference_is_refused() =>
        Assert.Throws<ArgumentException>(() => new ErrorRateCounter().Add<int>([1], Array.Empty<int[]>()));
}
