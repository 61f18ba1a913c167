namespace Seq.Cli.CommandLine;

/// <summary>How the command was called, for what it proposes next.</summary>
internal static class CommandName
{
    /// <summary>As a checkout's script says; elsewhere <c>seq</c>, which alone is another program of most systems.</summary>
    internal static string Text => Environment.GetEnvironmentVariable("SEQ_COMMAND") is { Length: > 0 } called ? called : "seq";
}
