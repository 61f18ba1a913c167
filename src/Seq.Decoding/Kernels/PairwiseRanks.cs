using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Seq.Decoding.Kernels;

/// <summary>The order of a few hundred values by comparing each with all others: more comparisons than sorting takes, but in whole vectors and without a branch to guess wrong.</summary>
internal static class PairwiseRanks
{
    /// <summary>How many values there may be at most.</summary>
    internal const int Most = 512;

    /// <summary>The k-th greatest value.</summary>
    /// <param name="x">Values without NaN, [n]; n is a multiple of 16.</param>
    /// <param name="k">From 1 to n.</param>
    internal static float KthGreatest(ReadOnlySpan<float> x, int k)
    {
        ref var first = ref MemoryMarshal.GetReference(x);
        var least = float.PositiveInfinity;
        foreach (var value in x)
        {
            var (greater, one) = (0, Vector512.Create(value));
            for (var i = 0; i < x.Length; i += Vector512<float>.Count)
            {
                greater += BitOperations.PopCount(Vector512.GreaterThan(Vector512.LoadUnsafe(ref first, (nuint)i), one).ExtractMostSignificantBits());
            }

            least = greater < k && value < least ? value : least;
        }

        return least;
    }

    /// <summary>The greatest values in order, ties to the lowest index.</summary>
    /// <param name="x">Values without NaN, [n], from 1 to <see cref="Most"/> of them.</param>
    /// <param name="values">Receives the greatest values, [k], k at most n.</param>
    /// <param name="indices">Receives where they stand, [k].</param>
    internal static void Select(ReadOnlySpan<float> x, Span<float> values, Span<int> indices)
    {
        Span<float> padded = stackalloc float[Most];
        padded = padded[..((x.Length + Vector512<float>.Count - 1) & -Vector512<float>.Count)];
        x.CopyTo(padded);
        padded[x.Length..].Fill(float.NegativeInfinity);
        ref var first = ref MemoryMarshal.GetReference(padded);
        for (var i = 0; i < x.Length; i++)
        {
            // Before a value stand the greater ones, and the equal ones with a lower index.
            var one = Vector512.Create(x[i]);
            var own = i & -Vector512<float>.Count;
            var rank = 0;
            for (var j = 0; j < own; j += Vector512<float>.Count)
            {
                rank += BitOperations.PopCount(Vector512.GreaterThanOrEqual(Vector512.LoadUnsafe(ref first, (nuint)j), one).ExtractMostSignificantBits());
            }

            var around = Vector512.LoadUnsafe(ref first, (nuint)own);
            var equal = Vector512.Equals(around, one).ExtractMostSignificantBits() & ((1ul << (i - own)) - 1);
            rank += BitOperations.PopCount(Vector512.GreaterThan(around, one).ExtractMostSignificantBits() | equal);
            for (var j = own + Vector512<float>.Count; j < padded.Length; j += Vector512<float>.Count)
            {
                rank += BitOperations.PopCount(Vector512.GreaterThan(Vector512.LoadUnsafe(ref first, (nuint)j), one).ExtractMostSignificantBits());
            }

            if (rank < values.Length)
            {
                (values[rank], indices[rank]) = (x[i], i);
            }
        }
    }
}
