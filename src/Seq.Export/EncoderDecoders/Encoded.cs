namespace Seq.Export;

/// <summary>What a decoder knows of a source.</summary>
internal sealed record Encoded
{
    /// <summary>[batch, source, memory]: encoder outputs, zero past the length. Null without attention.</summary>
    internal Value? Memory { get; init; }

    /// <summary>[batch, source, energy]: the memory projected for the attention score. Null when there is none, or it is the memory itself.</summary>
    internal Value? Keys { get; init; }

    /// <summary>int64 [batch]; null where nothing needs it.</summary>
    internal Value? SourceLengths { get; init; }

    /// <summary>[batch, memory], of a beam [rows, memory]: the encoder's last output; null unless the decoder is fed with it.</summary>
    internal Value? Context { get; init; }

    /// <summary>First state per decoder layer; null when that is zeros.</summary>
    internal IReadOnlyList<StackState>? Initial { get; init; }

    /// <summary>[batch, source] of zeros; null without coverage.</summary>
    internal Value? Coverage { get; init; }
}
