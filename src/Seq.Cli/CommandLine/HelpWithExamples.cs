using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Seq.Cli.CommandLine;

/// <summary>The library's help, followed by examples and exit codes.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    private const string ExitCodes =
        "Exit codes:\n  0 good, 1 a check failed, 2 bad usage or input, 130 stopped by Ctrl-C or SIGTERM,\n  70 a bug in Seq (SEQ_TRACE=1 prints its stack trace)";

    public override bool ClearsParseErrors => help.ClearsParseErrors;

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is DocumentedCommand command)
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
}
