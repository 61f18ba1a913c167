namespace Seq.Train.Tests;

public sealed class SeededRandomTests
{
    // SplitMix64 from state 0 begins e220a8397b1dcdaf, 6e789e6aa1b965f4, 06c45d188009454f, f88bb8a8724c81ec.
    // A bound of 2^16 shows the upper 16 bits, a bound of 10 the digit ⌊10 · upper half / 2^32⌋: 8.83, 4.31, 0.26, 9.70.
    [Fact]
    public void Numbers_are_those_of_splitmix64()
    {
        var random = new SeededRandom(0);
        Assert.Equal([0xe220, 0x6e78, 0x06c4, 0xf88b], (int[])[random.Next(1 << 16), random.Next(1 << 16), random.Next(1 << 16), random.Next(1 << 16)]);

        random = new SeededRandom(0);
        Assert.Equal([8, 4, 0, 9], (int[])[random.Next(10), random.Next(10), random.Next(10), random.Next(10)]);
    }

    [Fact]
    public void All_64_bits_are_the_published_ones_of_splitmix64()
    {
        var random = new SeededRandom(1234567);

        Assert.Equal(
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821],
            (ulong[])[random.Next64(), random.Next64(), random.Next64(), random.Next64(), random.Next64()]);
    }

    [Fact]
    public void A_saved_state_goes_on_with_the_same_numbers()
    {
        var random = new SeededRandom(7);
        _ = random.Next(10);
        var later = new SeededRandom(random.State);

        Assert.Equal(Enumerable.Range(0, 50).Select(_ => random.Next(1000)), Enumerable.Range(0, 50).Select(_ => later.Next(1000)));
    }

    [Fact]
    public void Every_number_below_the_bound_is_equally_likely()
    {
        var random = new SeededRandom(1);
        var counts = new int[6];
        for (var draw = 0; draw < 60_000; draw++)
        {
            counts[random.Next(6)]++;
        }

        // 10,000 ± 91 each (binomial); five deviations are never reached by chance.
        Assert.All(counts, count => Assert.InRange(count, 9_545, 10_455));
    }

    [Fact]
    public void A_bound_below_one_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new SeededRandom(0).Next(0));
}
