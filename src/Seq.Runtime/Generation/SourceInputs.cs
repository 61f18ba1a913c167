using Seq.Decoding;
using Seq.Model;

namespace Seq.Runtime;

/// <summary>Sources, which an encoder reads.</summary>
internal sealed class SourceInputs : IGenerationInputs
{
    private readonly IReadOnlyList<IReadOnlyList<int>> _sources;
    private readonly IReadOnlyList<string>? _texts;
    private readonly Vocabulary _vocabulary;
    private readonly int _widthStep;

    /// <param name="sources">The sources' tokens.</param>
    /// <param name="vocabulary">Their vocabulary.</param>
    /// <param name="widthStep">See <see cref="StepContract.WidthStep"/>.</param>
    /// <param name="texts">The sources' texts; null when they were given as tokens.</param>
    /// <exception cref="InvalidInputException">There are none, one of them is empty, or an id is out of range.</exception>
    internal SourceInputs(IReadOnlyList<IReadOnlyList<int>> sources, Vocabulary vocabulary, int widthStep, IReadOnlyList<string>? texts)
    {
        SourceBatch.Check(sources, vocabulary.Count);
        (_sources, _vocabulary, _widthStep, _texts) = (sources, vocabulary, widthStep, texts);
    }

    public IReadOnlyList<IReadOnlyList<int>> Sources => _sources;

    public int Count => _sources.Count;

    public int LengthOf(int input) => _sources[input].Count;

    public IReadOnlyList<string> WordsOf(int input) => UnknownWords.Surface(_vocabulary, _texts?[input], _sources[input]);

    public DecodingRequest Begin(IRowModel model, int[] part, int rowsPerInput, DecodingRequest request, CancellationToken cancellationToken)
    {
        model.Begin(ToBatch(part), checked(part.Length * rowsPerInput), cancellationToken);
        return request;
    }

    public SourceBatch ToBatch(int[] part) => SourceBatch.Of(_sources, part, _widthStep);
}
