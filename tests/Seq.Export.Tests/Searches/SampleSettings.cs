using Seq.Decoding;
using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>One way to sample, for the graph and for Seq.Decoding alike.</summary>
internal sealed record SampleSettings
{
    internal int MaxLength { get; init; } = 12;

    internal int MinLength { get; init; }

    internal SamplingOptions Sampling { get; init; } = new();

    /// <summary>For graphs with all search inputs; null for others.</summary>
    internal TokenPenaltySettings? Penalties { get; init; }

    /// <summary>Null: the index of the row.</summary>
    internal IReadOnlyList<uint>? RowKeys { get; init; }

    internal Dictionary<string, Tensor> RunGraph(ExportedModel exported, IReadOnlyList<int[]> sources, uint sample = 0) =>
        exported.Graph(GraphNames.GenerateSample).Run(Inputs(exported, sources, sample));

    internal (string Name, Tensor Tensor)[] Inputs(ExportedModel exported, IReadOnlyList<int[]> sources, uint sample = 0)
    {
        uint[] keys = [.. RowKeys ?? Enumerable.Range(0, sources.Count).Select(row => (uint)row)];
        return
        [
            .. exported.SourceInputs(sources),
            (GraphNames.MaxLength, Tensor.Of([(long)MaxLength])),
            (GraphNames.MinLength, Tensor.Of([(long)MinLength])),
            (GraphNames.Temperature, Tensor.Of([Sampling.Temperature])),
            (GraphNames.TopK, Tensor.Of([(long)(Sampling.TopK ?? 0)])),
            (GraphNames.TopP, Tensor.Of([Sampling.TopP ?? 1f])),
            (GraphNames.MinP, Tensor.Of([Sampling.MinP ?? 0f])),
            (GraphNames.Seed, Tensor.Of([(uint)Sampling.Seed, (uint)(Sampling.Seed >> 32)], 2)),
            (GraphNames.RowKeys, Tensor.Of(keys, keys.Length)),
            (GraphNames.SampleIndices, Tensor.Of([.. keys.Select(_ => sample)], keys.Length)),
            .. Penalties?.Inputs ?? [],
        ];
    }

    internal IReadOnlyList<DecodingResult> RunDecoder(ExportedModel exported, IReadOnlyList<int[]> sources, int samples = 1)
    {
        var options = new SearchOptions
        {
            StartToken = exported.Model.StartToken,
            EndTokens = [exported.Model.EndToken],
            MaxLength = MaxLength,
            MinLength = MinLength,
            Sampling = Sampling,
            HypothesisCount = samples,
        };
        return new Decoder(Penalties?.AddTo(options) ?? options).Decode(new StepGraphModel(exported, sources), new DecodingRequest { RowKeys = RowKeys });
    }
}
