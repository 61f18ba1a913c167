namespace Seq.Train;

/// <summary>How rows of different lengths become a rectangle. The default pads at the end, to the longest row, and says how long each row is.</summary>
internal sealed record RowPadding
{
    /// <summary>Longer rows are cut to this; 0, the default, cuts none.</summary>
    internal int MaxLength { get; init; }

    /// <summary>Where a row that is too long loses tokens. Default: at its beginning, as Keras does.</summary>
    internal RowSide TruncateAt { get; init; } = RowSide.Pre;

    /// <summary>Whether every batch is as long as <see cref="MaxLength"/>. Default: no, as long as its longest row.</summary>
    internal bool IsFixed { get; init; }

    /// <summary>Where padding stands if it is read. Default: at the end.</summary>
    internal RowSide PadAt { get; init; } = RowSide.Post;

    /// <summary>
    /// Whether the model passes over padding. Default: yes. Masked padding stands at the end whatever <see cref="PadAt"/> says, since passing over it gives the
    /// same result on either side; padding that is not masked is read as tokens, and the lengths say so.
    /// </summary>
    internal bool IsMasked { get; init; } = true;

    /// <summary>The token that pads. Default: 0.</summary>
    internal int Token { get; init; }

    /// <summary>The tokens of a row that are left.</summary>
    internal ReadOnlySpan<int> Cut(int[] row) =>
        MaxLength == 0 || row.Length <= MaxLength ? row : TruncateAt == RowSide.Pre ? row.AsSpan(row.Length - MaxLength) : row.AsSpan(0, MaxLength);

    /// <summary>The length of a row in a batch, without its padding.</summary>
    internal int LengthOf(int[] row) => MaxLength == 0 ? row.Length : Math.Min(row.Length, MaxLength);

    /// <summary>Pads rows.</summary>
    /// <param name="rows">At least one. A row without tokens counts as one padding token, since a recurrent layer cannot run over nothing.</param>
    /// <returns>[batch · time] ids and [batch] lengths.</returns>
    internal (long[] Ids, long[] Lengths) Pad(IReadOnlyList<int[]> rows)
    {
        if (rows.Count == 0)
        {
            throw new ArgumentException("A batch needs at least one row.", nameof(rows));
        }

        var time = IsFixed && MaxLength > 0 ? MaxLength : Math.Max(1, rows.Max(LengthOf));
        var (ids, lengths) = (new long[rows.Count * time], new long[rows.Count]);
        Array.Fill(ids, Token);
        for (var row = 0; row < rows.Count; row++)
        {
            var tokens = Cut(rows[row]);
            var start = (row * time) + (IsMasked || PadAt == RowSide.Post ? 0 : time - tokens.Length);
            for (var step = 0; step < tokens.Length; step++)
            {
                ids[start + step] = tokens[step];
            }

            lengths[row] = IsMasked ? Math.Max(1, tokens.Length) : time;
        }

        return (ids, lengths);
    }
}
