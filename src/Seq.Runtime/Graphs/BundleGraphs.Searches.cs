using Microsoft.ML.OnnxRuntime;
using Seq.Decoding;
using Seq.Model;

namespace Seq.Runtime;

/// <content>The graphs that search with a beam and draw at random; see docs/in-graph-decoding.md.</content>
public sealed partial class BundleGraphs
{
    /// <summary>Runs the graph that is a beam search. Its beam and the number of hypotheses are its own; see <see cref="InGraphSearch"/>.</summary>
    internal GeneratedTokens GenerateBeam(SourceBatch batch, SearchOptions search, CancellationToken cancellationToken)
    {
        var penalty = search.LengthPenalty;
        var inputs = batch.ToTensors();
        try
        {
            AddLengths(inputs, search);
            inputs[GraphNames.LengthPenaltyAlpha] = Scalar((float)penalty.Alpha);
            inputs[GraphNames.LengthPenaltyOffset] = Scalar(penalty == LengthPenalty.Gnmt(penalty.Alpha) ? 5f : 0f);
            string[] wanted = [.. SearchOutputs, GraphNames.SequenceScore];
            using var outputs = Run(GraphNames.GenerateBeam, inputs, wanted, cancellationToken);
            return Read(outputs, outputs[4].GetTensorDataAsSpan<float>().ToArray());
        }
        finally
        {
            SourceBatch.Release(inputs);
        }
    }

    /// <summary>Runs the graph that draws tokens.</summary>
    /// <param name="batch">The sources, each as often as it has samples.</param>
    /// <param name="search">The search.</param>
    /// <param name="rowKeys">The keys of the random numbers, [rows].</param>
    /// <param name="samples">The index of each row among the samples of its source, [rows].</param>
    /// <param name="cancellationToken">Ends the graph early.</param>
    internal GeneratedTokens GenerateSample(
        SourceBatch batch, SearchOptions search, uint[] rowKeys, uint[] samples, CancellationToken cancellationToken)
    {
        var sampling = search.Sampling!;
        var inputs = batch.ToTensors();
        try
        {
            AddLengths(inputs, search);
            inputs[GraphNames.Temperature] = Scalar(sampling.Temperature);
            inputs[GraphNames.TopK] = Scalar((long)(sampling.TopK ?? 0));
            inputs[GraphNames.TopP] = Scalar(sampling.TopP ?? 1f);
            inputs[GraphNames.MinP] = Scalar(sampling.MinP ?? 0f);
            inputs[GraphNames.Seed] = OrtValue.CreateTensorValueFromMemory([(uint)sampling.Seed, (uint)(sampling.Seed >> 32)], [2]);
            inputs[GraphNames.RowKeys] = OrtValue.CreateTensorValueFromMemory(rowKeys, [rowKeys.Length]);
            inputs[GraphNames.SampleIndices] = OrtValue.CreateTensorValueFromMemory(samples, [samples.Length]);
            using var outputs = Run(GraphNames.GenerateSample, inputs, SearchOutputs, cancellationToken);
            return Read(outputs, scores: null);
        }
        finally
        {
            SourceBatch.Release(inputs);
        }
    }

    private static readonly string[] SearchOutputs =
        [GraphNames.Tokens, GraphNames.Lengths, GraphNames.SequenceLogProbability, GraphNames.TokenLogProbabilities];

    private static void AddLengths(Dictionary<string, OrtValue> inputs, SearchOptions search)
    {
        inputs[GraphNames.MaxLength] = Scalar((long)search.MaxLength);
        inputs[GraphNames.MinLength] = Scalar((long)search.MinLength);
    }

    private static OrtValue Scalar<T>(T value)
        where T : unmanaged => OrtValue.CreateTensorValueFromMemory([value], []);

    private static GeneratedTokens Read(IReadOnlyList<OrtValue> outputs, float[]? scores) => new(
        (int)outputs[0].GetTensorTypeAndShape().Shape[^1],
        outputs[0].GetTensorDataAsSpan<long>().ToArray(),
        outputs[1].GetTensorDataAsSpan<long>().ToArray(),
        outputs[2].GetTensorDataAsSpan<float>().ToArray(),
        scores,
        outputs[3].GetTensorDataAsSpan<float>().ToArray());
}
