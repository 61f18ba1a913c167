using System.CommandLine;
using System.Diagnostics;
using Seq.Cli.CommandLine;
using Seq.Decoding;

namespace Seq.Cli.Generation;

/// <summary>Options of <c>seq generate</c> that say when an output ends.</summary>
internal sealed class StopCommandOptions() : OptionGroup("Lengths and stops")
{
    private readonly Option<int?> _maxLength = NumberOption.From("--max-length", 1, "Most tokens to generate, end token included. Default: what the bundle says.");

    private readonly Option<int?> _minLength = NumberOption.From("--min-length", 0, "Tokens that must precede the end token. Default: 0.");

    private readonly Option<double?> _maxRatio = NumberOption.Create<double>(
        "--max-length-ratio", "Most tokens to generate per token of the input, rounded up; --max-length holds too.", value => double.IsFinite(value) && value > 0, "a number above 0");

    private readonly Option<double?> _minRatio = NumberOption.Create<double>(
        "--min-length-ratio", "Tokens per token of the input that must precede the end token, rounded up.", value => double.IsFinite(value) && value > 0, "a number above 0");

    private readonly Option<double?> _timeBudget = NumberOption.Create<double>(
        "--time-budget", "Seconds for all inputs together; what there is then is printed, with the finish reason time_limit.",
        value => value > 0 && value <= TimeSpan.MaxValue.TotalSeconds / 2, "a number of seconds above 0");

    /// <summary>Texts that end an output.</summary>
    internal Option<string[]> Stop { get; } = new("--stop")
    {
        HelpName = "TEXT",
        Description = "A text that ends the output and is not in it; may be given many times.",
    };

    internal override IReadOnlyList<Option> Options => [_maxLength, _minLength, .. OfTheHost];

    /// <summary>Those that only the host knows, not the graphs.</summary>
    internal IReadOnlyList<Option> OfTheHost => [_maxRatio, _minRatio, Stop, _timeBudget];

    internal IEnumerable<string> FindProblems(ParseResult parse) =>
        (parse.GetValue(Stop) ?? []).Contains("") ? [$"{Stop.Name} is empty, which would stop before the first character; give a text, or leave it out."] : [];

    /// <summary>The search with its lengths.</summary>
    /// <exception cref="UsageException">The lengths contradict each other, or have no effect on this model.</exception>
    internal SearchOptions Apply(ParseResult parse, SearchOptions search)
    {
        var (most, least) = (parse.GetValue(_maxLength) ?? search.MaxLength, parse.GetValue(_minLength) ?? search.MinLength);
        if (least > most)
        {
            throw new UsageException([$"{_minLength.Name} is {least}, but an output has at most {most} tokens; raise {_maxLength.Name} or lower {_minLength.Name}."]);
        }

        var (mostOfInput, leastOfInput) = (parse.GetValue(_maxRatio), parse.GetValue(_minRatio));
        if (leastOfInput > mostOfInput)
        {
            throw new UsageException([FormattableString.Invariant($"{_minRatio.Name} is {leastOfInput}, above {_maxRatio.Name}, {mostOfInput}; raise {_maxRatio.Name} or lower {_minRatio.Name}.")]);
        }

        if (search.EndTokens.Count == 0 && (least > 0 || leastOfInput is not null))
        {
            var option = least > 0 ? _minLength : (Option)_minRatio;
            throw new UsageException([$"{option.Name} has no effect on a model without an end token; use {_maxLength.Name} for a fixed length."]);
        }

        return search with { MaxLength = most, MinLength = least, MaxLengthRatio = mostOfInput, MinLengthRatio = leastOfInput };
    }

    /// <summary>Starts the clock of the time budget.</summary>
    /// <returns>What is left of it at every call, a trifle at least; null without one.</returns>
    internal Func<TimeSpan?> StartClock(ParseResult parse)
    {
        if (parse.GetValue(_timeBudget) is not { } seconds)
        {
            return () => null;
        }

        var started = Stopwatch.GetTimestamp();
        var budget = TimeSpan.FromSeconds(seconds);
        return () => budget - Stopwatch.GetElapsedTime(started) is var left && left > TimeSpan.Zero ? left : TimeSpan.FromTicks(1);
    }
}
