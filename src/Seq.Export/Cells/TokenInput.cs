namespace Seq.Export;

/// <summary>How tokens become the numbers that a layer reads: rows of an embedding, or one-hot vectors.</summary>
/// <param name="weights">The weights.</param>
/// <param name="embedding">Name of the embedding; null for one-hot input.</param>
/// <param name="vocabulary">Number of tokens.</param>
/// <param name="width">Width of an embedded token; of a one-hot one, the vocabulary.</param>
internal sealed class TokenInput(ModelWeights weights, string? embedding, int vocabulary, int width)
{
    /// <summary>Number of tokens.</summary>
    internal int Vocabulary => vocabulary;

    /// <summary>Width of an embedded token.</summary>
    internal int Width => width;

    /// <summary>Name of the embedding; null for one-hot input.</summary>
    internal string? Embedding => embedding;

    /// <summary>Embeds.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="tokens">int64 [batch] or [time, batch].</param>
    /// <returns>[…, width].</returns>
    internal Value Embed(GraphBuilder g, Value tokens) =>
        embedding is null ? g.OneHot(tokens, vocabulary) : g.Gather(weights.Tensor(g, embedding), tokens);
}

/// <summary>What the lowest layer of a stack reads.</summary>
/// <param name="Tokens">int64 [batch] or [time, batch]; null when no tokens enter.</param>
/// <param name="Other">[…, other]: what stands behind the embedded token; null for nothing.</param>
internal sealed record StackInput(Value? Tokens, Value? Other);

/// <summary>The state of a layer with the batch first, as the graphs of a bundle take it.</summary>
/// <param name="Hidden">[batch, directions · output].</param>
/// <param name="Cell">[batch, directions · hidden]; null unless the cell is an LSTM.</param>
internal sealed record StackState(Value Hidden, Value? Cell);
