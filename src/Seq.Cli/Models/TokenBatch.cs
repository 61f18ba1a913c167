namespace Seq.Cli.Models;

/// <summary>Ragged rows of token ids as a rectangle.</summary>
/// <param name="Ids">[batch, longest], padded at the end.</param>
/// <param name="Lengths">Real tokens per row, [batch].</param>
internal sealed record TokenBatch(long[,] Ids, long[] Lengths)
{
    /// <summary>Number of rows.</summary>
    internal int Rows => Lengths.Length;

    /// <summary>Pads rows to the longest of them.</summary>
    /// <param name="rows">At least one row of at least one id.</param>
    /// <param name="padding">What fills the rectangle.</param>
    internal static TokenBatch Of(IReadOnlyList<IReadOnlyList<int>> rows, int padding = 0)
    {
        var ids = new long[rows.Count, rows.Max(row => row.Count)];
        for (var row = 0; row < ids.GetLength(0); row++)
        {
            for (var i = 0; i < ids.GetLength(1); i++)
            {
                ids[row, i] = i < rows[row].Count ? rows[row][i] : padding;
            }
        }

        return new(ids, [.. rows.Select(row => (long)row.Count)]);
    }

    /// <summary>What a decoder is fed so that it predicts the given tokens: the start token, then all but the last of them.</summary>
    internal static TokenBatch DecoderInput(IEnumerable<IReadOnlyList<int>> predicted, int startToken, int endToken) =>
        Of([.. predicted.Select(row => (IReadOnlyList<int>)[startToken, .. row.Take(row.Count - 1)])], endToken);

    /// <summary>The ids of a position in all rows.</summary>
    internal int[] Column(int position) => [.. Enumerable.Range(0, Rows).Select(row => (int)Ids[row, position])];

    /// <summary>The ids of a row without its padding.</summary>
    internal IReadOnlyList<int> Row(int row)
    {
        var ids = new int[Lengths[row]];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = (int)Ids[row, i];
        }

        return ids;
    }
}
