namespace Seq.Model;

/// <summary>Ids of the tokens that are not text. One id may play several roles: a start that is also the end, for example.</summary>
public sealed record SpecialTokens
{
    /// <summary>No special tokens at all.</summary>
    public static SpecialTokens None { get; } = new();

    /// <summary>Fills rows to equal length; never reaches a result.</summary>
    public int? Padding { get; init; }

    /// <summary>Is fed to a decoder first.</summary>
    public int? Start { get; init; }

    /// <summary>Ends a sequence.</summary>
    public int? End { get; init; }

    /// <summary>Stands for every token that the vocabulary lacks.</summary>
    public int? Unknown { get; init; }

    /// <summary>Whether an id plays any of the roles.</summary>
    /// <param name="id">A token id.</param>
    public bool Contains(int id) => id == Padding || id == Start || id == End || id == Unknown;
}
