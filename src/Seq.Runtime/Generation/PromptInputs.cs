using Seq.Decoding;
using Seq.Decoding.Sessions;
using Seq.Model;

namespace Seq.Runtime;

/// <summary>Prompts, which a language model continues. Each stands behind the start token and may be empty.</summary>
internal sealed class PromptInputs : IGenerationInputs
{
    private readonly int[][] _prompts; // [inputs][start token, prompt]
    private readonly PromptReader _reader;

    /// <exception cref="InvalidInputException">There are none, or an id is out of range.</exception>
    internal PromptInputs(IReadOnlyList<IReadOnlyList<int>> prompts, int vocabulary, int startToken, PromptReader reader)
    {
        SourceBatch.Check(prompts, vocabulary, mayBeEmpty: true);
        _prompts = [.. prompts.Select(prompt => (int[])[startToken, .. prompt])];
        (Sources, _reader) = (prompts, reader);
    }

    public IReadOnlyList<IReadOnlyList<int>> Sources { get; }

    public int Count => _prompts.Length;

    public int LengthOf(int input) => _prompts[input].Length - 1;

    public IReadOnlyList<string> WordsOf(int input) => [];

    public DecodingRequest Begin(IRowModel model, int[] part, int rowsPerInput, DecodingRequest request, CancellationToken cancellationToken)
    {
        if (request.StartTokens is not null)
        {
            throw new DecodingRequestException(["StartTokens is set, but a language model begins with its prompt. Put the tokens into the prompts."]);
        }

        // The last token of a prompt is what the search feeds first.
        var read = Array.ConvertAll(part, input => (ReadOnlyMemory<int>)_prompts[input].AsMemory(0, _prompts[input].Length - 1));
        model.BeginEmpty(part.Length, checked(part.Length * rowsPerInput));
        if (read.Any(prompt => prompt.Length > 0))
        {
            var empty = model.SaveRow(0);
            var rows = new RowState[part.Length];
            Array.Fill(rows, empty);
            _reader.Read(model, rows, read, reached: null, cancellationToken);
            model.LoadRows(rows);
        }

        return request with { StartTokens = Array.ConvertAll(part, input => _prompts[input][^1]) };
    }

    public SourceBatch ToBatch(int[] part) => SourceBatch.Of(_prompts, part, widthStep: 1, GraphNames.Prompt, GraphNames.PromptLengths);
}
