namespace Seq.Train;

/// <summary>Random numbers whose whole state is one number, so that a resumed training draws what an uninterrupted one would have drawn.</summary>
/// <remarks>SplitMix64: Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators", figure 17.</remarks>
public sealed class SeededRandom
{
    /// <param name="state">The seed, or a state saved before.</param>
    public SeededRandom(ulong state)
    {
        State = state;
    }

    /// <summary>The whole state.</summary>
    public ulong State { get; private set; }

    /// <summary>A number from 0 to <paramref name="bound"/> − 1, each equally likely up to <paramref name="bound"/> parts in 2³².</summary>
    /// <param name="bound">At least 1.</param>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        return (int)(((Next64() >> 32) * (ulong)bound) >> 32);
    }

    /// <summary>All 64 bits of the next draw.</summary>
    internal ulong Next64()
    {
        unchecked
        {
            State += 0x9e3779b97f4a7c15;
            var z = State;
            z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
            z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
            return z ^ (z >> 31);
        }
    }
}
