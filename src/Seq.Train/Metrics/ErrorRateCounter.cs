namespace Seq.Train;

/// <summary>Counts the edits between what a model said and the nearest of its references.</summary>
/// <remarks>The nearest reference takes the fewest edits; of several, the longest, which makes the rate least.</remarks>
public sealed class ErrorRateCounter
{
    private Edits _edits;
    private long _tokens;
    private long _sequences;
    private long _wrong;

    /// <summary>Counts one sequence.</summary>
    /// <typeparam name="T">Type of a token.</typeparam>
    /// <param name="found">What the model said.</param>
    /// <param name="references">The right answers, at least one.</param>
    /// <exception cref="ArgumentException">There is no reference.</exception>
    public void Add<T>(ReadOnlySpan<T> found, params IReadOnlyList<T[]> references)
        where T : IEquatable<T>
    {
        ArgumentNullException.ThrowIfNull(references);
        if (references.Count == 0)
        {
            throw new ArgumentException("A sequence needs at least one reference.", nameof(references));
        }

        var nearest = EditDistance.Between(references[0], found);
        var tokens = references[0].Length;
        foreach (var reference in references.Skip(1))
        {
            var edits = EditDistance.Between(reference, found);
            if (edits.Total < nearest.Total || (edits.Total == nearest.Total && reference.Length > tokens))
            {
                (nearest, tokens) = (edits, reference.Length);
            }
        }

        _edits += nearest;
        _tokens += tokens;
        _sequences++;
        _wrong += nearest.Total == 0 ? 0 : 1;
    }

    /// <summary>The rates so far.</summary>
    public ErrorRate Result() => new() { Edits = _edits, ReferenceTokens = _tokens, SequenceCount = _sequences, WrongSequences = _wrong };
}
