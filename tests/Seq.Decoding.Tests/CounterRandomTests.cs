namespace Seq.Decoding.Tests;

public sealed class CounterRandomTests
{
    // Computed with Python integers from the formula in the documentation.
    [Theory]
    [InlineData(0UL, 0u, 0u, 0u, 0x7c111966u, 0.4846359193325043)]
    [InlineData(0UL, 0u, 0u, 1u, 0x70462934u, 0.4385705888271332)]
    [InlineData(0UL, 0u, 1u, 0u, 0x0233c9b4u, 0.008602708578109741)]
    [InlineData(0UL, 1u, 0u, 0u, 0x58fe238cu, 0.3476278483867645)]
    [InlineData(1UL, 0u, 0u, 0u, 0x731dc69bu, 0.4496730864048004)]
    [InlineData(1UL << 32, 0u, 0u, 0u, 0xdb7a1878u, 0.857331782579422)]
    [InlineData(0x0123456789abcdefUL, 7u, 3u, 41u, 0x5a74aa82u, 0.3533426821231842)]
    [InlineData(ulong.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue, 0x9ff6fb79u, 0.624862402677536)]
    public void The_numbers_are_those_of_the_formula(ulong seed, uint rowKey, uint sample, uint step, uint hash, double uniform)
    {
        Assert.Equal(hash, CounterRandom.Hash(seed, rowKey, sample, step));
        Assert.Equal(uniform, CounterRandom.Uniform(seed, rowKey, sample, step));
    }

    [Theory]
    [InlineData("row keys")]
    [InlineData("samples")]
    [InlineData("steps")]
    [InlineData("seeds")]
    public void Two_places_that_differ_in_one_argument_never_share_a_hash(string argument)
    {
        var hashes = new HashSet<uint>();
        for (var i = 0u; i < 200_000; i++)
        {
            Assert.True(hashes.Add(Hash(argument, i)));
        }
    }

    /// <summary>
    /// Counts in 64 bins over 200,000 neighbouring places. Chi-square with 63 degrees of freedom exceeds 131 with probability 1e-6.
    /// </summary>
    [Theory]
    [InlineData("row keys")]
    [InlineData("samples")]
    [InlineData("steps")]
    [InlineData("seeds")]
    public void Neighbouring_places_have_uniform_numbers(string argument)
    {
        var bins = new int[64];
        for (var i = 0u; i < 200_000; i++)
        {
            bins[Hash(argument, i) >> 26]++;
        }

        Assert.InRange(bins.Sum(count => Math.Pow(count - 3125.0, 2) / 3125), 20, 131);
    }

    /// <summary>Pairs of neighbours in 16 × 16 bins. Chi-square with 255 degrees of freedom exceeds 373 with probability 2e-6.</summary>
    [Theory]
    [InlineData("row keys")]
    [InlineData("samples")]
    [InlineData("steps")]
    [InlineData("seeds")]
    public void Neighbouring_places_are_independent(string argument)
    {
        var bins = new int[256];
        for (var i = 0u; i < 256_000; i++)
        {
            bins[((Hash(argument, 2 * i) >> 28) << 4) | (Hash(argument, (2 * i) + 1) >> 28)]++;
        }

        Assert.InRange(bins.Sum(count => Math.Pow(count - 1000.0, 2) / 1000), 160, 373);
    }

    private static uint Hash(string argument, uint i) => argument switch
    {
        "row keys" => CounterRandom.Hash(5, i, 2, 3),
        "samples" => CounterRandom.Hash(5, 1, i, 3),
        "steps" => CounterRandom.Hash(5, 1, 2, i),
        _ => CounterRandom.Hash(i, 1, 2, 3),
    };
}
