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
        var inputs = batch.ToTensors();
        try
        {
            SearchTensors.AddTo(inputs, _bundle.Graph(GraphNames.GenerateBeam), search);
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
        var inputs = batch.ToTensors();
        try
        {
            SearchTensors.AddTo(inputs, _bundle.Graph(GraphNames.GenerateSample), search);
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

    private static GeneratedTokens Read(IReadOnlyList<OrtValue> outputs, float[]? scores) => new(
        (int)outputs[0].GetTensorTypeAndShape().Shape[^1],
        outputs[0].GetTensorDataAsSpan<long>().ToArray(),
        outputs[1].GetTensorDataAsSpan<long>().ToArray(),
        outputs[2].GetTensorDataAsSpan<float>().ToArray(),
        scores,
        outputs[3].GetTensorDataAsSpan<float>().ToArray());
}
