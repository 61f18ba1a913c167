using System.CommandLine;
using Seq.Cli.CommandLine;
using Seq.Runtime;

namespace Seq.Cli.Generation;

/// <summary>The options of <c>seq generate</c> that choose a search. One without effect on the chosen search is an error.</summary>
internal sealed class SearchCommandOptions
{
    private readonly BeamCommandOptions _beam = new();
    private readonly SamplingCommandOptions _sampling = new();
    private readonly RuleCommandOptions _rules = new();
    private readonly StopCommandOptions _stops = new();
    private readonly OutputCommandOptions _output;

    private readonly Option<ulong?> _seed = CommonOptions.Seed("With --sample or --stochastic-beam: the same seed gives the same tokens for the same line of input. Default: 0.");

    private readonly Option<bool> _inGraph = new("--in-graph")
    {
        Description = "Decode inside generate-greedy.onnx, generate-beam.onnx (with --beam) or generate-sample.onnx (with --sample), as a host without Seq would.",
    };

    private readonly Option<int?> _alternativesAt = NumberOption.From(
        "--alternatives-at", 0, "With --n-best N: at this place of the output, the first being 0, take the N likeliest tokens and go on with each greedily. --prefix says what stands before it.");

    internal SearchCommandOptions(OutputCommandOptions output) => _output = output;

    internal IReadOnlyList<OptionGroup> Groups => [_beam, _sampling, _rules, _stops];

    /// <summary>The place where the search parts, the seed, and who decodes.</summary>
    internal IReadOnlyList<Option> Others => [_alternativesAt, _seed, _inGraph];

    /// <summary>Options that exclude each other, or have no effect beside the others; one sentence each.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="composition">The other models, of which graphs know nothing.</param>
    internal IEnumerable<string> FindProblems(ParseResult parse, CompositionOptions composition)
    {
        var (sample, stochastic) = (parse.GetValue(_sampling.Sample), parse.GetValue(_beam.Stochastic));
        foreach (var problem in (IEnumerable<string>)[.. _beam.FindProblems(parse), .. _sampling.FindProblems(parse), .. _rules.FindProblems(parse), .. _stops.FindProblems(parse)])
        {
            yield return problem;
        }

        if (!sample && !stochastic && parse.IsGiven(_seed))
        {
            yield return $"{_seed.Name} has no effect without --sample; add --sample or leave {_seed.Name} out.";
        }

        foreach (var problem in FindAlternativeProblems(parse))
        {
            yield return problem;
        }

        if (parse.GetValue(_sampling.Agreement) is { } samples && parse.GetValue(_output.BestCount) > samples)
        {
            yield return $"{_output.BestCount.Name} is {parse.GetValue(_output.BestCount)}, but {_sampling.Agreement.Name} draws {samples}; raise {_sampling.Agreement.Name} or lower {_output.BestCount.Name}.";
        }

        if (parse.IsGiven(_sampling.Agreement) && parse.GetValue(_output.Stream))
        {
            yield return $"{_output.Stream.Name} does not go with {_sampling.Agreement.Name}, which chooses when all outputs are there; leave one of them out.";
        }

        foreach (var option in _beam.Given(parse).Where(_ => sample))
        {
            yield return $"{option.Name} has no effect with --sample; leave one of them out.";
        }

        foreach (var option in ((Option[])[_output.Stream, _stops.Stop]).Where(option => stochastic && parse.IsGiven(option)))
        {
            yield return $"{option.Name} does not go with --stochastic-beam, which settles no token before its end; leave one of them out.";
        }

        IEnumerable<Option> ofTheHost = [_alternativesAt, .. _beam.OfTheHost, .. _sampling.OfTheHost, .. _rules.OfTheHost, .. _stops.OfTheHost, .. _output.OfTheHost, .. composition.Options];
        foreach (var option in ofTheHost.Where(option => parse.GetValue(_inGraph) && parse.IsGiven(option)))
        {
            yield return $"{option.Name} has no effect with --in-graph, whose graph knows nothing of it; leave one of them out.";
        }
    }

    /// <summary>How to generate.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="model">With what.</param>
    /// <param name="composition">The models beside it; null for none.</param>
    /// <exception cref="UsageException">More hypotheses are asked for than the beam holds, or an option has no effect on this model.</exception>
    internal GenerateOptions Read(ParseResult parse, SeqModel model, ModelComposition? composition)
    {
        var seed = parse.GetValue(_seed) ?? 0;
        var search = _stops.Apply(parse, model.DefaultSearch) with
        {
            BeamSize = BeamSize(parse, model),
            HypothesisCount = parse.GetValue(_sampling.Agreement) ?? parse.GetValue(_output.BestCount) ?? 1,
            Sampling = _sampling.Read(parse, seed),
            AlternativesAt = parse.GetValue(_alternativesAt),
        };
        if (search.AlternativesAt >= search.MaxLength)
        {
            throw new UsageException([$"{_alternativesAt.Name} is {search.AlternativesAt}, but an output has at most {search.MaxLength} tokens, the first at 0; lower it."]);
        }

        IReadOnlyList<SeqModel> models = [model, .. composition?.Ensemble ?? []];
        search = _beam.Apply(parse, search, models, seed);
        var explain = parse.GetValue(_output.Explain);
        return new()
        {
            Search = search with
            {
                Processors = [.. search.Processors, .. _rules.Read(parse, model, search)],
                AlternativeCount = parse.GetValue(_output.Alternatives) ?? 0,
                KeepAttention = explain && Attention.IsInAny(models),
            },
            InGraph = parse.GetValue(_inGraph),
            StopTexts = parse.GetValue(_stops.Stop) ?? [],
            Composition = composition,
            UnknownReplacement = parse.GetValue(_output.ReplaceUnknown) ? Replacement(parse, models) : null,
        };
    }

    /// <summary>How many of the outputs that agree best are printed; null where outputs are not ranked by that.</summary>
    internal int? BestByAgreement(ParseResult parse) => parse.IsGiven(_sampling.Agreement) ? parse.GetValue(_output.BestCount) ?? 1 : null;

    /// <inheritdoc cref="StopCommandOptions.StartClock"/>
    internal Func<TimeSpan?> StartClock(ParseResult parse) => _stops.StartClock(parse);

    private int BeamSize(ParseResult parse, SeqModel model)
    {
        var isGreedy = parse.GetValue(_sampling.Sample) || parse.IsGiven(_alternativesAt); // Each hypothesis by itself.
        var count = parse.GetValue(_output.BestCount) ?? 1;
        var beam = isGreedy ? 1 : parse.GetValue(_beam.Beam) ?? (parse.GetValue(_inGraph) ? 1 : model.DefaultSearch.BeamSize);
        return isGreedy || count <= beam
            ? beam
            : throw new UsageException([$"--n-best is {count}, but the beam holds {beam}; use --beam {count} or more, or --sample for independent samples."]);
    }

    private IEnumerable<string> FindAlternativeProblems(ParseResult parse)
    {
        if (!parse.IsGiven(_alternativesAt))
        {
            yield break;
        }

        if ((parse.GetValue(_output.BestCount) ?? 1) == 1)
        {
            yield return $"{_alternativesAt.Name} has no effect without {_output.BestCount.Name} 2 or more; add it or leave {_alternativesAt.Name} out.";
        }

        foreach (var option in ((Option[])[_sampling.Sample, _beam.Stochastic]).Where(parse.IsGiven).Concat(parse.GetValue(_beam.Beam) > 1 ? [_beam.Beam] : []))
        {
            yield return $"{_alternativesAt.Name} does not go with {option.Name}, for it is greedy search that parts there; leave one of them out.";
        }
    }

    private UnknownReplacement Replacement(ParseResult parse, IReadOnlyList<SeqModel> models)
    {
        if (models[0].TargetVocabulary.Special.Unknown is null || !Attention.IsInAny(models))
        {
            throw new UsageException([$"{_output.ReplaceUnknown.Name} needs attention and an unknown token, and {models[0].BundlePath} does not have both; leave it out."]);
        }

        return new() { Dictionary = parse.GetValue(_output.Dictionary) is { } path ? WordDictionary.Read(path) : null };
    }
}
