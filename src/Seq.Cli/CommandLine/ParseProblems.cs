using System.CommandLine;
using System.CommandLine.Parsing;

namespace Seq.Cli.CommandLine;

/// <summary>Turns the errors of a command line into one message that names the cure.</summary>
internal static class ParseProblems
{
    internal static string Describe(ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        if (command is RootCommand)
        {
            var names = string.Join(", ", command.Subcommands.Select(subcommand => subcommand.Name));
            var first = parse.UnmatchedTokens.Count == 0 ? "No command is given." : $"'{parse.UnmatchedTokens[0]}' is no command.";
            return $"{first} Commands: {names}. Run `seq --help` for what each of them does.";
        }

        // One word can be reported from several angles; each sentence is said once.
        var problems = MissingArguments(parse).Concat(parse.Errors.Where(error => !IsMissingArgument(error)).Select(Sentence));
        string[] file = parse.UnmatchedTokens.Count > 0 && command.Options.Any(option => option.Name == "--report-json") && parse.Tokens.Any(token => token.Value == "--json")
            ? ["--json prints the report and takes no file; --report-json FILE writes one."]
            : [];
        problems = problems.Concat(file);
        return $"{string.Join(" ", problems.Distinct(StringComparer.Ordinal))} Run `seq {Path(command)} --help` for its arguments and options.";
    }

    /// <summary>The words that lead to a command: <c>data get</c>.</summary>
    private static string Path(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault(parent => parent is not RootCommand) is { } parent ? $"{Path(parent)} {command.Name}" : command.Name;

    private static IEnumerable<string> MissingArguments(ParseResult parse) =>
        from argument in parse.CommandResult.Command.Arguments
        where argument.Arity.MinimumNumberOfValues > 0 && parse.GetResult(argument) is not { Tokens.Count: > 0 }
        select $"{argument.HelpName ?? argument.Name} is missing.";

    private static bool IsMissingArgument(ParseError error) => error.SymbolResult is ArgumentResult { Parent: CommandResult, Tokens.Count: 0 };

    private static string Sentence(ParseError error) => error.Message.ReplaceLineEndings(" ").Trim();
}
