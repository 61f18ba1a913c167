using FsCheck.Fluent;
using Seq.Decoding.Tests;
using Seq.Model;

namespace Seq.Train.Tests;

public sealed class SplitTests
{
    [Fact]
    public void Borders_are_shares_rounded_down() // nanoGPT's int(0.9 · 1115394) = 1003854.
    {
        Assert.Equal((1_115_394 - 1_003_854, 0), new PartShares(0.1, 0).Of(1_115_394));
        Assert.Equal((0, 0), new PartShares(0, 0).Of(7));
        Assert.Equal((1, 1), new PartShares(0.1, 0.1).Of(10));
    }

    [Theory]
    [InlineData(0.5, 0.5)]
    [InlineData(-0.1, 0)]
    [InlineData(double.NaN, 0)]
    public void Shares_leave_something_to_learn_from(double validation, double test) => Assert.Throws<DataException>(() => new PartShares(validation, test).Of(10));

    [Fact]
    public void Parts_together_are_the_whole_text_and_words_stay_whole() => Law.Holds(
        Gen.Elements("ab", "c", " ", "\n", "😀", "long").ListOf().Select(string.Concat).Zip(Gen.Choose(0, 45).Zip(Gen.Choose(0, 45))), drawn =>
    {
        var (text, (validation, test)) = drawn;
        foreach (var unit in (TokenUnit[])[TokenUnit.Characters, TokenUnit.Words])
        {
            var shares = new PartShares(validation / 100.0, test / 100.0);
            var parts = TextCut.InOrder([text], shares, unit);
            var ofLines = TextCut.InOrder(TextCut.Pieces(text.Split('\n')), shares, unit);
            Assert.Equal([string.Concat(parts.Train), string.Concat(parts.Validation), string.Concat(parts.Test)], [string.Concat(ofLines.Train), string.Concat(ofLines.Validation), string.Concat(ofLines.Test)]);

            Assert.Equal(text, string.Concat(parts.All));
            if (unit == TokenUnit.Words)
            {
                Assert.Equal(TokenRules.Default.SplitWords(text), parts.All.SelectMany(TokenRules.Default.SplitWords));
            }
            else
            {
                Assert.All(parts.All, part => Assert.False(part.Length > 0 && char.IsLowSurrogate(part[0])));
            }
        }
    });

    [Fact]
    public void A_group_is_wholly_set_aside_or_not_at_all()
    {
        int[] items = [.. Enumerable.Range(0, 1000)];
        string[] groups = [.. items.Select(item => $"tt{item * 31 % 120}")];

        var (train, validation) = ImdbReviews.ByGroup(items, groups, 0.1, 42);

        Assert.Equal(items, train.Concat(validation).Order());
        Assert.Empty(train.Select(item => groups[item]).Intersect(validation.Select(item => groups[item])));
        Assert.InRange(validation.Count, 100, 109); // A group has 8 or 9 items.
        Assert.Equal(validation, ImdbReviews.ByGroup(items, groups, 0.1, 42).Validation);
        Assert.NotEqual(validation, ImdbReviews.ByGroup(items, groups, 0.1, 43).Validation);
    }

    [Fact]
    public void Shuffled_parts_depend_on_the_seed_alone()
    {
        int[] items = [.. Enumerable.Range(0, 100)];

        var parts = DataParts<int>.Shuffled(items, new(0.1, 0.2), 1);

        Assert.Equal((70, 10, 20), (parts.Train.Count, parts.Validation.Count, parts.Test.Count));
        Assert.Equal(items, parts.All.Order());
        Assert.Equal(parts.All, DataParts<int>.Shuffled(items, new(0.1, 0.2), 1).All);
        Assert.NotEqual(parts.All, DataParts<int>.Shuffled(items, new(0.1, 0.2), 2).All);
    }
}
