using Seq.Decoding;
using Seq.Decoding.Processors;
using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>End token and penalties of a search in the graph, for the graph and for Seq.Decoding alike.</summary>
internal sealed record TokenPenaltySettings
{
    internal int EndToken { get; init; } = SearchModels.End;

    internal float Repetition { get; init; } = 1;

    internal float Presence { get; init; }

    internal float Frequency { get; init; }

    internal (string Name, Tensor Tensor)[] Inputs =>
    [
        (GraphNames.EndToken, Tensor.Of([(long)EndToken])),
        (GraphNames.RepetitionPenalty, Tensor.Of([Repetition])),
        (GraphNames.PresencePenalty, Tensor.Of([Presence])),
        (GraphNames.FrequencyPenalty, Tensor.Of([Frequency])),
    ];

    /// <summary>The same with the rules that the graph has; −1 ends nothing.</summary>
    internal SearchOptions AddTo(SearchOptions options) => options with
    {
        EndTokens = EndToken < 0 ? [] : [EndToken],
        Processors = [new RepetitionPenalty(Repetition), new PresencePenalty(Presence), new FrequencyPenalty(Frequency)],
    };
}
