using System.Collections.Immutable;
using Seq.Decoding.Search;

namespace Seq.Decoding;

/// <summary>Searches for the output of a model: greedy, beam search or sampling, as its options say.</summary>
/// <remarks>
/// A decoder keeps its buffers from one call to the next, so that once they have grown to the size of the work a step allocates
/// nothing. It serves one call at a time: use one decoder per thread. Decoders share nothing.
/// </remarks>
public sealed class Decoder
{
    private readonly TokenSearch _search;
    private int _busy;

    /// <param name="options">How to search.</param>
    /// <exception cref="SearchOptionsException">Some options are out of range or without effect; the exception lists them all.</exception>
    public Decoder(SearchOptions options)
        : this(options, Choose)
    {
    }

    /// <summary>A decoder with a search of the caller's choice, so that tests can put two searches side by side.</summary>
    internal Decoder(SearchOptions options, Func<SearchOptions, TokenSearch> createSearch)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options.Frozen();
        _search = createSearch(Options);
    }

    /// <summary>The search that options ask for.</summary>
    internal static TokenSearch Choose(SearchOptions options) =>
        options.StochasticBeam is not null ? new StochasticBeamSearch(options)
        : options.BeamSize > 1 ? new BeamSearch(options)
        : new RowSearch(options);

    /// <summary>How this decoder searches.</summary>
    public SearchOptions Options { get; }

    /// <summary>Decodes every row of a model.</summary>
    /// <param name="model">The model, with one row per input in its initial state.</param>
    /// <param name="cancellationToken">Ends the search before the next step, or within it where the model can.</param>
    /// <returns>One result per input, [inputs].</returns>
    /// <inheritdoc cref="Decode(IStepModel, DecodingRequest, CancellationToken)" path="/exception"/>
    public ImmutableArray<DecodingResult> Decode(IStepModel model, CancellationToken cancellationToken = default) =>
        Decode(model, DecodingRequest.Default, cancellationToken);

    /// <summary>Decodes every row of a model.</summary>
    /// <param name="model">The model, with one row per input in its initial state.</param>
    /// <param name="request">What differs from input to input.</param>
    /// <param name="cancellationToken">Ends the search before the next step, or within it where the model can.</param>
    /// <returns>One result per input, [inputs]. An input without a possible token has a <see cref="DecodingResult.Failure"/>, and takes nothing from the others.</returns>
    /// <exception cref="SearchOptionsException">The options do not fit the model's vocabulary.</exception>
    /// <exception cref="DecodingRequestException">The model has no rows, or the request does not fit its rows.</exception>
    /// <exception cref="InvalidLogitsException">The model returned NaN or +∞.</exception>
    /// <exception cref="StepModelException">The model broke its contract.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the decoder can be used again.</exception>
    /// <exception cref="InvalidOperationException">The decoder is at work on another thread.</exception>
    public ImmutableArray<DecodingResult> Decode(IStepModel model, DecodingRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(request);
        if (Interlocked.Exchange(ref _busy, 1) == 1)
        {
            throw new InvalidOperationException("This decoder is at work on another call. Use one decoder per thread.");
        }

        try
        {
            Options.Validate(model);
            request.Validate(Options, model.Rows, model.VocabularySize);
            var driver = new StepDriver(model, request);
            _search.Begin(model, request);
            while (!_search.Tokens.IsEmpty && driver.TryAdvance(_search, cancellationToken))
            {
                // A step takes in the tokens of the one before.
            }

            return _search.Results();
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }
}
