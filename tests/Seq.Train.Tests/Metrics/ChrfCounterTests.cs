using FsCheck.Fluent;
using Seq.Decoding.Tests;

namespace Seq.Train.Tests;

public sealed class ChrfCounterTests
{
    private const double Tolerance = 1e-9;

    /// <summary>Each score is what sacreBLEU 2.6.0 gives for the same texts and options.</summary>
    public static TheoryData<ChrfOptions, double, string> Published => new()
    {
        { new(), 65.19345291156868, "nrefs:2|case:mixed|eff:yes|nc:6|nw:0|space:no" },
        { new() { Lowercase = true }, 68.41670870252172, "nrefs:2|case:lc|eff:yes|nc:6|nw:0|space:no" },
        { new() { CharacterOrder = 3 }, 74.35791490092355, "nrefs:2|case:mixed|eff:yes|nc:3|nw:0|space:no" },
        { new() { Beta = 1 }, 67.10674772313206, "nrefs:2|case:mixed|eff:yes|nc:6|nw:0|space:no" },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void Scores_and_signatures_are_those_of_sacreBLEU(ChrfOptions options, double score, string signature)
    {
        var counter = new ChrfCounter(options);
        counter.Add("The cat sat on the mat.", "The cat is on the mat.", "There is a cat on the mat.");
        counter.Add("It's 3-4 miles, i.e. 5,000.5 m!", "It is 3-4 miles, i.e. 5,000.5 metres.", "It's three to four miles (5,000.5 m)!");
        counter.Add("She said: \"Don't go.\"", "She said \"do not go\".", "She said: don't go!");
        counter.Add("two men", "Two men walk", "the two men are walking");

        var result = counter.Result();

        Assert.Equal(score, result.Score, Tolerance);
        Assert.Equal($"{signature}|version:{MetricSignature.Version}", result.Signature);
    }

    [Fact]
    public void A_score_by_hand()
    {
        // "ab" against "abc", β = 2. Characters: P 2/2, R 2/3; pairs: P 1/1, R 1/2. Longer runs: "ab" has none. P = 1, R = 7/12.
        var counter = new ChrfCounter();
        counter.Add("a b", "abc");

        Assert.Equal(100 * 5 * (7.0 / 12) / (4 + (7.0 / 12)), counter.Result().Score, Tolerance);
        Assert.StartsWith("chrF2|nrefs:1|", counter.Result().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_score_lies_between_0_and_100_and_equal_texts_score_100() => Law.Holds(
        Gen.Elements('a', 'b', ' ').ListOf().Select(string.Concat).Two(), pair =>
        {
            var (different, equal) = (new ChrfCounter(), new ChrfCounter());
            different.Add(pair.Item1, pair.Item2);
            equal.Add(pair.Item1, pair.Item1);

            Assert.InRange(different.Result().Score, 0, 100 + Tolerance);
            Assert.Equal(string.IsNullOrWhiteSpace(pair.Item1) ? 0 : 100, equal.Result().Score, Tolerance);
        }, 500);

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChrfCounter(new() { CharacterOrder = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChrfCounter(new() { Beta = -1 }));
    }
}
