namespace Seq.Train;

/// <summary>Rows of token ids, padded at the end to one length.</summary>
/// <param name="Ids">[rows · time], row by row; any valid id past a row's length.</param>
/// <param name="Lengths">[rows]: real tokens per row, from 1.</param>
public sealed record TokenRows(long[] Ids, long[] Lengths)
{
    /// <summary>Number of rows.</summary>
    public int Rows => Lengths.Length;

    /// <summary>The padded length.</summary>
    public int Time => Ids.Length / Rows;
}
