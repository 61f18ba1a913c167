using Seq.Decoding;
using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>One way to search greedily with every input, for the graph and for Seq.Decoding alike.</summary>
internal sealed record GreedySettings
{
    internal int MaxLength { get; init; } = 12;

    internal int MinLength { get; init; }

    internal TokenPenaltySettings Penalties { get; init; } = new();

    internal Dictionary<string, Tensor> RunGraph(ExportedModel exported, IReadOnlyList<int[]> sources) =>
        exported.Graph(GraphNames.GenerateGreedy).Run(Inputs(exported, sources));

    internal (string Name, Tensor Tensor)[] Inputs(ExportedModel exported, IReadOnlyList<int[]> sources) =>
    [
        .. exported.SourceInputs(sources),
        (GraphNames.MaxLength, Tensor.Of([(long)MaxLength])),
        (GraphNames.MinLength, Tensor.Of([(long)MinLength])),
        .. Penalties.Inputs,
    ];

    internal IReadOnlyList<DecodingResult> RunDecoder(ExportedModel exported, IReadOnlyList<int[]> sources)
    {
        var options = new SearchOptions { StartToken = exported.Model.StartToken, EndTokens = [], MaxLength = MaxLength, MinLength = MinLength };
        return new Decoder(Penalties.AddTo(options)).Decode(new StepGraphModel(exported, sources), DecodingRequest.Default);
    }
}
