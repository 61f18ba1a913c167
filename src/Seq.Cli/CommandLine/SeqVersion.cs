using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace Seq.Cli.CommandLine;

/// <summary>What <c>--version</c> prints.</summary>
internal sealed class SeqVersion : SynchronousCommandLineAction
{
    /// <summary>The version with the commit it was built from, for example <c>0.1.0+4d869ac…</c>.</summary>
    internal static string Text { get; } =
        typeof(SeqVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"seq {Text}");
        return ExitCode.Good;
    }
}
