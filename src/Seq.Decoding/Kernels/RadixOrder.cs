namespace Seq.Decoding.Kernels;

/// <summary>All values in falling order, ties by rising index: for many values, where the heap of <see cref="TopK"/> would be slow.</summary>
/// <remarks>
/// A value and its index share a 64-bit number whose upper half rises as the value falls. Three counting passes of eleven bits
/// over that half, each stable, put them in order in time O(n). The buffers grow once and stay.
/// </remarks>
internal sealed class RadixOrder
{
    private const int Bits = 11;
    private const int Passes = 3;
    private const int Buckets = 1 << Bits;

    private readonly int[] _starts = new int[Passes * Buckets]; // [pass, bucket]
    private ulong[] _items = [];
    private ulong[] _scratch = [];

    /// <summary>Makes room, so that sorting allocates nothing.</summary>
    internal void Prepare(int count)
    {
        if (_items.Length < count)
        {
            _items = new ulong[count];
            _scratch = new ulong[count];
        }
    }

    /// <summary>Sorts all of <paramref name="x"/> and writes the greatest values, as <see cref="TopK.Select"/> does.</summary>
    /// <param name="x">Values without NaN, [n]; n is at most what <see cref="Prepare"/> made room for.</param>
    /// <param name="values">Receives the greatest values, [k], k at most n.</param>
    /// <param name="indices">Receives where they stood, [k].</param>
    internal void Select(ReadOnlySpan<float> x, Span<float> values, Span<int> indices)
    {
        var items = _items.AsSpan(0, x.Length);
        var scratch = _scratch.AsSpan(0, x.Length);
        Count(x, items);
        for (var pass = 0; pass < Passes; pass++)
        {
            var starts = _starts.AsSpan(pass * Buckets, Buckets);
            if (!ToStarts(starts, x.Length))
            {
                continue; // All in one bucket.
            }

            var shift = 32 + (pass * Bits);
            foreach (var item in items)
            {
                scratch[starts[(int)(item >> shift) & (Buckets - 1)]++] = item;
            }

            var sorted = scratch;
            scratch = items;
            items = sorted;
        }

        for (var i = 0; i < indices.Length; i++)
        {
            var index = (int)(uint)items[i];
            (values[i], indices[i]) = (x[index], index);
        }
    }

    /// <summary>Turns counts into the place where each bucket starts.</summary>
    /// <returns>False when one bucket holds all, so that the pass would change nothing.</returns>
    private static bool ToStarts(Span<int> counts, int total)
    {
        var start = 0;
        foreach (ref var count in counts)
        {
            if (count == total)
            {
                return false;
            }

            (count, start) = (start, start + count);
        }

        return true;
    }

    /// <summary>The bits of a float as a number that rises as the float falls.</summary>
    private static uint Key(float value)
    {
        var bits = BitConverter.SingleToInt32Bits(value + 0f); // −0 + 0 is 0, so that the two are equal.
        return bits < 0 ? (uint)bits : ~((uint)bits | 0x80000000u);
    }

    private void Count(ReadOnlySpan<float> x, Span<ulong> items)
    {
        Array.Clear(_starts);
        for (var i = 0; i < x.Length; i++)
        {
            var key = Key(x[i]);
            items[i] = ((ulong)key << 32) | (uint)i;
            _starts[key & (Buckets - 1)]++;
            _starts[Buckets + ((key >> Bits) & (Buckets - 1))]++;
            _starts[(2 * Buckets) + (key >> (2 * Bits))]++;
        }
    }
}
