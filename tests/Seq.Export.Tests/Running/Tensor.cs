namespace Seq.Export.Tests;

/// <summary>Numbers with a shape, row-major.</summary>
internal sealed record Tensor(IReadOnlyList<long> Shape, Array Data)
{
    internal float[] Floats => (float[])Data;

    internal long[] Longs => (long[])Data;

    internal string[] Texts => (string[])Data;

    internal string ShapeText => "[" + string.Join(", ", Shape) + "]";

    internal static Tensor Of(float[] data, params long[] shape) => new(shape, data);

    internal static Tensor Of(long[] data, params long[] shape) => new(shape, data);

    internal static Tensor Of(int[] data, params long[] shape) => new(shape, data);

    internal static Tensor Of(uint[] data, params long[] shape) => new(shape, data);

    internal static Tensor Of(string[] data, params long[] shape) => new(shape, data);

    internal static Tensor Of(bool[] data, params long[] shape) => new(shape, data);

    /// <summary>Rows padded to the longest with an id.</summary>
    internal static Tensor Padded(IReadOnlyList<int[]> rows, long padding)
    {
        var width = rows.Max(row => row.Length);
        var data = rows.SelectMany(row => row.Select(id => (long)id).Concat(Enumerable.Repeat(padding, width - row.Length))).ToArray();
        return new([rows.Count, width], data);
    }

    internal static Tensor Lengths(IReadOnlyList<int[]> rows) => new([rows.Count], rows.Select(row => (long)row.Length).ToArray());

    /// <summary>The rows of the first axis that are named, in that order.</summary>
    internal Tensor Gather(ReadOnlySpan<int> rows)
    {
        var size = Data.Length / (int)Shape[0];
        var data = Array.CreateInstance(Data.GetType().GetElementType()!, rows.Length * size);
        for (var row = 0; row < rows.Length; row++)
        {
            Array.Copy(Data, rows[row] * size, data, row * size, size);
        }

        return new([rows.Length, .. Shape.Skip(1)], data);
    }

    /// <summary>Row r of the first axis.</summary>
    internal float[] Row(int row)
    {
        var size = Data.Length / (int)Shape[0];
        return Floats.AsSpan(row * size, size).ToArray();
    }
}
