namespace Seq.Train;

/// <summary>Makes a rectangle of rows of different lengths: padding stands at the end and is passed over, for the lengths say where it begins.</summary>
internal static class RowPadding
{
    /// <summary>Pads rows to the longest.</summary>
    /// <param name="rows">At least one. A row without tokens counts as one padding token, since a recurrent layer cannot run over nothing.</param>
    /// <param name="token">The token that pads.</param>
    /// <returns>[batch · time] ids and [batch] lengths.</returns>
    internal static (long[] Ids, long[] Lengths) Pad(IReadOnlyList<int[]> rows, int token)
    {
        if (rows.Count == 0)
        {
            throw new ArgumentException("A batch needs at least one row.", nameof(rows));
        }

        var time = Math.Max(1, rows.Max(row => row.Length));
        var ids = new long[rows.Count * time];
        Array.Fill(ids, token);
        for (var row = 0; row < rows.Count; row++)
        {
            for (var step = 0; step < rows[row].Length; step++)
            {
                ids[(row * time) + step] = rows[row][step];
            }
        }

        return (ids, [.. rows.Select(row => (long)Math.Max(1, row.Length))]);
    }
}
