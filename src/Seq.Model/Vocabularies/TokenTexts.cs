namespace Seq.Model;

/// <summary>The text that each token adds to an output, which may depend on what stands before it: whether a space comes first.</summary>
/// <remarks>
/// With a context c that is 0 at the beginning, a token v adds <see cref="Texts"/>[c][v] and leaves the context <see cref="ContextAfter"/>[v].
/// Characters have the context 0 alone; of words, the first adds no space.
/// </remarks>
public sealed class TokenTexts
{
    internal TokenTexts(string?[][] texts, int[] contextAfter) =>
        (Texts, ContextAfter) = (Array.AsReadOnly(Array.ConvertAll(texts, of => (IReadOnlyList<string?>)Array.AsReadOnly(of))), Array.AsReadOnly(contextAfter));

    /// <summary>The texts, [context][vocabulary]; null for tokens without text: padding, start and end.</summary>
    public IReadOnlyList<IReadOnlyList<string?>> Texts { get; }

    /// <summary>The context that each token leaves, [vocabulary].</summary>
    public IReadOnlyList<int> ContextAfter { get; }
}
