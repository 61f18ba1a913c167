namespace Seq.Train;

/// <summary>Rows of different lengths, one behind the other in large blocks: beside its values, a row costs 12 bytes and no object.</summary>
/// <typeparam name="T">A value: a token id, a byte.</typeparam>
internal sealed class PackedRows<T>
    where T : unmanaged
{
    /// <summary>Values of a block. Small enough that the last one, half empty, does not count; large enough that few rows meet a block's end, behind which nothing fits.</summary>
    private const int BlockSize = 1 << 18;

    private readonly List<T[]> _blocks = [];
    private readonly List<(int Block, int Start, int Length)> _rows = [];
    private int _used = BlockSize;

    /// <summary>Number of rows.</summary>
    internal int Count => _rows.Count;

    /// <summary>The values of a row.</summary>
    /// <param name="row">From 0 to <see cref="Count"/> − 1.</param>
    internal ReadOnlySpan<T> this[int row]
    {
        get
        {
            var (block, start, length) = _rows[row];
            return _blocks[block].AsSpan(start, length);
        }
    }

    /// <summary>Adds a row behind the others; a row may be empty.</summary>
    internal void Add(ReadOnlySpan<T> row)
    {
        if (_blocks.Count == 0 || row.Length > _blocks[^1].Length - _used)
        {
            _blocks.Add(new T[Math.Max(BlockSize, row.Length)]);
            _used = 0;
        }

        row.CopyTo(_blocks[^1].AsSpan(_used));
        _rows.Add((_blocks.Count - 1, _used, row.Length));
        _used += row.Length;
    }
}
