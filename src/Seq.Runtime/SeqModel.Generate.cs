using Seq.Decoding;
using Seq.Model;

namespace Seq.Runtime;

public sealed partial class SeqModel
{
    /// <summary>Generates from a text.</summary>
    /// <param name="source">The text; at least one token.</param>
    /// <param name="options">How; null for the bundle's defaults.</param>
    /// <param name="cancellationToken">Ends the work between steps and inside of them.</param>
    /// <inheritdoc cref="GenerateTokensBatch" path="/exception"/>
    /// <exception cref="VocabularyException">The text holds a token that the vocabulary lacks.</exception>
    public Generation Generate(string source, GenerateOptions? options = null, CancellationToken cancellationToken = default) =>
        GenerateBatch([source], options, cancellationToken)[0];

    /// <summary>Generates from texts, many at a time.</summary>
    /// <param name="sources">The texts; at least one, each of at least one token.</param>
    /// <param name="options">How; null for the bundle's defaults.</param>
    /// <param name="cancellationToken">Ends the work between steps and inside of them.</param>
    /// <returns>One result per text, in the same order, [sources].</returns>
    /// <inheritdoc cref="GenerateTokensBatch" path="/exception"/>
    /// <exception cref="VocabularyException">A text holds a token that the vocabulary lacks.</exception>
    public IReadOnlyList<Generation> GenerateBatch(
        IReadOnlyList<string> sources, GenerateOptions? options = null, CancellationToken cancellationToken = default) =>
        GenerateTokensBatch(EncodeSources(sources), options, cancellationToken);

    /// <summary>Generates from token ids.</summary>
    /// <param name="source">Source token ids, [time]; at least one.</param>
    /// <param name="options">How; null for the bundle's defaults.</param>
    /// <param name="cancellationToken">Ends the work between steps and inside of them.</param>
    /// <inheritdoc cref="GenerateTokensBatch" path="/exception"/>
    public Generation GenerateTokens(IReadOnlyList<int> source, GenerateOptions? options = null, CancellationToken cancellationToken = default) =>
        GenerateTokensBatch([source], options, cancellationToken)[0];

    /// <summary>Generates from token ids, many sources at a time.</summary>
    /// <param name="sources">Source token ids, each [time]; at least one source of at least one token.</param>
    /// <param name="options">How; null for the bundle's defaults.</param>
    /// <param name="cancellationToken">Ends the work between steps and inside of them.</param>
    /// <returns>One result per source, in the same order, [sources].</returns>
    /// <exception cref="InvalidInputException">The batch or a source is empty, or an id is out of range.</exception>
    /// <exception cref="SearchOptionsException">The search options are out of range or without effect.</exception>
    /// <exception cref="DecodingRequestException">The request does not fit the sources.</exception>
    /// <exception cref="InGraphOptionsException">The graph shall decode, but cannot with these options.</exception>
    /// <exception cref="DecodingException">The model returned logits that allow no token.</exception>
    /// <exception cref="InferenceException">ONNX Runtime failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the model can be used again.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed.</exception>
    public IReadOnlyList<Generation> GenerateTokensBatch(
        IReadOnlyList<IReadOnlyList<int>> sources, GenerateOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sources);
        using var call = _lifetime.Enter();
        options ??= GenerateOptions.Default;
        var search = options.Search ?? DefaultSearch;
        search.Validate(TargetVocabulary.Count);
        SourceBatch.Check(sources, SourceVocabulary.Count);
        BatchPlan.Check(options.Request, sources.Count);
        if (options.InGraph)
        {
            InGraphSearch.Check(options, search, DefaultSearch, _bundle);
        }

        var decoder = new Decoder(search);
        var results = new Generation[sources.Count];
        foreach (var part in BatchPlan.Parts(sources.Count, input => sources[input].Count, options.MaxBatchSize))
        {
            var request = BatchPlan.RequestFor(options.Request, part);
            var generated = options.InGraph
                ? DecodeInGraph(sources, part, search, request, cancellationToken)
                : Decode(SourceBatch.Of(sources, part, _contract.WidthStep), decoder, request, cancellationToken);
            for (var row = 0; row < part.Length; row++)
            {
                results[part[row]] = generated[row];
            }
        }

        return results;
    }

    private IReadOnlyList<int>[] EncodeSources(IReadOnlyList<string> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var ids = new IReadOnlyList<int>[sources.Count];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = SourceVocabulary.Encode(sources[i] ?? throw new InvalidInputException($"Source {i} of the batch is null; give a text.", i));
        }

        return ids;
    }

    private Generation[] Decode(SourceBatch batch, Decoder decoder, DecodingRequest request, CancellationToken cancellationToken)
    {
        using var loan = _pool.Lend();
        try
        {
            loan.Model.Begin(batch, checked(batch.Rows * decoder.Options.RowsPerInput), cancellationToken);
            var results = decoder.Decode(loan.Model, request, cancellationToken);
            loan.Sound();
            return [.. results.Select(ToGeneration)];
        }
        catch (OperationCanceledException)
        {
            loan.Sound();
            if (!request.KeepPartialResults)
            {
                throw;
            }

            // Cancelled before the first step: there is a result for every input, with nothing in it.
            return [.. Enumerable.Repeat(new Generation { Hypotheses = [GeneratedSequence.Nothing] }, batch.Rows)];
        }
    }

    private Generation ToGeneration(DecodingResult result) =>
        new() { Hypotheses = [.. result.Hypotheses.Select(hypothesis => GeneratedSequence.From(hypothesis, TargetVocabulary))] };
}
