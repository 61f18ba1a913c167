using Seq.Decoding.Search;

namespace Seq.Decoding;

/// <summary>What differs from input to input, and who watches.</summary>
/// <remarks>Each list has one entry per input, that is per initial row of the model.</remarks>
public sealed record DecodingRequest
{
    /// <summary>A request that adds nothing to the search options.</summary>
    public static DecodingRequest Default { get; } = new();

    /// <summary>The token fed to each input at the first step, [inputs]; null takes <see cref="SearchOptions.StartToken"/> for all.</summary>
    public IReadOnlyList<int>? StartTokens { get; init; }

    /// <summary>The most steps each input may take, end token included, [inputs]; null takes <see cref="SearchOptions.MaxLength"/> for all.</summary>
    public IReadOnlyList<int>? MaxLengths { get; init; }

    /// <summary>
    /// How many tokens the source of each input has, [inputs]: what <see cref="SearchOptions.MaxLengthRatio"/> and
    /// <see cref="SearchOptions.MinLengthRatio"/> multiply, and read by nothing else: without a ratio they may be given, and change nothing. Null when nobody
    /// knows.
    /// </summary>
    public IReadOnlyList<int>? SourceLengths { get; init; }

    /// <summary>
    /// The key of each input's random numbers, [inputs]; null takes the index of the input. An input keeps its tokens when it keeps its
    /// key, wherever it stands in a batch. <see cref="SearchOptions.Sampling"/> and <see cref="SearchOptions.StochasticBeam"/> read it; with other searches it
    /// may be given, and changes nothing.
    /// </summary>
    public IReadOnlyList<uint>? RowKeys { get; init; }

    /// <summary>
    /// Rules for single inputs, [inputs][rules]: the prefix that a translation must have, for example. They follow the rules of
    /// <see cref="SearchOptions.Processors"/>; null, as a whole or for an input, when there are none.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<ILogitsProcessor>?>? Processors { get; init; }

    /// <summary>
    /// How long to search. When it is over no further step begins, and what there is comes back with <see cref="FinishReason.TimeLimit"/>;
    /// a step that has begun is not broken off.
    /// </summary>
    /// <value>Above zero; null, the default, sets no limit.</value>
    public TimeSpan? TimeBudget { get; init; }

    /// <summary>The clock of <see cref="TimeBudget"/>; the system's by default.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Sees the tokens as they are settled; null for nobody. Not with a stochastic beam, which settles nothing before its end.</summary>
    public IDecodingObserver? Observer { get; init; }

    /// <summary>
    /// On cancellation, return what there is with <see cref="FinishReason.Cancelled"/> and do not throw. False by default.
    /// </summary>
    public bool KeepPartialResults { get; init; }

    /// <summary>Checks the request against a search and a model before anything is decoded.</summary>
    /// <param name="options">The search.</param>
    /// <param name="inputs">The number of inputs.</param>
    /// <param name="vocabularySize">The number of tokens of the model.</param>
    /// <exception cref="DecodingRequestException">It does not fit; the exception lists every reason.</exception>
    public void Validate(SearchOptions options, int inputs, int vocabularySize)
    {
        ArgumentNullException.ThrowIfNull(options);
        string[] problems = [.. FindProblems(options, inputs, vocabularySize)];
        if (problems.Length > 0)
        {
            throw new DecodingRequestException(problems);
        }
    }

    /// <summary>Checks a request for a session that goes on: the lists that it began with are in its snapshot.</summary>
    internal void ValidateRestored(SearchOptions options, int inputs, int vocabularySize)
    {
        var problems = new[]
        {
            ("StartTokens", StartTokens is not null), ("MaxLengths", MaxLengths is not null), ("RowKeys", RowKeys is not null),
            ("SourceLengths", SourceLengths is not null),
        }.Where(list => list.Item2).Select(list => $"{list.Item1} is set, but a restored session has it from its snapshot. Leave it null.").ToList();
        problems.AddRange(FindProblems(options with { MinLengthRatio = null, MaxLengthRatio = null }, inputs, vocabularySize));
        if (problems.Count > 0)
        {
            throw new DecodingRequestException(problems);
        }
    }

    private IEnumerable<string> FindProblems(SearchOptions options, int inputs, int vocabularySize)
    {
        string[] problems = [.. FindListProblems(options, inputs, vocabularySize)];
        return problems.Length > 0 ? problems : FindConflicts(options, inputs); // Of lists of the right lengths.
    }

    private IEnumerable<string> FindConflicts(SearchOptions options, int inputs)
    {
        var least = MaxLengths is null && SourceLengths is null ? options.MaxLength : Enumerable.Range(0, inputs).Min(Most);
        var sound = new List<ILogitsProcessor>();
        foreach (var processor in options.Processors)
        {
            if (processor.FindConflict(options, least) is { } problem)
            {
                yield return problem;
            }
            else
            {
                sound.Add(processor);
            }
        }

        for (var i = 0; i < (Processors?.Count ?? 0); i++)
        {
            if (Processors![i] is not { Count: > 0 } own)
            {
                continue;
            }

            // The rules of an input stand behind those of the search, some of which mind what is behind them.
            var all = options with { Processors = [.. options.Processors, .. own] };
            foreach (var processor in sound.Concat(own))
            {
                if (processor.FindConflict(all, Most(i)) is { } problem)
                {
                    yield return $"Processors[{i}]: {problem}";
                }
            }
        }

        int Most(int input) => LengthLimits.Most(options, MaxLengths?[input], SourceLengths?[input] ?? 0);
    }

    private IEnumerable<string> FindListProblems(SearchOptions options, int inputs, int vocabularySize)
    {
        if (inputs < 1)
        {
            yield return $"The model has {inputs} rows; a batch needs at least one input.";
        }

        if (Observer is not null && options.StochasticBeam is not null)
        {
            yield return "Observer is set together with StochasticBeam, which settles no token before its end. Leave one of them out.";
        }

        if (SourceLengths is null && (options.MinLengthRatio ?? options.MaxLengthRatio) is not null)
        {
            yield return "MinLengthRatio or MaxLengthRatio is set, but the request has no SourceLengths that they could multiply. Give one per input.";
        }

        for (var i = 0; i < (SourceLengths?.Count ?? 0); i++)
        {
            if (SourceLengths![i] < 0)
            {
                yield return $"SourceLengths[{i}] is {SourceLengths[i]}; it must be at least 0.";
            }
        }

        if (TimeBudget is { } budget && budget <= TimeSpan.Zero)
        {
            yield return $"TimeBudget is {budget}; it must be above zero. Leave it null to set no limit.";
        }

        if (TimeProvider is null)
        {
            yield return "TimeProvider is null; leave it out to take the clock of the system.";
        }

        foreach (var (name, count) in new[]
        {
            ("StartTokens", StartTokens?.Count), ("MaxLengths", MaxLengths?.Count), ("RowKeys", RowKeys?.Count), ("SourceLengths", SourceLengths?.Count), ("Processors", Processors?.Count),
        })
        {
            if (count is { } n && n != inputs)
            {
                yield return $"{name} has {n} entries for {inputs} inputs; give one per input.";
            }
        }

        for (var i = 0; i < (StartTokens?.Count ?? 0); i++)
        {
            if ((uint)StartTokens![i] >= (uint)vocabularySize)
            {
                yield return $"StartTokens[{i}] is {StartTokens[i]}, but the model's tokens go from 0 to {vocabularySize - 1}.";
            }
        }

        for (var i = 0; i < (MaxLengths?.Count ?? 0); i++)
        {
            if (MaxLengths![i] < Math.Max(1, options.MinLength))
            {
                yield return $"MaxLengths[{i}] is {MaxLengths[i]}; it must be at least {Math.Max(1, options.MinLength)}.";
            }
            else if (options.AlternativesAt is { } step && MaxLengths[i] <= step)
            {
                yield return $"MaxLengths[{i}] is {MaxLengths[i]}, but AlternativesAt is {step}: the hypotheses would end before they part. Give it at least {step + 1}.";
            }
        }

        for (var i = 0; i < (Processors?.Count ?? 0); i++)
        {
            foreach (var processor in Processors![i] ?? [])
            {
                if (processor is null || processor.FindProblem(vocabularySize) is not null)
                {
                    yield return $"Processors[{i}]: {processor?.FindProblem(vocabularySize) ?? "a processor is null; leave it out."}";
                }
            }
        }
    }
}
