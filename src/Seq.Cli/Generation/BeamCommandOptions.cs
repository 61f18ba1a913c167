using System.CommandLine;
using Seq.Cli.CommandLine;
using Seq.Decoding;
using Seq.Runtime;

namespace Seq.Cli.Generation;

/// <summary>Options of <c>seq generate</c> that say how a beam goes.</summary>
internal sealed class BeamCommandOptions() : OptionGroup("Beam search")
{
    private readonly Option<LengthPenalty?> _lengthPenalty = LengthPenaltyOption.Create();

    private readonly Option<float?> _coverage = NumberOption.Create<float>(
        "--coverage-penalty", "What hypotheses lose for source positions that they have hardly looked at, for models with attention: the weight, 0.2 is usual. Default: 0.",
        value => float.IsFinite(value) && value >= 0, "a number of at least 0");

    private readonly Option<string> _earlyStopping = ChoiceOption.Create(
        "--early-stopping", "When an input is done: when nothing better is possible, when as many hypotheses as the beam holds have ended, or by a heuristic in between.", "never", "true", "false");

    private readonly Option<double?> _patience = NumberOption.Create<double>(
        "--patience", "With --early-stopping true: stop after this many times as many ended hypotheses. Default: 1.", value => double.IsFinite(value) && value > 0, "a number above 0");

    private readonly Option<int?> _groups = NumberOption.From("--groups", 2, "Divide the beam into so many groups, which avoid each other's tokens. Needs --diversity.");

    private readonly Option<double?> _diversity = NumberOption.Create<double>(
        "--diversity", "With --groups: what a token loses for each hypothesis of an earlier group that takes it at the same step.", value => double.IsFinite(value) && value > 0, "a number above 0");

    private readonly Option<bool> _stochastic = new("--stochastic-beam") { Description = "Draw the hypotheses of the beam at random, no two alike." };

    /// <summary>How many hypotheses live.</summary>
    internal Option<int?> Beam { get; } = NumberOption.From("--beam", 1, "Live hypotheses per input; 1 is greedy search. Default: what the bundle says. The other options of this group need 2 or more.");

    internal override IReadOnlyList<Option> Options => [Beam, _lengthPenalty, _coverage, _earlyStopping, _patience, _groups, _diversity, _stochastic];

    /// <summary>Those that only the host knows, not the graph generate-beam.</summary>
    internal IReadOnlyList<Option> OfTheHost => [_earlyStopping, _patience, _groups, _diversity, _stochastic];

    /// <summary>Whether hypotheses are drawn at random.</summary>
    internal Option<bool> Stochastic => _stochastic;

    internal IEnumerable<string> FindProblems(ParseResult parse) =>
    [
        .. FindWithout(parse, parse.GetValue(_earlyStopping) == "true", $"{_earlyStopping.Name} true", _patience),
        .. FindWithout(parse, parse.IsGiven(_diversity), _diversity.Name, _groups),
        .. FindWithout(parse, parse.IsGiven(_groups), _groups.Name, _diversity),
        .. FindBeside(parse, _stochastic, "which goes on until its hypotheses, all different, have ended", _earlyStopping, _groups),
    ];

    /// <summary>The search with what the options say about a beam.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="search">The search; its beam and the number of hypotheses are chosen.</param>
    /// <param name="models">What the search is for: the model, and those averaged with it.</param>
    /// <param name="seed">Of the stochastic beam.</param>
    /// <exception cref="UsageException">An option has no effect on this search or this model.</exception>
    internal SearchOptions Apply(ParseResult parse, SearchOptions search, IReadOnlyList<SeqModel> models, ulong seed)
    {
        UsageException.ThrowIfAny(FindProblems(parse, search, models));
        return search with
        {
            LengthPenalty = parse.GetValue(_lengthPenalty) ?? search.LengthPenalty,
            CoveragePenalty = CoveragePenalty.Wu(parse.GetValue(_coverage) ?? 0),
            EarlyStopping = parse.GetValue(_earlyStopping) switch
            {
                "true" => EarlyStopping.WhenBeamFull,
                "false" => EarlyStopping.Heuristic,
                _ => EarlyStopping.WhenNoBetterPossible,
            },
            Patience = parse.GetValue(_patience) ?? 1,
            BeamGroups = parse.GetValue(_groups) ?? 1,
            DiversityPenalty = parse.GetValue(_diversity) ?? 0,
            StochasticBeam = parse.GetValue(_stochastic) ? new() { Seed = seed } : null,
        };
    }

    private IEnumerable<string> FindProblems(ParseResult parse, SearchOptions search, IReadOnlyList<SeqModel> models)
    {
        foreach (var option in Given(parse).Where(option => option != Beam && search.BeamSize == 1))
        {
            yield return $"{option.Name} has no effect without a beam; use --beam 2 or more, or leave {option.Name} out.";
        }

        if (parse.GetValue(_coverage) > 0 && !Attention.IsInAny(models))
        {
            yield return $"{_coverage.Name} needs attention, which {models[0].BundlePath} has not; leave it out.";
        }

        var groups = parse.GetValue(_groups) ?? 1;
        if (search.BeamSize > 1 && search.BeamSize % groups != 0)
        {
            yield return $"{_groups.Name} is {groups}, into which a beam of {search.BeamSize} does not divide; make --beam a multiple.";
        }
        else if (parse.GetValue(_patience) is { } patience && Math.Round(search.BeamSize / groups * patience, MidpointRounding.AwayFromZero) * groups < search.HypothesisCount)
        {
            yield return FormattableString.Invariant($"{_patience.Name} is {patience}, which stops a beam of {search.BeamSize} before --n-best, {search.HypothesisCount}, have ended; raise it or lower --n-best.");
        }
    }
}
