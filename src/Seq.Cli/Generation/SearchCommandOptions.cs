using System.CommandLine;
using Seq.Cli.CommandLine;
using Seq.Decoding;
using Seq.Decoding.Processors;

namespace Seq.Cli.Generation;

/// <summary>The options of <c>seq generate</c> that choose a search. One without effect on the chosen search is an error.</summary>
internal sealed class SearchCommandOptions
{
    private readonly Option<int?> _beam = NumberOption.From("--beam", 1, "Live hypotheses per input; 1 is greedy search. Default: what the bundle says.");

    private readonly Option<bool> _sample = new("--sample") { Description = "Draw tokens at random instead of taking the likeliest." };

    private readonly Option<float?> _temperature = NumberOption.Create<float>(
        "--temperature", "With --sample: what logits are divided by; below 1 sharpens, above 1 flattens. Default: 1.",
        value => float.IsFinite(value) && value > 0, "a number above 0");

    private readonly Option<int?> _topK = NumberOption.From("--top-k", 1, "With --sample: how many of the likeliest tokens stay. Default: all.");

    private readonly Option<float?> _topP = NumberOption.Create<float>(
        "--top-p", "With --sample: the share of probability that stays, likeliest tokens first. Default: 1, all.",
        value => value is > 0 and <= 1, "a number above 0 and at most 1");

    private readonly Option<ulong?> _seed = CommonOptions.Seed("With --sample: the same seed gives the same tokens for the same line of input. Default: 0.");

    private readonly Option<int?> _maxLength = NumberOption.From("--max-length", 1, "Most tokens to generate, end token included. Default: what the bundle says.");

    private readonly Option<int?> _minLength = NumberOption.From("--min-length", 0, "Tokens that must precede the end token. Default: 0.");

    private readonly Option<float?> _repetition = NumberOption.Create<float>(
        "--repetition-penalty", "What the logits of tokens that a hypothesis already has are divided by, or multiplied with below 0. Default: 1, none.",
        value => float.IsFinite(value) && value >= 1, "a number of at least 1");

    private readonly Option<float?> _presence = NumberOption.Create<float>(
        "--presence-penalty", "What tokens that a hypothesis already has lose. Default: 0.", float.IsFinite, "a number");

    private readonly Option<float?> _frequency = NumberOption.Create<float>(
        "--frequency-penalty", "What tokens lose for each time that a hypothesis already has them. Default: 0.", float.IsFinite, "a number");

    private readonly Option<LengthPenalty?> _lengthPenalty = LengthPenaltyOption.Create();

    private readonly Option<float?> _coverage = NumberOption.Create<float>(
        "--coverage-penalty", "What hypotheses lose for source positions that they have hardly looked at, for models with attention: the weight, 0.2 is usual. Default: 0.",
        value => float.IsFinite(value) && value >= 0, "a number of at least 0");

    internal Option<int?> BestCount { get; } = NumberOption.From(
        "--n-best", 1, "Hypotheses to print per input, best first: at most --beam, or as many independent samples. Default: 1.");

    internal Option<bool> InGraph { get; } = new("--in-graph")
    {
        Description = "Decode inside generate-greedy.onnx, generate-beam.onnx (with --beam) or generate-sample.onnx (with --sample), as a host without Seq would.",
    };

    internal void AddTo(Command command)
    {
        foreach (var option in (Option[])[_beam, BestCount, _sample, _temperature, _topK, _topP, _seed, _maxLength, _minLength, _repetition, _presence, _frequency, _lengthPenalty, _coverage, InGraph])
        {
            command.Add(option);
        }
    }

    /// <summary>Options that exclude each other, or have no effect beside the others; one sentence each.</summary>
    internal IEnumerable<string> FindClashes(ParseResult parse)
    {
        var sample = parse.GetValue(_sample);
        foreach (var option in ((Option[])[_temperature, _topK, _topP, _seed]).Where(option => !sample && parse.IsGiven(option)))
        {
            yield return $"{option.Name} has no effect without --sample; add --sample or leave {option.Name} out.";
        }

        if (sample && parse.IsGiven(_beam))
        {
            yield return "--beam has no effect with --sample; leave one of them out.";
        }
    }

    /// <summary>The search that the options ask for.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="defaults">What the bundle says.</param>
    /// <exception cref="UsageException">More hypotheses are asked for than the beam holds, or a length penalty for no beam.</exception>
    internal SearchOptions Read(ParseResult parse, SearchOptions defaults)
    {
        var sample = parse.GetValue(_sample);
        var count = parse.GetValue(BestCount) ?? 1;
        var beam = sample ? 1 : parse.GetValue(_beam) ?? (parse.GetValue(InGraph) ? 1 : defaults.BeamSize);
        if (!sample && count > beam)
        {
            throw new UsageException([$"--n-best is {count}, but the beam holds {beam}; use --beam {count} or more, or --sample for independent samples."]);
        }

        if (beam == 1 && parse.IsGiven(_lengthPenalty))
        {
            throw new UsageException([$"{_lengthPenalty.Name} has no effect without a beam; use --beam 2 or more, or leave {_lengthPenalty.Name} out."]);
        }

        return defaults with
        {
            BeamSize = beam,
            HypothesisCount = count,
            MaxLength = parse.GetValue(_maxLength) ?? defaults.MaxLength,
            MinLength = parse.GetValue(_minLength) ?? defaults.MinLength,
            LengthPenalty = parse.GetValue(_lengthPenalty) ?? defaults.LengthPenalty,
            CoveragePenalty = CoveragePenalty.Wu(parse.GetValue(_coverage) ?? 0),
            Processors = [.. defaults.Processors, .. Penalties(parse)],
            Sampling = sample ? Sampling(parse) : null,
        };
    }

    /// <summary>The penalties that are given, in the order in which the graphs apply them too.</summary>
    private IEnumerable<ILogitsProcessor> Penalties(ParseResult parse)
    {
        if (parse.GetValue(_repetition) is { } theta)
        {
            yield return new RepetitionPenalty(theta);
        }

        if (parse.GetValue(_presence) is { } presence)
        {
            yield return new PresencePenalty(presence);
        }

        if (parse.GetValue(_frequency) is { } frequency)
        {
            yield return new FrequencyPenalty(frequency);
        }
    }

    private SamplingOptions Sampling(ParseResult parse) => new()
    {
        Temperature = parse.GetValue(_temperature) ?? 1f,
        TopK = parse.GetValue(_topK),
        TopP = parse.GetValue(_topP),
        Seed = parse.GetValue(_seed) ?? 0,
    };
}
