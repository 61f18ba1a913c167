using Seq.Decoding;

namespace Seq.Export.Tests;

public class CounterUniformsTests
{
    [Theory]
    [InlineData(0ul)]
    [InlineData(42ul)]
    [InlineData(0xffff_ffff_0000_0001ul)]
    [InlineData(ulong.MaxValue)]
    public void A_hundred_thousand_numbers_have_the_bits_of_the_host(ulong seed)
    {
        const int Steps = 250;
        uint[] keys = [.. Enumerable.Range(0, 400).Select(row => row < 200 ? (uint)row : uint.MaxValue - (uint)row)];
        uint[] samples = [.. keys.Select(key => key % 5)];

        var result = GraphEvaluation.Evaluate(g => CounterUniforms.Build(
            g, g.Unsigned([(uint)seed, (uint)(seed >> 32)], 2), g.Unsigned(keys, keys.Length), g.Unsigned(samples, keys.Length), g.Constant((long)Steps)));

        var expected =
            from step in Enumerable.Range(0, Steps)
            from row in Enumerable.Range(0, keys.Length)
            select CounterRandom.Uniform(seed, keys[row], samples[row], (uint)step);
        Assert.Equal([Steps, keys.Length], result.Shape);
        Assert.Equal(expected, (double[])result.Data);
    }
}
