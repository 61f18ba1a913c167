using Seq.Decoding;
using Seq.Decoding.Sessions;

namespace Seq.Runtime;

/// <content>Sessions.</content>
public sealed partial class SeqModel
{
    /// <summary>Begins a decode that the caller drives step by step and can save.</summary>
    /// <param name="source">The text; at least one token. For a language model the prompt, which may be empty.</param>
    /// <param name="options">
    /// How; null for the bundle's defaults. All that holds for one input holds for a session; <see cref="DecodingRequest.TimeBudget"/> counts from its begin. Not
    /// <see cref="GenerateOptions.InGraph"/>, as graphs know no steps.
    /// </param>
    /// <param name="cancellationToken">Ends the reading of the source.</param>
    /// <exception cref="Seq.Model.VocabularyException">The text holds a token that the vocabulary lacks.</exception>
    /// <inheritdoc cref="GenerateTokensBatch" path="/exception"/>
    public SeqSession BeginSession(string source, GenerateOptions? options = null, CancellationToken cancellationToken = default) =>
        Begin(InputsOf(EncodeSources([source]), [source]), options ?? GenerateOptions.Default, cancellationToken);

    /// <summary>Begins a decode from token ids that the caller drives step by step and can save.</summary>
    /// <param name="source">Source token ids, [time]; at least one. For a language model the prompt, which may be empty.</param>
    /// <param name="options">As for <see cref="BeginSession"/>.</param>
    /// <param name="cancellationToken">Ends the reading of the source.</param>
    /// <inheritdoc cref="GenerateTokensBatch" path="/exception"/>
    public SeqSession BeginTokensSession(IReadOnlyList<int> source, GenerateOptions? options = null, CancellationToken cancellationToken = default) =>
        Begin(InputsOf([source]), options ?? GenerateOptions.Default, cancellationToken);

    /// <summary>Goes on with a saved session, in this process or another one.</summary>
    /// <param name="saved">What <see cref="SeqSession.Save"/> returned.</param>
    /// <param name="options">
    /// The options it was saved with; null for the bundle's defaults. What gives its state a shape (the kind of search, beam, groups, hypotheses, alternatives, attention) and the models
    /// of the composition are checked; the rest goes on as given here. Start tokens, lengths and row keys are those of the saved session. Not
    /// <see cref="GenerateOptions.UnknownReplacement"/>, as the words of the source are not saved.
    /// </param>
    /// <exception cref="SnapshotException">The bytes are damaged, contradict themselves, or do not fit the model, the models beside it or the search.</exception>
    /// <exception cref="SearchOptionsException">The search options are out of range or without effect.</exception>
    /// <exception cref="DecodingRequestException">The request sets what the saved session has.</exception>
    /// <exception cref="InGraphOptionsException">The graph shall decode.</exception>
    /// <exception cref="ModelCompositionException">The models of <see cref="GenerateOptions.Composition"/> cannot decode together.</exception>
    /// <exception cref="ModelKindException">The model generates nothing.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed.</exception>
    public SeqSession RestoreSession(ReadOnlySpan<byte> saved, GenerateOptions? options = null)
    {
        options ??= GenerateOptions.Default;
        _ = _steps ?? throw WrongKind("A session", "an encoder-decoder or a language model");
        CheckSession(options);
        if (options.UnknownReplacement is not null)
        {
            throw new SearchOptionsException(["UnknownReplacement is set, but a saved session has not the words of its source. Leave it out, or fork the session instead of saving it."]);
        }

        if (options.Request is null)
        {
            throw new DecodingRequestException(["Request is null; leave it out when nothing is to be set."]);
        }

        StopTexts.Check(options.StopTexts, options.Search ?? DefaultSearch);
        if (options.Composition is { } composition)
        {
            CompositionChecks.Check(this, composition);
        }

        return Restore(SavedSession.Read(Manifest, options.Composition, saved), options, static () => []);
    }

    /// <summary>Goes on with a session from a snapshot.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="options">The options, found valid.</param>
    /// <param name="sourceWords">The words of the source, [source].</param>
    internal SeqSession Restore(SessionSnapshot snapshot, GenerateOptions options, Func<IReadOnlyList<string>> sourceWords) => NewSession(
        BegunModels.ToRestore(this, options.Composition, ModelUse.Session), options, sourceWords,
        (models, search, observer) => DecodingSession.Restore(models.Model, search, snapshot, options.Request with { Observer = observer }));

    private SeqSession Begin(IGenerationInputs inputs, GenerateOptions options, CancellationToken cancellationToken)
    {
        CheckSession(options);
        Check(options, options.Search ?? DefaultSearch, inputs);
        var request = BatchPlan.RequestFor(options.Request, inputs, [0]);
        var models = BegunModels.Begin(this, options.Composition, inputs, [0], (options.Search ?? DefaultSearch).RowsPerInput, request, cancellationToken, ModelUse.Session);
        return NewSession(
            models, options, () => inputs.WordsOf(0), (begun, search, observer) => new DecodingSession(begun.Model, search, begun.Request with { Observer = observer }));
    }

    private SeqSession NewSession(
        BegunModels models, GenerateOptions options, Func<IReadOnlyList<string>> sourceWords, Func<BegunModels, SearchOptions, IDecodingObserver?, DecodingSession> begin)
    {
        try
        {
            var search = options.Search ?? DefaultSearch;
            var stops = options.StopTexts.Count == 0 ? null : new SessionStops(TargetVocabulary, options.StopTexts, options.Request.Observer);
            var session = begin(models, options.UnknownReplacement is null ? search : search with { KeepAttention = true }, (IDecodingObserver?)stops ?? options.Request.Observer);
            stops?.Begin(session.Settled());
            return new(this, models, session, new(options, sourceWords, stops));
        }
        catch
        {
            models.Dispose();
            throw;
        }
    }

    /// <exception cref="InGraphOptionsException">The graph shall decode.</exception>
    /// <exception cref="InvalidInputException">The size of batches is below 1.</exception>
    private void CheckSession(GenerateOptions options)
    {
        _ = BatchPlan.Parts(1, static _ => 0, options.MaxBatchSize);
        if (options.InGraph)
        {
            throw new InGraphOptionsException(InGraphSearch.GraphFor(options.Search ?? DefaultSearch), ["A session goes step by step, and the graph does all steps at once."]);
        }
    }
}
