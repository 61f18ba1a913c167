namespace Seq.Decoding.Processors;

/// <summary>Token ids given by the user to a processor.</summary>
internal static class TokenIds
{
    /// <summary>The distinct ids, rising.</summary>
    /// <exception cref="ArgumentException">An id is negative.</exception>
    internal static int[] Distinct(IEnumerable<int> tokens, string parameter)
    {
        ArgumentNullException.ThrowIfNull(tokens, parameter);
        int[] ids = [.. tokens.Distinct().Order()];
        return ids is [< 0, ..]
            ? throw new ArgumentException($"Token {ids[0]} is negative; token ids start at 0.", parameter)
            : ids;
    }

    /// <summary>The ids in their order.</summary>
    /// <exception cref="ArgumentException">There is no id, or one is negative.</exception>
    internal static int[] Sequence(IEnumerable<int> tokens, string parameter)
    {
        ArgumentNullException.ThrowIfNull(tokens, parameter);
        int[] ids = [.. tokens];
        _ = Distinct(ids, parameter);
        return ids.Length > 0 ? ids : throw new ArgumentException("A sequence of tokens is empty; give at least one token.", parameter);
    }

    /// <summary>Several sequences of ids.</summary>
    /// <exception cref="ArgumentException">There is no sequence, one is empty, or an id is negative.</exception>
    internal static int[][] Sequences(IEnumerable<IReadOnlyList<int>> sequences, string parameter)
    {
        ArgumentNullException.ThrowIfNull(sequences, parameter);
        int[][] all = [.. sequences.Select(sequence => Sequence(sequence, parameter))];
        return all.Length > 0 ? all : throw new ArgumentException("There are no sequences; leave the processor out.", parameter);
    }

    /// <summary>A sentence about the greatest id when the vocabulary has no such token.</summary>
    internal static string? FindProblem(string processor, int greatest, int vocabularySize) => greatest < vocabularySize
        ? null
        : $"{processor} names token {greatest}, but the model's tokens go from 0 to {vocabularySize - 1}.";
}
