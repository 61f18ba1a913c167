namespace Seq.Train;

/// <summary>The changes that turn one sequence into another.</summary>
/// <param name="Substitutions">Tokens replaced by others.</param>
/// <param name="Insertions">Tokens that the found sequence has too many.</param>
/// <param name="Deletions">Tokens that the found sequence lacks.</param>
public readonly record struct Edits(long Substitutions, long Insertions, long Deletions)
{
    /// <summary>All of them.</summary>
    public long Total => Substitutions + Insertions + Deletions;

    /// <summary>The two together.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static Edits operator +(Edits left, Edits right) =>
        new(left.Substitutions + right.Substitutions, left.Insertions + right.Insertions, left.Deletions + right.Deletions);

    /// <summary>The two together, for languages without operators.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static Edits Add(Edits left, Edits right) => left + right;
}
