using System.Text;
using Spectre.Console;

namespace Seq.Cli.Output;

/// <summary>Where a command reads and writes: standard output for results, standard error for messages.</summary>
internal sealed class Terminal
{
    private const int PlainWidth = 120;

    /// <summary>Creates a terminal over given streams.</summary>
    /// <param name="input">What <c>-</c> reads.</param>
    /// <param name="output">Results.</param>
    /// <param name="error">Messages.</param>
    /// <param name="isLive">Whether a person watches the output, so that lines may be drawn over.</param>
    internal Terminal(TextReader input, TextWriter output, TextWriter error, bool isLive = false)
    {
        (Input, Output, Error, IsLive) = (input, output, error, isLive);
    }

    internal TextReader Input { get; }

    internal TextWriter Output { get; }

    internal TextWriter Error { get; }

    internal bool IsLive { get; }

    /// <summary>The process' own streams, in UTF-8 whatever the locale says.</summary>
    internal static Terminal OfProcess()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        return new(
            new StreamReader(Console.OpenStandardInput(), strict),
            new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = !Console.IsOutputRedirected },
            new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true },
            isLive: !Console.IsOutputRedirected);
    }

    /// <summary>A console for tables and progress: colours on a terminal, plain text elsewhere.</summary>
    internal IAnsiConsole CreateConsole()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Output),
            Ansi = IsLive ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = IsLive ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = IsLive ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!IsLive)
        {
            console.Profile.Width = PlainWidth;
        }

        return console;
    }

    /// <summary>Writes a table.</summary>
    internal void Write(Table table) => CreateConsole().Write(table);
}
