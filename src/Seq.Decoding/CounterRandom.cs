namespace Seq.Decoding;

/// <summary>Random numbers without a state: each is a hash of the seed, the row it is for, and the step.</summary>
/// <remarks>
/// All arithmetic is on uint32 and wraps. With
/// <code>
/// mix(x):       x ^= x >> 16;  x *= 0x7feb352d;  x ^= x >> 15;  x *= 0x846ca68b;  x ^= x >> 16
/// absorb(h, x): mix((h ^ x) + 0x9e3779b9)
/// hash:         absorb(absorb(absorb(absorb(absorb(0, seed low), seed high), row key), sample), step)
/// uniform:      (float64(hash >> 8) + 0.5) × 2⁻²⁴
/// </code>
/// it can be rebuilt exactly from the ONNX operators Add, Mul, BitShift and BitwiseXor on uint32 and Cast, Add and Mul in float64.
/// mix is a bijection (lowbias32, C. Wellons, "Prospecting for Hash Functions"), and so is absorb in each argument: for one seed
/// and step, two rows of different key with the same sample index never share a hash, nor do two samples of one row.
/// </remarks>
public static class CounterRandom
{
    /// <summary>The hash of a place in the output.</summary>
    /// <param name="seed">The seed; its low 32 bits enter first.</param>
    /// <param name="rowKey">The key of the input.</param>
    /// <param name="sample">The index of the sample for that input.</param>
    /// <param name="step">The step, from 0.</param>
    public static uint Hash(ulong seed, uint rowKey, uint sample, uint step) => Absorb(RowState(seed, rowKey, sample), step);

    /// <summary>A number strictly between 0 and 1 for a place in the output: one of the 2²⁴ midpoints (n + ½) · 2⁻²⁴.</summary>
    /// <param name="seed">The seed; its low 32 bits enter first.</param>
    /// <param name="rowKey">The key of the input.</param>
    /// <param name="sample">The index of the sample for that input.</param>
    /// <param name="step">The step, from 0.</param>
    public static double Uniform(ulong seed, uint rowKey, uint sample, uint step) => Uniform(Hash(seed, rowKey, sample, step));

    /// <summary>What the hash has absorbed before the step: constant for a row.</summary>
    internal static uint RowState(ulong seed, uint rowKey, uint sample) =>
        Absorb(Absorb(Absorb(Absorb(0, (uint)seed), (uint)(seed >> 32)), rowKey), sample);

    internal static double Uniform(uint rowState, uint step) => Uniform(Absorb(rowState, step));

    private static double Uniform(uint hash) => ((hash >> 8) + 0.5) * (1.0 / (1 << 24));

    /// <summary>absorb(h, x) of the remarks.</summary>
    internal static uint Absorb(uint hash, uint value)
    {
        unchecked
        {
            var x = (hash ^ value) + 0x9e3779b9u;
            x ^= x >> 16;
            x *= 0x7feb352du;
            x ^= x >> 15;
            x *= 0x846ca68bu;
            x ^= x >> 16;
            return x;
        }
    }
}
