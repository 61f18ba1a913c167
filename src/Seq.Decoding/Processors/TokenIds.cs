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

    /// <summary>A sentence about the greatest id when the vocabulary has no such token.</summary>
    internal static string? FindProblem(string processor, int greatest, int vocabularySize) => greatest < vocabularySize
        ? null
        : $"{processor} names token {greatest}, but the model's tokens go from 0 to {vocabularySize - 1}.";
}
