using System.CommandLine;
using System.CommandLine.Help;
using Seq.Cli.CommandLine;
using Seq.Cli.Commands;
using Seq.Cli.Output;

namespace Seq.Cli;

/// <summary>The whole command line: parses it, runs the command it names, and turns every failure into one message and an exit code.</summary>
internal sealed class SeqCommandLine(Terminal terminal)
{
    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">The words after <c>seq</c>.</param>
    /// <param name="cancellationToken">Asks the command to stop cleanly.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    internal async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        try
        {
            // An input may begin with @, so response files are off.
            var parse = Root().Parse(arguments, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
            if (parse.Errors.Count > 0 && parse.Action is not { ClearsParseErrors: true })
            {
                ErrorReport.Write(ParseProblems.Describe(parse), terminal.Error);
                return ExitCode.BadInput;
            }

            var configuration = new InvocationConfiguration
            {
                Output = terminal.Output,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // The host listens to the signals.
            };
            return await parse.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The last stop before the user: whatever it is, it becomes a message.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await terminal.Output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            return ErrorReport.Write(exception, terminal.Error);
        }
        finally
        {
            await terminal.Output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            await terminal.Error.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    internal RootCommand Root()
    {
        var root = new RootCommand("Seq: train recurrent sequence models in TorchSharp, export them to ONNX, decode them anywhere.")
        {
            new DemoCommand(terminal),
            new DataCommand(terminal),
            new TrainCommand(terminal),
            new ExportCommand(terminal),
            new GenerateCommand(terminal),
            new ScoreCommand(terminal),
            new ClassifyCommand(terminal),
            new TagCommand(terminal),
            new EvalCommand(terminal),
            new ParityCommand(terminal),
            new VerifyCommand(terminal),
            new InspectCommand(terminal),
            new ReportCommand(terminal),
        };
        foreach (var option in root.Options)
        {
            option.Action = option switch
            {
                HelpOption help => new HelpWithExamples((HelpAction)help.Action!),
                VersionOption => new SeqVersion(),
                _ => option.Action,
            };
        }

        return root;
    }
}
