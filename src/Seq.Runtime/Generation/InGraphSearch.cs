using Seq.Decoding;

namespace Seq.Runtime;

/// <summary>What of a search the graph generate-greedy can do: plain greedy search up to a length.</summary>
internal static class InGraphSearch
{
    /// <summary>Checks that the graph would do what the options say.</summary>
    /// <param name="options">The options.</param>
    /// <param name="search">The search they ask for.</param>
    /// <param name="built">The search that is built into the graph.</param>
    /// <exception cref="InGraphOptionsException">It would not; the exception lists every reason.</exception>
    internal static void Check(GenerateOptions options, SearchOptions search, SearchOptions built)
    {
        string[] problems = [.. FindProblems(options.Request, search, built)];
        if (problems.Length > 0)
        {
            throw new InGraphOptionsException(problems);
        }
    }

    private static IEnumerable<string> FindProblems(DecodingRequest request, SearchOptions search, SearchOptions built)
    {
        if (search.BeamSize != 1)
        {
            yield return $"BeamSize is {search.BeamSize}; the graph searches greedily, with a beam of 1.";
        }

        if (search.HypothesisCount != 1)
        {
            yield return $"HypothesisCount is {search.HypothesisCount}; greedy search finds 1.";
        }

        if (search.Sampling is not null)
        {
            yield return "Sampling is set; the graph draws nothing at random.";
        }

        if (search.MinLength != 0)
        {
            yield return $"MinLength is {search.MinLength}; the graph has no minimum length.";
        }

        if (search.Processors.Count > 0)
        {
            yield return $"There are {search.Processors.Count} logits processors; the graph has none.";
        }

        if (search.StartToken != built.StartToken || !search.EndTokens.SequenceEqual(built.EndTokens))
        {
            yield return $"StartToken and EndTokens are {search.StartToken} and [{string.Join(", ", search.EndTokens)}]; "
                + $"the graph has {built.StartToken} and [{string.Join(", ", built.EndTokens)}] built in.";
        }

        if (request.StartTokens is not null || request.MaxLengths is not null || request.RowKeys is not null)
        {
            yield return "The request has StartTokens, MaxLengths or RowKeys; the graph treats all inputs alike.";
        }

        if (request.Observer is not null || request.KeepPartialResults)
        {
            yield return "The request has an Observer or KeepPartialResults; the graph shows nothing before its end.";
        }
    }
}
