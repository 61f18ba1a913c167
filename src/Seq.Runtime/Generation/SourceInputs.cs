using Seq.Decoding;

namespace Seq.Runtime;

/// <summary>Sources, which an encoder reads.</summary>
internal sealed class SourceInputs : IGenerationInputs
{
    private readonly IReadOnlyList<IReadOnlyList<int>> _sources;
    private readonly int _widthStep;

    /// <exception cref="InvalidInputException">There are none, one of them is empty, or an id is out of range.</exception>
    internal SourceInputs(IReadOnlyList<IReadOnlyList<int>> sources, int vocabulary, int widthStep)
    {
        SourceBatch.Check(sources, vocabulary);
        (_sources, _widthStep) = (sources, widthStep);
    }

    public int Count => _sources.Count;

    public int LengthOf(int input) => _sources[input].Count;

    public DecodingRequest Begin(IRowModel model, int[] part, int rowsPerInput, DecodingRequest request, CancellationToken cancellationToken)
    {
        model.Begin(ToBatch(part), checked(part.Length * rowsPerInput), cancellationToken);
        return request;
    }

    public SourceBatch ToBatch(int[] part) => SourceBatch.Of(_sources, part, _widthStep);
}
