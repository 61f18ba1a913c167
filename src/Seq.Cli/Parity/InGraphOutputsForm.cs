using Seq.Cli.Models;
using Seq.Model;

namespace Seq.Cli.Parity;

/// <summary>
/// Compares what graphs that search by themselves return beside tokens and scores: where each step of a sequence looked, against a decoder that is fed the same sequence,
/// and the log-probability of each token of greedy search, which a runtime does not read.
/// </summary>
/// <param name="bundle">The bundle.</param>
/// <param name="looks">Where a decoder looks that is fed given targets, [rows, target, source], and where it looks in float64.</param>
/// <param name="against">Whose decoder that is where nobody computes in float64; null for the trainer's.</param>
internal sealed class InGraphOutputsForm(BundleSide bundle, Func<ParityInput, (LogitsBlock Expected, LogitsBlock Exact)> looks, string? against = null)
{
    private const int MaxInputs = 8;

    private readonly LogitsCheck _attention = new("in-graph-attention", "attention of every step, generate-*.onnx", "weights", against);

    /// <summary>Where sequences looked; null when no graph says so.</summary>
    internal LogitsCheck? Attention => bundle.Model.Manifest.Graphs.Any(graph => graph.Key is GraphNames.GenerateGreedy or GraphNames.GenerateBeam or GraphNames.GenerateSample
        && graph.Value.Outputs.Any(output => output.Name == GraphNames.Attention)) ? _attention : null;

    /// <summary>Runs the graph of a search on the first of some inputs.</summary>
    /// <param name="search">The search.</param>
    /// <param name="inputs">Sources, or prompts without the start token.</param>
    /// <param name="byGraph">What the search found by the runtime, of each input best first; of greedy search it gets the log-probabilities of tokens.</param>
    /// <param name="label">Names an input.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    internal void Compare(
        ParitySearch search, IReadOnlyList<IReadOnlyList<int>> inputs, IReadOnlyList<FoundTokens[]> byGraph, Func<int, string> label, CancellationToken cancellationToken)
    {
        IReadOnlyList<IReadOnlyList<int>> few = [.. inputs.Take(MaxInputs)];
        var outputs = GraphOutputs.Run(bundle, search, few, cancellationToken);
        for (var input = 0; search.Graph == GraphNames.GenerateGreedy && input < few.Count; input++)
        {
            byGraph[input][0] = byGraph[input][0] with { TokenLogProbabilities = outputs.Found[input]!.TokenLogProbabilities };
        }

        if (outputs.Attention is { } attention)
        {
            CompareAttention(search, few, outputs, attention, at => $"{label(at / outputs.PerInput)}, {search.Name}, sequence {1 + (at % outputs.PerInput)}");
        }
    }

    private void CompareAttention(ParitySearch search, IReadOnlyList<IReadOnlyList<int>> inputs, GraphOutputs outputs, LogitsBlock attention, Func<int, string> label)
    {
        int[] real = [.. Enumerable.Range(0, outputs.Found.Count).Where(at => outputs.Found[at] is not null)];
        var fed = new ParityInput(
            TokenBatch.Of([.. real.Select(at => inputs[at / outputs.PerInput])]),
            TokenBatch.Of([.. real.Select(at => (IReadOnlyList<int>)[search.Options.StartToken, .. outputs.Found[at]!.Tokens.SkipLast(1)])]));
        var (expected, exact) = looks(fed);
        var kept = attention.Select(real);
        int[] lengths = [.. real.Select(at => outputs.Found[at]!.Tokens.Count)];
        _attention.Add(expected.Until(lengths, kept), kept, exact.Until(lengths, kept), [.. real.Select(_ => (long)kept.Steps)], row => label(real[row]));
    }
}
