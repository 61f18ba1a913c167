using Seq.Model;

namespace Seq.Runtime;

/// <summary>A tensor seen as rows along its batch axis: [outer, rows, inner], where outer is 1 when the batch axis comes first.</summary>
internal readonly struct RowShape
{
    private readonly long[] _shape; // With any number in the place of the rows.

    private RowShape(long[] shape, int batchAxis, int elementSize)
    {
        (_shape, BatchAxis) = (shape, batchAxis);
        long outer = 1, inner = elementSize;
        for (var axis = 0; axis < shape.Length; axis++)
        {
            if (axis < batchAxis)
            {
                outer = checked(outer * shape[axis]);
            }
            else if (axis > batchAxis)
            {
                inner = checked(inner * shape[axis]);
            }
        }

        (Outer, InnerBytes) = (outer, inner);
    }

    /// <summary>The axis that counts rows.</summary>
    internal int BatchAxis { get; }

    /// <summary>How many blocks of rows there are.</summary>
    internal long Outer { get; }

    /// <summary>Bytes of a row within a block.</summary>
    internal long InnerBytes { get; }

    internal static RowShape Of(GraphValue value, int batchAxis, long[] shape) => new(shape, batchAxis, ElementType.SizeOf(value.Type));

    /// <summary>The shape of the tensor with so many rows.</summary>
    internal long[] With(int rows)
    {
        var shape = (long[])_shape.Clone();
        shape[BatchAxis] = rows;
        return shape;
    }

    /// <summary>Bytes of the tensor with so many rows.</summary>
    /// <exception cref="InvalidInputException">More than one tensor can hold.</exception>
    internal int Bytes(int rows)
    {
        var bytes = checked(Outer * rows * InnerBytes);
        return bytes <= Array.MaxLength - 64
            ? (int)bytes
            : throw new InvalidInputException($"A batch of {rows} rows needs {bytes} bytes for one tensor. Use smaller batches, shorter inputs or a smaller beam.");
    }

    internal bool HasSameRows(in RowShape other) => Outer == other.Outer && InnerBytes == other.InnerBytes;

    /// <summary>The shape of one row, the axis of the rows left out.</summary>
    internal int[] OfOneRow()
    {
        var shape = new List<int>(_shape.Select(size => checked((int)size)));
        shape.RemoveAt(BatchAxis);
        return [.. shape];
    }

    /// <summary>Copies one row out.</summary>
    /// <param name="source">[outer, rows, inner].</param>
    /// <param name="rows">The number of rows in the source.</param>
    /// <param name="row">Which one.</param>
    internal byte[] Take(ReadOnlySpan<byte> source, int rows, int row)
    {
        var one = new byte[Bytes(1)];
        Gather(source, rows, one, [row]);
        return one;
    }

    /// <summary>Copies one row in; what it is shorter by than this shape stays as it is.</summary>
    /// <param name="row">The row's elements.</param>
    /// <param name="rowShape">Its shape, with 1 in the place of the rows; no axis longer than this shape's.</param>
    /// <param name="destination">[outer, rows, inner].</param>
    /// <param name="at">Which row it becomes.</param>
    /// <param name="rows">The number of rows in the destination.</param>
    internal void Put(ReadOnlySpan<byte> row, ReadOnlySpan<long> rowShape, Span<byte> destination, int at, int rows)
    {
        if (!row.IsEmpty)
        {
            Put(row, rowShape, destination, With(rows), 0, at);
        }
    }

    /// <summary>Copies rows: row r of the destination becomes row <paramref name="parents"/>[r] of the source.</summary>
    /// <param name="source">[outer, source rows, inner].</param>
    /// <param name="sourceRows">The number of rows in the source.</param>
    /// <param name="destination">[outer, parents, inner]; must not overlap the source.</param>
    /// <param name="parents">The source row of each row.</param>
    internal void Gather(ReadOnlySpan<byte> source, int sourceRows, Span<byte> destination, ReadOnlySpan<int> parents)
    {
        var inner = (int)InnerBytes;
        for (var block = 0; block < Outer; block++)
        {
            var from = source.Slice(block * sourceRows * inner, sourceRows * inner);
            var to = destination.Slice(block * parents.Length * inner, parents.Length * inner);
            for (var row = 0; row < parents.Length; row++)
            {
                from.Slice(parents[row] * inner, inner).CopyTo(to.Slice(row * inner, inner));
            }
        }
    }

    private void Put(ReadOnlySpan<byte> from, ReadOnlySpan<long> fromShape, Span<byte> to, ReadOnlySpan<long> toShape, int axis, int at)
    {
        if (axis == toShape.Length)
        {
            from.CopyTo(to);
            return;
        }

        var (fromStride, toStride) = (from.Length / (int)fromShape[axis], to.Length / (int)toShape[axis]);
        for (var i = 0; i < fromShape[axis]; i++)
        {
            var target = axis == BatchAxis ? at : i;
            Put(from.Slice(i * fromStride, fromStride), fromShape, to.Slice(target * toStride, toStride), toShape, axis + 1, at);
        }
    }
}
