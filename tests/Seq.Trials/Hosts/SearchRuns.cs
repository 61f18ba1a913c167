using System.Text.Json.Nodes;
using Seq.Decoding;
using Seq.Export;
using Seq.Model;
using Seq.Runtime;
using Seq.Tests;

namespace Seq.Trials.Hosts;

/// <summary>What every host is asked: batches of inputs for each graph that decodes by itself, and the search of Seq.Decoding that it stands for.</summary>
internal static class SearchRuns
{
    internal const int BatchSize = 25;
    internal const int MaxLength = 16;
    private const int SourceVocabulary = 11;
    private const int Beam = 4;
    private const int Hypotheses = 3;
    private const float Alpha = 0.6f;
    private const ulong Seed = 0x0123_4567_89ab_cdef;

    /// <summary>The graphs.</summary>
    internal static readonly IReadOnlyList<string> Graphs = [GraphNames.GenerateGreedy, GraphNames.GenerateBeam, GraphNames.GenerateSample];

    /// <summary>Exports a model whose outputs vary and end early, late and not at all.</summary>
    internal static string Export(string folder)
    {
        var model = new EncoderDecoderDescription
        {
            SourceVocabulary = SourceVocabulary,
            TargetVocabulary = 100,
            SourceEmbedding = 6,
            TargetEmbedding = 5,
            Encoder = new() { Cell = CellKind.Lstm, Hidden = 24 },
            Decoder = new() { Cell = CellKind.Lstm, Hidden = 24 },
            StartToken = 0,
            EndToken = 1,
            Attention = new() { Score = AttentionScore.Additive },
        };
        var checkpoint = RandomCheckpoint.Write(Path.Combine(folder, "checkpoint"), model, seed: 8, change: weights =>
        {
            // Without feedback from its own output a random model soon repeats itself: a strong embedding keeps its outputs varied.
            weights[EncoderDecoderNames.TargetEmbedding] = [.. weights[EncoderDecoderNames.TargetEmbedding].Select(value => 3 * value)];
            weights[EncoderDecoderNames.OutputBias][model.EndToken] += 2f;
        });
        var bundle = Path.Combine(folder, "bundle");
        BundleExporter.Export(
            checkpoint, bundle, new() { MaxLength = MaxLength, SampleGraph = true, BeamGraph = new() { BeamSize = Beam, HypothesisCount = Hypotheses } });
        return bundle;
    }

    /// <summary>Sources of different lengths.</summary>
    internal static int[][] Sources(int batch)
    {
        var random = new Random(batch);
        return [.. Enumerable.Range(0, BatchSize).Select(_ => Enumerable.Range(0, random.Next(1, 13)).Select(_ => random.Next(SourceVocabulary)).ToArray())];
    }

    /// <summary>The options of the search that a graph stands for.</summary>
    internal static GenerateOptions Options(SeqModel model, string graph, int batch, bool inGraph)
    {
        var search = model.DefaultSearch with { MaxLength = MaxLength };
        search = graph switch
        {
            GraphNames.GenerateBeam => search with { BeamSize = Beam, HypothesisCount = Hypotheses, LengthPenalty = LengthPenalty.Gnmt(Alpha) },
            GraphNames.GenerateSample => search with { Sampling = new() { Seed = Seed, Temperature = 1.2f, TopP = 0.97f } },
            _ => search,
        };
        var request = graph == GraphNames.GenerateSample ? new DecodingRequest { RowKeys = Keys(batch) } : DecodingRequest.Default;
        return new() { Search = search, InGraph = inGraph, Request = request };
    }

    /// <summary>The inputs of a graph, as a host without Seq gives them.</summary>
    internal static JsonObject Inputs(string graph, int batch)
    {
        var (ids, lengths) = BundleGraphs.Pad(Sources(batch));
        var inputs = new JsonObject
        {
            [GraphNames.Source] = Tensor("int64", [BatchSize, ids.GetLength(1)], ids.Cast<long>()),
            [GraphNames.SourceLengths] = Tensor("int64", [BatchSize], lengths),
            [GraphNames.MaxLength] = Tensor("int64", [], [MaxLength]),
        };
        if (graph != GraphNames.GenerateGreedy)
        {
            inputs[GraphNames.MinLength] = Tensor("int64", [], [0]);
        }

        if (graph == GraphNames.GenerateBeam)
        {
            inputs[GraphNames.LengthPenaltyAlpha] = Tensor("float32", [], [Alpha]);
            inputs[GraphNames.LengthPenaltyOffset] = Tensor("float32", [], [5f]);
        }

        if (graph == GraphNames.GenerateSample)
        {
            inputs[GraphNames.Temperature] = Tensor("float32", [], [1.2f]);
            inputs[GraphNames.TopK] = Tensor("int64", [], [0]);
            inputs[GraphNames.TopP] = Tensor("float32", [], [0.97f]);
            inputs[GraphNames.MinP] = Tensor("float32", [], [0f]);
            inputs[GraphNames.Seed] = Tensor("uint32", [2], [unchecked((uint)Seed), (uint)(Seed >> 32)]);
            inputs[GraphNames.RowKeys] = Tensor("uint32", [BatchSize], Keys(batch));
            inputs[GraphNames.SampleIndices] = Tensor("uint32", [BatchSize], Enumerable.Repeat(0u, BatchSize));
        }

        return inputs;
    }

    private static uint[] Keys(int batch) => [.. Enumerable.Range(BatchSize * batch, BatchSize).Select(key => (uint)key)];

    private static JsonObject Tensor<T>(string type, int[] shape, IEnumerable<T> data) => new()
    {
        ["type"] = type,
        ["shape"] = new JsonArray([.. shape.Select(size => (JsonNode)size)]),
        ["data"] = new JsonArray([.. data.Select(value => JsonValue.Create(value))]),
    };
}
