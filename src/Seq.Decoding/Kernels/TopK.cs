using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Seq.Decoding.Kernels;

/// <summary>The k greatest values in order, ties to the lowest index.</summary>
/// <remarks>
/// The values are divided into classes, twice as many as are wanted: the k-th greatest of the classes' maxima is a bound that at least k values
/// reach, and as a rule few more, so that only those are put in order. Where too many reach it, as with many equal ones, and for large k, a heap of k
/// with the worst on top goes over all values; whole vectors below it are skipped in one comparison. O(n + k²) as a rule, O(n log k) at worst. Allocates nothing.
/// </remarks>
public static class TopK
{
    /// <summary>From so many values on the bound pays, and up to so many it fits on the stack.</summary>
    private const int LeastBounded = 4;
    private const int MostBounded = PairwiseRanks.Most / ClassesPerValue;

    /// <summary>How many classes there are for each value wanted, and in all, at least; and how many values in a class, at least.</summary>
    private const int ClassesPerValue = 2;
    private const int LeastClasses = 32;
    private const int LeastPerClass = 4;

    /// <summary>Selects the greatest values of <paramref name="x"/>: falling by value, and rising by index where values are equal.</summary>
    /// <param name="x">Values without NaN, [n].</param>
    /// <param name="values">Receives the greatest values, [k]; its length is k.</param>
    /// <param name="indices">Receives where they stood, [k].</param>
    /// <returns>How many were written: the lesser of k and n.</returns>
    /// <exception cref="ArgumentException"><paramref name="values"/> and <paramref name="indices"/> differ in length.</exception>
    public static int Select(ReadOnlySpan<float> x, Span<float> values, Span<int> indices)
    {
        if (values.Length != indices.Length)
        {
            throw new ArgumentException($"There is room for {values.Length} values but for {indices.Length} indices; make them equal.", nameof(indices));
        }

        var count = Math.Min(x.Length, values.Length);
        if (count == 0)
        {
            return 0;
        }

        values = values[..count];
        indices = indices[..count];
        if (count >= LeastBounded && count <= MostBounded && x.Length >= LeastPerClass * ClassesFor(count) && TrySelectBounded(x, values, indices))
        {
            return count;
        }

        Heapify(x, values, indices);
        Scan(x, count, values, indices);
        Sort(values, indices);
        return count;
    }

    private static int ClassesFor(int count) => Math.Max(LeastClasses, ((ClassesPerValue * count) + Vector512<float>.Count - 1) & -Vector512<float>.Count);

    /// <summary>Selects among the values that reach the bound; gives up when they are too many, as with many equal ones.</summary>
    private static bool TrySelectBounded(ReadOnlySpan<float> x, Span<float> values, Span<int> indices)
    {
        Span<float> candidates = stackalloc float[PairwiseRanks.Most];
        Span<int> places = stackalloc int[PairwiseRanks.Most];
        var maxima = candidates[..ClassesFor(values.Length)];
        ClassMaxima(x, maxima);
        var bound = PairwiseRanks.KthGreatest(maxima, values.Length);
        if (!TryCollect(x, bound, candidates, places, out var found))
        {
            return false;
        }

        PairwiseRanks.Select(candidates[..found], values, indices);
        foreach (ref var index in indices)
        {
            index = places[index]; // The candidates are in the order of their places, so ties have gone to the lowest.
        }

        return true;
    }

    /// <summary>The greatest value of each class: lane l of group g has the l-th values of every vector whose number leaves g, so that great values that stand together spread over the classes.</summary>
    private static void ClassMaxima(ReadOnlySpan<float> x, Span<float> maxima)
    {
        ref var first = ref MemoryMarshal.GetReference(x);
        if (Vector512.IsHardwareAccelerated)
        {
            var (groups, vectors) = (maxima.Length / Vector512<float>.Count, x.Length / Vector512<float>.Count);
            for (var group = 0; group < groups; group++)
            {
                var max = Vector512.LoadUnsafe(ref first, (nuint)group * 16);
                for (var i = group + groups; i < vectors; i += groups)
                {
                    max = Vector512.MaxNative(max, Vector512.LoadUnsafe(ref first, (nuint)i * 16));
                }

                max.CopyTo(maxima[(group * Vector512<float>.Count)..]);
            }
        }
        else
        {
            var (groups, vectors) = (maxima.Length / Vector256<float>.Count, x.Length / Vector256<float>.Count);
            for (var group = 0; group < groups; group++)
            {
                var max = Vector256.LoadUnsafe(ref first, (nuint)group * 8);
                for (var i = group + groups; i < vectors; i += groups)
                {
                    max = Vector256.MaxNative(max, Vector256.LoadUnsafe(ref first, (nuint)i * 8));
                }

                max.CopyTo(maxima[(group * Vector256<float>.Count)..]);
            }
        }
    }

    private static bool TryCollect(ReadOnlySpan<float> x, float bound, Span<float> candidates, Span<int> places, out int found)
    {
        ref var first = ref MemoryMarshal.GetReference(x);
        var (wide, least) = (Vector512.Create(bound), Vector256.Create(bound));
        found = 0;
        var i = 0;
        for (; Vector512.IsHardwareAccelerated && i <= x.Length - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            var hits = Vector512.GreaterThanOrEqual(Vector512.LoadUnsafe(ref first, (nuint)i), wide).ExtractMostSignificantBits();
            if (hits != 0 && !TryAdd(x, i, hits, candidates, places, ref found))
            {
                return false;
            }
        }

        for (; i <= x.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            var hits = Vector256.GreaterThanOrEqual(Vector256.LoadUnsafe(ref first, (nuint)i), least).ExtractMostSignificantBits();
            if (hits != 0 && !TryAdd(x, i, hits, candidates, places, ref found))
            {
                return false;
            }
        }

        for (; i < x.Length; i++)
        {
            if (x[i] >= bound && !TryAdd(x, i, 1, candidates, places, ref found))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Adds the values whose bits are set, counted from a place on.</summary>
    private static bool TryAdd(ReadOnlySpan<float> x, int from, ulong hits, Span<float> candidates, Span<int> places, ref int found)
    {
        for (; hits != 0; hits &= hits - 1)
        {
            if (found == candidates.Length)
            {
                return false;
            }

            var place = from + BitOperations.TrailingZeroCount(hits);
            (candidates[found], places[found]) = (x[place], place);
            found++;
        }

        return true;
    }

    private static void Heapify(ReadOnlySpan<float> x, Span<float> values, Span<int> indices)
    {
        var count = values.Length;
        x[..count].CopyTo(values);
        for (var i = 0; i < count; i++)
        {
            indices[i] = i;
        }

        for (var i = (count / 2) - 1; i >= 0; i--)
        {
            SiftDown(values, indices, i, values[i], indices[i]);
        }
    }

    private static void Scan(ReadOnlySpan<float> x, int start, Span<float> values, Span<int> indices)
    {
        ref var first = ref MemoryMarshal.GetReference(x);
        var i = start;
        while (i < x.Length)
        {
            if (i <= x.Length - Vector256<float>.Count
                && !Vector256.GreaterThanAny(Vector256.LoadUnsafe(ref first, (nuint)i), Vector256.Create(values[0])))
            {
                i += Vector256<float>.Count;
                continue;
            }

            for (var end = Math.Min(x.Length, i + Vector256<float>.Count); i < end; i++)
            {
                // Strictly: an equal value further on has the higher index and loses the tie.
                if (x[i] > values[0])
                {
                    SiftDown(values, indices, 0, x[i], i);
                }
            }
        }
    }

    private static void Sort(Span<float> values, Span<int> indices)
    {
        for (var end = values.Length - 1; end > 0; end--)
        {
            var (value, index) = (values[end], indices[end]);
            (values[end], indices[end]) = (values[0], indices[0]);
            SiftDown(values[..end], indices[..end], 0, value, index);
        }
    }

    /// <summary>Puts a pair in at <paramref name="at"/> and lets it sink until both pairs below are better.</summary>
    private static void SiftDown(Span<float> values, Span<int> indices, int at, float value, int index)
    {
        for (var child = (2 * at) + 1; child < values.Length; child = (2 * at) + 1)
        {
            if (child + 1 < values.Length && IsWorse(values[child + 1], indices[child + 1], values[child], indices[child]))
            {
                child++;
            }

            if (!IsWorse(values[child], indices[child], value, index))
            {
                break;
            }

            (values[at], indices[at]) = (values[child], indices[child]);
            at = child;
        }

        (values[at], indices[at]) = (value, index);
    }

    private static bool IsWorse(float value, int index, float otherValue, int otherIndex) =>
        value < otherValue || (value == otherValue && index > otherIndex);
}
