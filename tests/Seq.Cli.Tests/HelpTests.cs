using System.CommandLine;
using Seq.Cli.CommandLine;
using Seq.Cli.Output;

namespace Seq.Cli.Tests;

public sealed class HelpTests
{
    public static TheoryData<string> Commands => [.. Root().Subcommands.Select(command => command.Name)];

    [Fact]
    public void Help_names_every_command_and_exit_code()
    {
        var help = Cli.Run("--help").MustExitWith(0).Output;

        foreach (var command in Root().Subcommands)
        {
            Assert.Contains($"  {command.Name} ", help, StringComparison.Ordinal);
        }

        Assert.Contains("2 bad usage or input", help, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_documents_its_options_and_gives_examples_that_parse(string name)
    {
        var command = Assert.IsAssignableFrom<DocumentedCommand>(Root().Subcommands.Single(command => command.Name == name));
        var help = Cli.Run(name, "--help").MustExitWith(0).Output;

        Assert.All(command.Options, option => Assert.False(string.IsNullOrWhiteSpace(option.Description)));
        Assert.All(command.Options, option => Assert.Contains(option.Name, help, StringComparison.Ordinal));
        Assert.Contains(command.Options, option => option.Name == "--json");
        Assert.NotEmpty(command.Examples);
        foreach (var example in command.Examples)
        {
            Assert.Contains(example, help, StringComparison.Ordinal);
            Assert.Empty(Root().Parse(example["seq ".Length..].Split(" < ")[0]).Errors);
        }
    }

    [Theory]
    [InlineData("generate")]
    [InlineData("score")]
    public void Options_stand_below_the_heading_of_their_group(string name)
    {
        var command = (DocumentedCommand)Root().Subcommands.Single(command => command.Name == name);
        var lines = Cli.Run(name, "--help").MustExitWith(0).Output.Split('\n').ToList();

        Assert.True(command.Groups.Count > 2);
        for (var i = 0; i < command.Groups.Count; i++)
        {
            var (from, to) = (Heading(i), i + 1 < command.Groups.Count ? Heading(i + 1) : lines.Count);
            Assert.All(command.Groups[i].Options, option => Assert.InRange(lines.FindIndex(line => line.StartsWith($"  {option.Name} ", StringComparison.Ordinal)), from + 1, to - 1));
        }

        int Heading(int group) => Assert.Single(Enumerable.Range(0, lines.Count), line => lines[line] == $" {command.Groups[group].Heading}:");
    }

    [Fact]
    public void The_version_is_that_of_the_assembly() =>
        Assert.Equal($"seq {SeqVersion.Text}\n", Cli.Run("--version").MustExitWith(0).Output);

    [Fact]
    public void An_unexpected_failure_is_called_a_bug_and_keeps_its_trace_to_itself()
    {
        var error = new StringWriter();

        var exitCode = ErrorReport.Write(Thrown(), error);

        Assert.Equal(ExitCode.Bug, exitCode);
        Assert.Contains("bug in Seq", error.ToString(), StringComparison.Ordinal);
        Assert.Contains(nameof(InvalidOperationException), error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error.ToString(), StringComparison.Ordinal);
    }

    private static RootCommand Root() => new SeqCommandLine(new Terminal(TextReader.Null, TextWriter.Null, TextWriter.Null)).Root();

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("nobody expected this");
        }
        catch (InvalidOperationException exception)
        {
            return exception;
        }
    }
}
