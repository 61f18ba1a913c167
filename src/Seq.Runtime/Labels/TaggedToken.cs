namespace Seq.Runtime;

/// <summary>A token and its most probable tag.</summary>
/// <param name="Token">The token's text, as the source vocabulary lists it.</param>
/// <param name="TokenId">Its id.</param>
/// <param name="Tag">The tag, as the target vocabulary lists it.</param>
/// <param name="TagId">Its id; of equally probable ones the lowest.</param>
/// <param name="Probability">From 0 to 1.</param>
public readonly record struct TaggedToken(string Token, int TokenId, string Tag, int TagId, double Probability)
{
    /// <summary>What the text has there, also where the vocabulary has only its unknown token; <see cref="Token"/> where ids were given or the vocabulary has byte pairs.</summary>
    public string Word { get; init; } = Token;
}
