using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Seq.Decoding.Kernels;

/// <summary>The k greatest values in order, ties to the lowest index.</summary>
/// <remarks>
/// A heap of k with the worst on top; whole vectors below it are skipped in one comparison, so for small k the time is that of reading
/// <c>x</c>. O(n + k log k) when the greatest come first, O(n log k) at worst. Allocates nothing.
/// </remarks>
public static class TopK
{
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
        x[..count].CopyTo(values);
        for (var i = 0; i < count; i++)
        {
            indices[i] = i;
        }

        for (var i = (count / 2) - 1; i >= 0; i--)
        {
            SiftDown(values, indices, i, values[i], indices[i]);
        }

        Scan(x, count, values, indices);
        Sort(values, indices);
        return count;
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
