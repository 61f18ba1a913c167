using Seq.Decoding;
using Seq.Model;

namespace Seq.Runtime;

/// <summary>Which graph does a search by itself, and what of the search it can do.</summary>
internal static class InGraphSearch
{
    /// <summary>The steps for which the graph generate-sample draws random numbers.</summary>
    private const int MaxSampledLength = 1_000_000;

    private const string MoreInputs = "Leave it out, export the model with ExportOptions.AllSearchInputs (seq export --all-search-inputs), or let the host decode.";

    /// <summary>The graph that does such a search.</summary>
    internal static string GraphFor(SearchOptions search) =>
        search.Sampling is not null ? GraphNames.GenerateSample : search.BeamSize > 1 ? GraphNames.GenerateBeam : GraphNames.GenerateGreedy;

    /// <summary>Checks that the graph would do what the options say.</summary>
    /// <param name="options">The options.</param>
    /// <param name="search">The search they ask for.</param>
    /// <param name="built">The search whose start and end tokens are built into the graphs.</param>
    /// <param name="bundle">What graphs there are.</param>
    /// <exception cref="InGraphOptionsException">It would not; the exception lists every reason.</exception>
    internal static void Check(GenerateOptions options, SearchOptions search, SearchOptions built, Bundle bundle)
    {
        var name = GraphFor(search);
        bundle.Manifest.Graphs.TryGetValue(name, out var graph);
        var own = name switch
        {
            GraphNames.GenerateSample => FindSampleProblems(search),
            GraphNames.GenerateBeam => FindBeamProblems(search, graph),
            _ => FindGreedyProblems(search, graph),
        };
        string[] stops = options.StopTexts.Count == 0 && options.UnknownReplacement is null
            ? [] : ["StopTexts or UnknownReplacement is set; the graph knows no text. Leave it out, or let the host decode."];
        string[] together = options.Composition is null ? [] : ["Composition is set; the graph knows no other model. Leave it out, or let the host decode."];
        string[] problems = [.. FindMissing(bundle, name, graph), .. own, .. stops, .. together, .. FindPenaltyProblems(search, graph), .. FindProblems(options.Request, search, built, graph)];
        if (problems.Length > 0)
        {
            throw new InGraphOptionsException(name, problems);
        }
    }

    private static IEnumerable<string> FindMissing(Bundle bundle, string name, GraphEntry? graph)
    {
        if (graph is null)
        {
            var option = name switch
            {
                GraphNames.GenerateBeam => " with ExportOptions.BeamGraph (seq export --beam-graph)",
                GraphNames.GenerateSample => " with ExportOptions.SampleGraph (seq export --sample-graph)",
                _ => "",
            };
            yield return $"The bundle has no such graph; it has {string.Join(", ", bundle.Manifest.Graphs.Keys)}. Export the model again{option}.";
        }
    }

    private static IEnumerable<string> FindGreedyProblems(SearchOptions search, GraphEntry? graph)
    {
        if (search.MinLength != 0 && !Takes(graph, GraphNames.MinLength))
        {
            yield return $"MinLength is {search.MinLength}; the graph has no minimum length. {MoreInputs}";
        }
    }

    private static IEnumerable<string> FindPenaltyProblems(SearchOptions search, GraphEntry? graph)
    {
        if (search.Processors.Count > 0 && !Takes(graph, GraphNames.RepetitionPenalty))
        {
            yield return $"There are {search.Processors.Count} logits processors; the graph has none. {MoreInputs}";
        }
        else if (!TokenPenaltyNumbers.Read(search.Processors).AreAll)
        {
            yield return $"The logits processors are {string.Join(", ", search.Processors.Select(processor => processor.GetType().Name))}; the graph knows "
                + "a RepetitionPenalty first, then a PresencePenalty and a FrequencyPenalty, one of each. Leave others out, or let the host decode.";
        }

        var coverage = search.CoveragePenalty;
        if (coverage.Beta != 0 && !Takes(graph, GraphNames.CoveragePenalty))
        {
            yield return $"CoveragePenalty is {coverage}; the graph has none. {MoreInputs} Only generate-beam of a model with attention has it then.";
        }
        else if (coverage.Beta != 0 && coverage != CoveragePenalty.Wu(coverage.Beta))
        {
            yield return $"CoveragePenalty is {coverage}; the graph knows CoveragePenalty.Wu.";
        }
    }

    private static IEnumerable<string> FindBeamProblems(SearchOptions search, GraphEntry? graph)
    {
        if (graph is not null && search.BeamSize != graph.BeamSize)
        {
            yield return $"BeamSize is {search.BeamSize}; the graph has a beam of {graph.BeamSize} built in.";
        }

        if (graph is not null && search.HypothesisCount > Hypotheses(graph))
        {
            yield return $"HypothesisCount is {search.HypothesisCount}; the graph returns {Hypotheses(graph)}.";
        }

        if (search.EarlyStopping != EarlyStopping.WhenNoBetterPossible)
        {
            yield return $"EarlyStopping is {search.EarlyStopping}; the graph has WhenNoBetterPossible built in.";
        }
    }

    private static IEnumerable<string> FindSampleProblems(SearchOptions search)
    {
        if (search.MaxLength > MaxSampledLength)
        {
            yield return $"MaxLength is {search.MaxLength}; the graph draws at most {MaxSampledLength} tokens.";
        }
    }

    private static IEnumerable<string> FindProblems(DecodingRequest request, SearchOptions search, SearchOptions built, GraphEntry? graph)
    {
        if (HasMore(search) || HasMore(request) || HasMore(search.Sampling ?? new()))
        {
            yield return "The search or the request sets an option that only the host knows; the graphs know beam size, hypothesis count, lengths, length penalty, "
                + "end token, penalties on tokens and coverage, temperature, top-k, top-p, min-p, seed and row keys. Leave the others at their defaults.";
        }

        var anyEnd = Takes(graph, GraphNames.EndToken);
        if (anyEnd && search.StartToken == built.StartToken && search.EndTokens.Count > 1)
        {
            yield return $"There are {search.EndTokens.Count} end tokens; the graph takes one.";
        }
        else if (search.StartToken != built.StartToken || !(anyEnd || search.EndTokens.SequenceEqual(built.EndTokens)))
        {
            yield return $"StartToken and EndTokens are {search.StartToken} and [{string.Join(", ", search.EndTokens)}]; "
                + $"the graph has {built.StartToken} and [{string.Join(", ", built.EndTokens)}] built in.";
        }

        if (request.StartTokens is not null || request.MaxLengths is not null || (request.RowKeys is not null && search.Sampling is null))
        {
            yield return "The request has StartTokens, MaxLengths, or RowKeys without sampling; the graph treats all inputs alike.";
        }

        if (request.Observer is not null || request.KeepPartialResults)
        {
            yield return "The request has an Observer or KeepPartialResults; the graph shows nothing before its end.";
        }
    }

    /// <summary>Whether an option differs from its default that is not looked at one by one; so an option that is new to the host is never ignored.</summary>
    private static bool HasMore(SearchOptions search)
    {
        var plain = new SearchOptions { StartToken = search.StartToken, EndTokens = search.EndTokens, Processors = search.Processors };
        return plain != search with
        {
            BeamSize = plain.BeamSize,
            HypothesisCount = plain.HypothesisCount,
            Sampling = plain.Sampling,
            MaxLength = plain.MaxLength,
            MinLength = plain.MinLength,
            LengthPenalty = plain.LengthPenalty,
            CoveragePenalty = plain.CoveragePenalty,
            EarlyStopping = plain.EarlyStopping,
            Patience = plain.Patience,
        };
    }

    private static bool HasMore(SamplingOptions sampling)
    {
        var plain = new SamplingOptions();
        return plain != sampling with { Temperature = plain.Temperature, TopK = plain.TopK, TopP = plain.TopP, MinP = plain.MinP, Seed = plain.Seed };
    }

    private static bool HasMore(DecodingRequest request)
    {
        var plain = DecodingRequest.Default;
        return plain != request with
        {
            StartTokens = plain.StartTokens,
            MaxLengths = plain.MaxLengths,
            RowKeys = plain.RowKeys,
            Observer = plain.Observer,
            KeepPartialResults = plain.KeepPartialResults,
        };
    }

    /// <summary>Whether a graph has an input; one that is missing altogether is a problem of its own.</summary>
    private static bool Takes(GraphEntry? graph, string input) => graph?.Inputs.Any(value => value.Name == input) ?? true;

    /// <summary>How many hypotheses the beam graph returns; 0 when the manifest does not say.</summary>
    private static long Hypotheses(GraphEntry graph) =>
        graph.Outputs.FirstOrDefault(output => output.Name == GraphNames.Tokens) is { Shape: [_, var count, _] } ? count.Size : 0;
}
