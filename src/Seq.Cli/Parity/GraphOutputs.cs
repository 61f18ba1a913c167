using Seq.Cli.Models;
using Seq.Decoding;
using Seq.Decoding.Processors;
using Seq.Model;
using Seq.Runtime;

namespace Seq.Cli.Parity;

/// <summary>Everything that a graph returns which searches by itself, also what a runtime has no use for: where each step looked, and the log-probability of each token.</summary>
/// <param name="PerInput">Hypotheses per input.</param>
/// <param name="Found">The sequences, those of an input together, best first; null where a beam found none.</param>
/// <param name="Attention">Where each step of each sequence looked, [sequences, steps, source]; null when the graph does not return it.</param>
internal sealed record GraphOutputs(int PerInput, IReadOnlyList<FoundTokens?> Found, LogitsBlock? Attention)
{
    /// <summary>Runs the graph that does a search.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="search">The search, which the bundle has a graph for.</param>
    /// <param name="inputs">Sources, or prompts without the start token.</param>
    /// <param name="cancellationToken">Ends the graph early.</param>
    /// <exception cref="ModelFormatException">The graph takes an input that is not known here.</exception>
    internal static GraphOutputs Run(BundleSide bundle, ParitySearch search, IReadOnlyList<IReadOnlyList<int>> inputs, CancellationToken cancellationToken)
    {
        var samples = search.Options.Sampling is null ? 1 : search.Options.HypothesisCount;
        var rows = Rows(bundle, search.Options, inputs, samples);
        var path = Path.Combine(bundle.Model.BundlePath, bundle.Model.Manifest.Graphs[search.Graph].File);
        var tensors = bundle.Model.Manifest.Graphs[search.Graph].Inputs.ToDictionary(
            input => input.Name,
            input => Given(input.Name, search.Options, rows, samples) ?? throw new ModelFormatException(
                path, $"The graph takes the input '{input.Name}', which this version of Seq does not know.", "Use the version that exported the bundle."));
        var outputs = bundle.Model.Graphs.Run(search.Graph, tensors, cancellationToken);
        var (tokens, lengths, sums) = (outputs[GraphNames.Tokens], outputs[GraphNames.Lengths].Longs, outputs[GraphNames.SequenceLogProbability].Floats);
        var (steps, each) = ((int)tokens.Shape[^1], outputs[GraphNames.TokenLogProbabilities].Floats);
        var found = Enumerable.Range(0, lengths.Length).Select(at =>
        {
            var length = (int)Math.Min(lengths[at] + 1, steps); // With the end token, unless the length ran out.
            return float.IsNegativeInfinity(sums[at]) ? null : new FoundTokens([.. tokens.Longs.AsSpan(at * steps, length).ToArray().Select(token => (int)token)], sums[at], double.NaN)
            {
                TokenLogProbabilities = [.. each.AsSpan(at * steps, length).ToArray().Select(gain => (double)gain)],
            };
        }).ToList();
        var attention = outputs.TryGetValue(GraphNames.Attention, out var weights) ? LogitsBlock.Of(weights.Floats, found.Count, steps) : null;
        return new(found.Count / inputs.Count, found, attention);
    }

    private static TokenBatch Rows(BundleSide bundle, SearchOptions search, IReadOnlyList<IReadOnlyList<int>> inputs, int samples)
    {
        var read = bundle.Description is LanguageModelDescription ? inputs.Select(prompt => (IReadOnlyList<int>)[search.StartToken, .. prompt]) : inputs;
        return TokenBatch.Of([.. read.SelectMany(row => Enumerable.Repeat(row, samples))]);
    }

    private static GraphTensor? Given(string input, SearchOptions search, TokenBatch rows, int samples) => input switch
    {
        GraphNames.Source or GraphNames.Prompt => new([rows.Rows, rows.Ids.GetLength(1)], rows.Ids.Cast<long>().ToArray()),
        GraphNames.SourceLengths or GraphNames.PromptLengths => new([rows.Rows], rows.Lengths),
        GraphNames.MaxLength => Scalar((long)search.MaxLength),
        GraphNames.MinLength => Scalar((long)search.MinLength),
        GraphNames.EndToken => Scalar(search.EndTokens.Count == 0 ? -1L : search.EndTokens[0]),
        GraphNames.RepetitionPenalty => Scalar(search.Processors.OfType<RepetitionPenalty>().FirstOrDefault()?.Theta ?? 1f),
        GraphNames.PresencePenalty => Scalar(search.Processors.OfType<PresencePenalty>().FirstOrDefault()?.Alpha ?? 0f),
        GraphNames.FrequencyPenalty => Scalar(search.Processors.OfType<FrequencyPenalty>().FirstOrDefault()?.Alpha ?? 0f),
        GraphNames.CoveragePenalty => Scalar((float)search.CoveragePenalty.Beta),
        GraphNames.LengthPenaltyAlpha => Scalar((float)search.LengthPenalty.Alpha),
        GraphNames.LengthPenaltyOffset => Scalar(search.LengthPenalty == LengthPenalty.Gnmt(search.LengthPenalty.Alpha) ? 5f : 0f),
        GraphNames.RowKeys => new([rows.Rows], Enumerable.Range(0, rows.Rows).Select(row => (uint)(row / samples)).ToArray()),
        GraphNames.SampleIndices => new([rows.Rows], Enumerable.Range(0, rows.Rows).Select(row => (uint)(row % samples)).ToArray()),
        _ => search.Sampling is { } sampling ? Given(input, sampling) : null,
    };

    private static GraphTensor? Given(string input, SamplingOptions sampling) => input switch
    {
        GraphNames.Temperature => Scalar(sampling.Temperature),
        GraphNames.TopK => Scalar((long)(sampling.TopK ?? 0)),
        GraphNames.TopP => Scalar(sampling.TopP ?? 1f),
        GraphNames.MinP => Scalar(sampling.MinP ?? 0f),
        GraphNames.Seed => new([2], new[] { (uint)sampling.Seed, (uint)(sampling.Seed >> 32) }),
        _ => null,
    };

    private static GraphTensor Scalar<T>(T value) => new([], new[] { value });
}
