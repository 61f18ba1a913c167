using Seq.Decoding;

namespace Seq.Runtime;

/// <summary>What a call generates from: sources of an encoder-decoder, or prompts of a language model.</summary>
internal interface IGenerationInputs
{
    /// <summary>How many inputs there are.</summary>
    public int Count { get; }

    /// <summary>The tokens of the inputs as they were given.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Sources { get; }

    /// <summary>How many tokens an input has.</summary>
    public int LengthOf(int input);

    /// <summary>The words of an input, one per token, for those that a model copies.</summary>
    public IReadOnlyList<string> WordsOf(int input);

    /// <summary>Puts a step model where the search of some inputs begins.</summary>
    /// <param name="model">The step model.</param>
    /// <param name="part">The inputs, in this order.</param>
    /// <param name="rowsPerInput">The most rows per input that the search will ask for.</param>
    /// <param name="request">What differs from input to input, for this part.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The request to search with.</returns>
    public DecodingRequest Begin(IRowModel model, int[] part, int rowsPerInput, DecodingRequest request, CancellationToken cancellationToken);

    /// <summary>The inputs as a graph takes them that does the whole search.</summary>
    public SourceBatch ToBatch(int[] part);
}
