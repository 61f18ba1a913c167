namespace Seq.Train.Tests;

public sealed class DigitsTaskTests
{
    [Fact]
    public void Digits_are_spelled_in_english_with_single_spaces() =>
        Assert.Equal("zero one two three four five six seven eight nine", DigitsTask.Spell("0123456789"));

    [Fact]
    public void Something_that_is_no_digit_cannot_be_spelled() =>
        Assert.Contains("'x'", Assert.Throws<ArgumentException>(() => DigitsTask.Spell("1x")).Message, StringComparison.Ordinal);

    [Fact]
    public void Sources_have_letters_and_the_space_and_targets_digits_and_one_token_that_starts_and_ends()
    {
        Assert.Equal(27, DigitsTask.SourceVocabulary.Count);
        Assert.Equal(11, DigitsTask.TargetVocabulary.Count);
        Assert.Equal("#", DigitsTask.TargetVocabulary.Tokens[DigitsTask.TargetVocabulary.Special.Start!.Value]);
        Assert.Equal(DigitsTask.TargetVocabulary.Special.Start, DigitsTask.TargetVocabulary.Special.End);
        Assert.Equal(0, DigitsTask.SourceVocabulary.Encode("a")[0]);
        Assert.Equal([1, 2, 5], DigitsTask.TargetVocabulary.Encode("125"));
    }

    [Fact]
    public void An_example_is_a_text_and_what_it_spells()
    {
        var random = new SeededRandom(3);
        var lengths = new HashSet<int>();
        for (var draw = 0; draw < 500; draw++)
        {
            var (source, target) = DigitsTask.Draw(random, 5, 10);
            Assert.Equal(source, DigitsTask.Spell(target));
            lengths.Add(target.Length);
        }

        Assert.Equal([5, 6, 7, 8, 9, 10], lengths.Order());
    }

    [Fact]
    public void Every_digit_is_equally_likely_at_every_place()
    {
        var random = new SeededRandom(4);
        var counts = new int[2, 10];
        for (var draw = 0; draw < 20_000; draw++)
        {
            var (_, target) = DigitsTask.Draw(random, 2, 2);
            counts[0, target[0] - '0']++;
            counts[1, target[1] - '0']++;
        }

        // 2,000 ± 42 each (binomial), five deviations.
        Assert.All(counts.Cast<int>(), count => Assert.InRange(count, 1_790, 2_210));
    }

    [Fact]
    public void Digits_and_lengths_pass_a_chi_square_test()
    {
        // The 0.9999 quantiles with 9 and with 5 degrees of freedom. The seed is fixed, so a pass stays a pass.
        const double Quantile9 = 33.72;
        const double Quantile5 = 25.74;
        var random = new SeededRandom(2);
        var targets = Enumerable.Range(0, 6_000).Select(_ => DigitsTask.Draw(random, 5, 10).Target).ToArray();

        Assert.InRange(ChiSquare([.. targets.SelectMany(target => target).Select(digit => digit - '0')], 10), 0, Quantile9);
        Assert.InRange(ChiSquare([.. targets.Select(target => target.Length - 5)], 6), 0, Quantile5);
    }

    [Fact]
    public void Ranges_that_hold_no_number_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => DigitsTask.Draw(new(1), 0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => DigitsTask.Draw(new(1), 4, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => DigitsTask.DrawBatch(new(1), 0, 1, 3));
    }

    [Fact]
    public void The_same_seed_draws_the_same_batch()
    {
        var left = DigitsTask.DrawBatch(new(9), 20, 5, 10);
        var right = DigitsTask.DrawBatch(new(9), 20, 5, 10);
        var other = DigitsTask.DrawBatch(new(10), 20, 5, 10);

        Assert.Equal(left.Source, right.Source);
        Assert.Equal(left.TargetOutput, right.TargetOutput);
        Assert.NotEqual(left.TargetOutput.Take(20), other.TargetOutput.Take(20));
    }

    private static double ChiSquare(int[] values, int classes)
    {
        var expected = (double)values.Length / classes;
        return Enumerable.Range(0, classes).Sum(one => Math.Pow(values.Count(value => value == one) - expected, 2) / expected);
    }
}
