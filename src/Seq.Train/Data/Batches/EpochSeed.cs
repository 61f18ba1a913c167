namespace Seq.Train;

/// <summary>The seed of a part of a training, from the seed of the whole and the part's number.</summary>
internal static class EpochSeed
{
    /// <summary>A seed that depends on both numbers, and shares no draws with its neighbours.</summary>
    internal static ulong Of(ulong seed, int number)
    {
        unchecked
        {
            // Two draws apart from each other: neighbouring states of SplitMix64 would give the same numbers one place later.
            var first = new SeededRandom(seed).Next64();
            return new SeededRandom(first ^ ((ulong)(uint)number * 0xd1342543de82ef95)).Next64();
        }
    }

    /// <summary>A number from [0, 1) with 53 bits.</summary>
    internal static double NextUniform(this SeededRandom random) => (random.Next64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Puts items into random order.</summary>
    /// <remarks>Fisher and Yates, from the end, as in Knuth, The Art of Computer Programming, volume 2, algorithm 3.4.2P.</remarks>
    internal static void Shuffle<T>(this SeededRandom random, Span<T> items)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = random.Next(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }
}
