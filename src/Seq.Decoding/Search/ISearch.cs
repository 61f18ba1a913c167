using System.Collections.Immutable;

namespace Seq.Decoding.Search;

/// <summary>A way to search, step by step, with the buffers it reuses from one decode to the next.</summary>
internal interface ISearch
{
    /// <summary>The number of live hypotheses; more than <see cref="Tokens"/> before the first step, when samples share a row.</summary>
    public int Live { get; }

    /// <summary>The token that each row of the model takes in at the next step, [rows]; empty when the search is over.</summary>
    public ReadOnlySpan<int> Tokens { get; }

    /// <summary>The row before the last <see cref="Advance"/> that each row follows, [rows].</summary>
    public ReadOnlySpan<int> Parents { get; }

    /// <summary>Begins to decode every row of a model.</summary>
    /// <param name="model">The model with one row per input.</param>
    /// <param name="request">A request that fits the model.</param>
    public void Begin(IStepModel model, DecodingRequest request);

    /// <summary>Goes on where a search of the same options was, or gives out where it is.</summary>
    /// <param name="exchange">The state of the search; complete but for the model, the options and the request.</param>
    /// <param name="model">The model.</param>
    /// <param name="request">The request.</param>
    public void Exchange(StateExchange exchange, IStepModel model, DecodingRequest request);

    /// <summary>Extends every live hypothesis by a token.</summary>
    /// <param name="logits">Logits of the step, [rows, vocabulary]; changed in place.</param>
    public void Advance(Span<float> logits);

    /// <summary>Ends what is still live.</summary>
    /// <param name="reason">Why.</param>
    public void EndAll(FinishReason reason);

    /// <summary>What has ended, once nothing is live.</summary>
    /// <returns>One result per input, [inputs].</returns>
    public ImmutableArray<DecodingResult> Results();
}
