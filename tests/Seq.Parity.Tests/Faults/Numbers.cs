namespace Seq.Parity.Tests;

/// <summary>Changes of weights that keep their shape.</summary>
internal static class Numbers
{
    /// <summary>Exchanges two of so many equal blocks.</summary>
    internal static void SwapBlocks(float[] values, int blocks, int one, int other)
    {
        var size = values.Length / blocks;
        for (var i = 0; i < size; i++)
        {
            (values[(one * size) + i], values[(other * size) + i]) = (values[(other * size) + i], values[(one * size) + i]);
        }
    }

    /// <summary>Exchanges two of so many equal blocks of columns in every row.</summary>
    internal static void SwapColumns(float[] values, long[] dims, int blocks, int one, int other)
    {
        var width = (int)dims[^1];
        for (var row = 0; row < values.Length / width; row++)
        {
            var part = values.AsSpan(row * width, width).ToArray();
            SwapBlocks(part, blocks, one, other);
            part.CopyTo(values, row * width);
        }
    }

    /// <summary>The transposed matrix in the same shape.</summary>
    internal static void Transpose(float[] values, long[] dims)
    {
        var (rows, columns) = ((int)dims[^2], (int)dims[^1]);
        var old = values.ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = old[(i % rows * columns) + (i / rows)];
        }
    }
}
