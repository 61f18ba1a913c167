namespace Seq.Train;

/// <summary>The least number of changes that turn a reference into what was found.</summary>
/// <remarks>
/// D[i, j] = min(D[i−1, j−1] + [rᵢ ≠ fⱼ], D[i, j−1] + 1, D[i−1, j] + 1): substitution, insertion, deletion. Where several ways are as short, the one
/// taken prefers a substitution, then an insertion, at the last token on which they differ. Source: Levenshtein 1966; Wagner and Fischer 1974, algorithm X.
/// Time is the product of the lengths; memory is one row of the found sequence.
/// </remarks>
public static class EditDistance
{
    /// <summary>Counts the changes by kind.</summary>
    /// <typeparam name="T">Type of a token: an id, a character, a word.</typeparam>
    /// <param name="reference">The right sequence.</param>
    /// <param name="found">What the model said.</param>
    public static Edits Between<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> found)
        where T : IEquatable<T>
    {
        var row = new Edits[found.Length + 1]; // Changes from the reference's first tokens to the first `column` tokens found.
        for (var column = 1; column < row.Length; column++)
        {
            row[column] = row[column - 1] + new Edits(0, 1, 0);
        }

        foreach (var token in reference)
        {
            var diagonal = row[0];
            row[0] += new Edits(0, 0, 1);
            for (var column = 1; column < row.Length; column++)
            {
                var best = EqualityComparer<T>.Default.Equals(token, found[column - 1]) ? diagonal : diagonal + new Edits(1, 0, 0);
                diagonal = row[column];
                best = Shorter(best, row[column - 1] + new Edits(0, 1, 0));
                row[column] = Shorter(best, diagonal + new Edits(0, 0, 1));
            }
        }

        return row[^1];
    }

    private static Edits Shorter(Edits preferred, Edits other) => other.Total < preferred.Total ? other : preferred;
}
