using System.Text;
using System.Text.Json;
using Seq.Cli.Output;

namespace Seq.Cli.Tests;

/// <summary>Runs a command line in this process.</summary>
internal static class Cli
{
    internal static CliResult Run(params string[] arguments) => RunWithInput("", arguments);

    internal static CliResult RunWithInput(string input, params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var commandLine = new SeqCommandLine(new Terminal(new StringReader(input), output, error));
        var exitCode = commandLine.RunAsync(arguments, CancellationToken.None).GetAwaiter().GetResult();
        return new(exitCode, output.ToString(), error.ToString());
    }
}

/// <summary>What a command left behind.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Error)
{
    /// <summary>Standard output as JSON, one document per line.</summary>
    internal IReadOnlyList<JsonElement> Json =>
        [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>Asserts the exit code; a failure shows what the command said.</summary>
    internal CliResult MustExitWith(int exitCode)
    {
        var said = new StringBuilder().Append("stdout: ").Append(Output).Append("stderr: ").Append(Error);
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode}, expected {exitCode}. {said}");
        return this;
    }
}
