namespace Seq.Model;

/// <summary>What a model reads of a text's tokens, where that is not all of them and nothing else: part of the rules, so that texts are read as they were learned.</summary>
/// <remarks>In the order in which Keras prepares IMDB: the start token goes in front, a row that is too long is cut, one that is too short is padded.</remarks>
public sealed record RowRules
{
    /// <summary>The greatest <see cref="MaxLength"/>.</summary>
    internal const int Most = 65_536;

    /// <summary>Whether the start token stands in front. Default: no.</summary>
    public bool Starts { get; init; }

    /// <summary>Most tokens of a row, the start token included. Default: null, no bound.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Where a row that is too long loses tokens. Default: at its beginning.</summary>
    public RowSide TruncateAt { get; init; }

    /// <summary>Where a shorter row is filled up to <see cref="MaxLength"/> with the padding token (id 0 without one), which the model reads. Default: null, nowhere.</summary>
    public RowSide? PadAt { get; init; }
}
