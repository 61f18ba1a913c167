using System.CommandLine;

namespace Seq.Cli.CommandLine;

/// <summary>Options that belong together; the help lists them under a heading.</summary>
internal abstract class OptionGroup(string heading)
{
    internal string Heading { get; } = heading;

    /// <summary>The options, in the order of the help.</summary>
    internal abstract IReadOnlyList<Option> Options { get; }

    /// <summary>Those of the options that stand on the command line.</summary>
    internal IEnumerable<Option> Given(ParseResult parse) => Options.Where(parse.IsGiven);

    /// <summary>Options that are nothing without another, which is not there: one sentence for each that is given.</summary>
    private protected static IEnumerable<string> FindWithout(ParseResult parse, bool isThere, string needed, params Option[] options) =>
        options.Where(option => !isThere && parse.IsGiven(option)).Select(option => $"{option.Name} has no effect without {needed}; add {needed} or leave {option.Name} out.");

    /// <summary>Options that do not go with another one: one sentence for each that is given.</summary>
    private protected static IEnumerable<string> FindBeside(ParseResult parse, Option other, string reason, params Option[] options) =>
        options.Where(option => parse.IsGiven(other) && parse.IsGiven(option)).Select(option => $"{option.Name} does not go with {other.Name}, {reason}; leave one of them out.");
}
