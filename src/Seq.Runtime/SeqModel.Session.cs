using Seq.Decoding;
using Seq.Decoding.Sessions;

namespace Seq.Runtime;

/// <content>Sessions.</content>
public sealed partial class SeqModel
{
    /// <summary>Begins a decode that the caller drives step by step and can save.</summary>
    /// <param name="source">The text; at least one token. For a language model the prompt, which may be empty.</param>
    /// <param name="search">The search; null for <see cref="DefaultSearch"/>.</param>
    /// <param name="cancellationToken">Ends the reading of the source.</param>
    /// <exception cref="Seq.Model.VocabularyException">The text holds a token that the vocabulary lacks.</exception>
    /// <inheritdoc cref="GenerateTokensBatch" path="/exception"/>
    public SeqSession BeginSession(string source, SearchOptions? search = null, CancellationToken cancellationToken = default) =>
        Begin(InputsOf(EncodeSources([source]), [source]), search, cancellationToken);

    /// <summary>Begins a decode from token ids that the caller drives step by step and can save.</summary>
    /// <param name="source">Source token ids, [time]; at least one. For a language model the prompt, which may be empty.</param>
    /// <param name="search">The search; null for <see cref="DefaultSearch"/>.</param>
    /// <param name="cancellationToken">Ends the reading of the source.</param>
    /// <inheritdoc cref="GenerateTokensBatch" path="/exception"/>
    public SeqSession BeginTokensSession(IReadOnlyList<int> source, SearchOptions? search = null, CancellationToken cancellationToken = default) =>
        Begin(InputsOf([source]), search, cancellationToken);

    /// <summary>Goes on with a saved session, in this process or another one.</summary>
    /// <param name="saved">What <see cref="SeqSession.Save"/> returned.</param>
    /// <param name="search">
    /// The search it was saved with; null for <see cref="DefaultSearch"/>. What gives its state a shape (the kind of search, beam, groups, hypotheses,
    /// alternatives, attention) is checked; the rest goes on as given here.
    /// </param>
    /// <exception cref="SnapshotException">The bytes are damaged, contradict themselves, or do not fit the model or the search.</exception>
    /// <exception cref="ModelKindException">The model generates nothing.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed.</exception>
    public SeqSession RestoreSession(ReadOnlySpan<byte> saved, SearchOptions? search = null) =>
        Restore(SavedSession.Read(Manifest, saved), search ?? DefaultSearch);

    internal SeqSession Restore(SessionSnapshot snapshot, SearchOptions search) =>
        NewSession(model => DecodingSession.Restore(model, search, snapshot));

    private SeqSession Begin(IGenerationInputs inputs, SearchOptions? search, CancellationToken cancellationToken)
    {
        var options = search ?? DefaultSearch;
        options.Validate(TargetVocabulary.Count);
        return NewSession(model =>
        {
            var request = BatchPlan.RequestFor(DecodingRequest.Default, inputs, [0]);
            return new DecodingSession(model, options, inputs.Begin(model, [0], options.RowsPerInput, request, cancellationToken));
        });
    }

    private SeqSession NewSession(Func<IRowModel, DecodingSession> begin)
    {
        var steps = _steps ?? throw WrongKind("A session", "an encoder-decoder or a language model");
        var loan = steps.Pool.Lend(_lifetime, ModelUse.Session);
        try
        {
            var session = begin(loan.Model);
            return new(this, loan, session, result => ToGeneration(result, GenerateOptions.Default, static () => []));
        }
        catch
        {
            loan.Dispose();
            throw;
        }
    }
}
