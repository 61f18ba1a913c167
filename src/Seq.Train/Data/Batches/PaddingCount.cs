namespace Seq.Train;

/// <summary>Counts how much of what was computed was padding.</summary>
internal sealed class PaddingCount
{
    /// <summary>Tokens that count.</summary>
    internal long Tokens { get; private set; }

    /// <summary>Cells of all rectangles, padding included.</summary>
    internal long Cells { get; private set; }

    /// <summary>Padding per cell, from 0 to 1; 0 while nothing was counted.</summary>
    internal double Share => Cells == 0 ? 0 : 1 - ((double)Tokens / Cells);

    /// <summary>Adds a rectangle.</summary>
    /// <param name="lengths">[batch]: tokens that count per row.</param>
    /// <param name="cells">Its size, [batch · time].</param>
    internal void Add(ReadOnlySpan<long> lengths, int cells)
    {
        foreach (var length in lengths)
        {
            Tokens += length;
        }

        Cells += cells;
    }
}
