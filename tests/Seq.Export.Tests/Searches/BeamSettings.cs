using Seq.Decoding;
using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>One way to search with a beam, for the graph and for Seq.Decoding alike.</summary>
internal sealed record BeamSettings
{
    internal int MaxLength { get; init; } = 12;

    internal int MinLength { get; init; }

    internal float Alpha { get; init; }

    /// <summary>0 or 5: n^α or ((5 + n) / 6)^α.</summary>
    internal float Offset { get; init; }

    /// <summary>For graphs with all search inputs; null for others.</summary>
    internal TokenPenaltySettings? Penalties { get; init; }

    /// <summary>β of the coverage penalty, for graphs with all search inputs of models with attention; null for others.</summary>
    internal float? Coverage { get; init; }

    internal Dictionary<string, Tensor> RunGraph(ExportedModel exported, IReadOnlyList<int[]> sources) =>
        exported.Graph(GraphNames.GenerateBeam).Run(Inputs(exported, sources));

    internal (string Name, Tensor Tensor)[] Inputs(ExportedModel exported, IReadOnlyList<int[]> sources) =>
    [
        .. exported.SourceInputs(sources),
        (GraphNames.MaxLength, Tensor.Of([(long)MaxLength])),
        (GraphNames.MinLength, Tensor.Of([(long)MinLength])),
        (GraphNames.LengthPenaltyAlpha, Tensor.Of([Alpha])),
        (GraphNames.LengthPenaltyOffset, Tensor.Of([Offset])),
        .. Penalties?.Inputs ?? [],
        .. Coverage is { } beta ? [(GraphNames.CoveragePenalty, Tensor.Of([beta]))] : Array.Empty<(string, Tensor)>(),
    ];

    internal IReadOnlyList<DecodingResult> RunDecoder(ExportedModel exported, IReadOnlyList<int[]> sources, bool keepAttention = false)
    {
        var entry = exported.Bundle.Graph(GraphNames.GenerateBeam);
        var options = new SearchOptions
        {
            StartToken = exported.Model.StartToken,
            EndTokens = [exported.Model.EndToken],
            MaxLength = MaxLength,
            MinLength = MinLength,
            BeamSize = entry.BeamSize!.Value,
            HypothesisCount = (int)entry.Outputs.Single(output => output.Name == GraphNames.Tokens).Shape[1].Size,
            LengthPenalty = Offset == 5 ? LengthPenalty.Gnmt(Alpha) : LengthPenalty.Power(Alpha),
            CoveragePenalty = CoveragePenalty.Wu(Coverage ?? 0),
            KeepAttention = keepAttention,
        };
        return new Decoder(Penalties?.AddTo(options) ?? options).Decode(new StepGraphModel(exported, sources), DecodingRequest.Default);
    }
}
