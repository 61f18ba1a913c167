using System.Collections.Immutable;

namespace Seq.Decoding.Search;

/// <summary>A way to search, with the buffers it reuses from one decode to the next.</summary>
internal interface ISearch
{
    /// <summary>Decodes every row of the model.</summary>
    /// <param name="model">The model with one row per input.</param>
    /// <param name="request">A request that fits the model.</param>
    /// <param name="cancellationToken">Ends the search before the next step, or within it where the model can.</param>
    /// <returns>One result per input, [inputs].</returns>
    public ImmutableArray<DecodingResult> Run(IStepModel model, DecodingRequest request, CancellationToken cancellationToken);
}
