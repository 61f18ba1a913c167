namespace Seq.Train;

/// <summary>An end of a row, in the words of Keras.</summary>
internal enum RowSide
{
    /// <summary>The beginning.</summary>
    Pre,

    /// <summary>The end.</summary>
    Post,
}
