using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Seq.Cli.CommandLine;

/// <summary>The library's help, with headings above groups of options, followed by examples and exit codes.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    private const string ExitCodes =
        "Exit codes:\n  0 good, 1 a check failed, 2 bad usage or input, 130 stopped by Ctrl-C or SIGTERM,\n  70 a bug in Seq (SEQ_TRACE=1 prints its stack trace)";

    public override bool ClearsParseErrors => help.ClearsParseErrors;

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command as DocumentedCommand;
        WriteWithHeadings(parseResult, command?.Groups ?? [], output);
        if (command is not null)
        {
            output.WriteLine("Examples:");
            foreach (var example in command.Examples)
            {
                output.WriteLine("  " + example);
            }

            output.WriteLine();
        }

        output.WriteLine(ExitCodes);
        return ExitCode.Good;
    }

    /// <summary>The library lists options in the order in which they were added; a heading comes before the first one of its group.</summary>
    private void WriteWithHeadings(ParseResult parse, IReadOnlyList<OptionGroup> groups, TextWriter output)
    {
        using var plain = new StringWriter { NewLine = "\n" };
        parse.InvocationConfiguration.Output = plain;
        help.Invoke(parse);
        parse.InvocationConfiguration.Output = output;
        var headings = groups.ToDictionary(group => $"  {group.Options[0].Name} ", group => group.Heading, StringComparer.Ordinal);
        foreach (var line in plain.ToString().TrimEnd('\n').Split('\n'))
        {
            foreach (var (option, heading) in headings)
            {
                if (line.StartsWith(option, StringComparison.Ordinal))
                {
                    output.WriteLine();
                    output.WriteLine($" {heading}:");
                }
            }

            output.WriteLine(line);
        }

        output.WriteLine();
    }
}
