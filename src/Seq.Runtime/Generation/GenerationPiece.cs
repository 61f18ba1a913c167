using System.Collections.Immutable;

namespace Seq.Runtime;

/// <summary>What a stream has to say: text that is certain, the tokens it is made of, and at the end the whole result.</summary>
/// <remarks>
/// The texts of a sample joined are the text of its sequence, and so are its tokens: a stream says what
/// <see cref="SeqModel.Generate"/> returns, only earlier. A beam has one sample, its best sequence.
/// </remarks>
public sealed record GenerationPiece
{
    /// <summary>The sample that it belongs to, from 0; 0 unless several are drawn.</summary>
    public int Sample { get; init; }

    /// <summary>The text that follows what was said before. Breaks no character; may be empty in the last piece.</summary>
    public required string Text { get; init; }

    /// <summary>The tokens of the text, without the end token. Those whose text is not yet certain come with a later piece.</summary>
    public required ImmutableArray<int> Tokens { get; init; }

    /// <summary>All of the result, in the last piece of the stream; null before.</summary>
    public Generation? Result { get; init; }
}
