using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Seq.Cli.Output;

namespace Seq.Cli.Parity;

/// <summary>Runs a comparison in a process of its own, so that the end of that process by native code is a finding and not the end of this one.</summary>
internal static class ParityProcess
{
    private const int TailLines = 40;
    private static readonly Dictionary<int, string> Signals = new() { [4] = "SIGILL", [6] = "SIGABRT", [7] = "SIGBUS", [8] = "SIGFPE", [9] = "SIGKILL", [11] = "SIGSEGV", [15] = "SIGTERM" };

    /// <summary>What came of it: a report, or the exit code and message of a failure that was understood, or the record of a crash.</summary>
    internal sealed record Outcome(ParityReport? Report, int ExitCode, string Error, CrashRecord? Crash);

    /// <summary>The command line of this program.</summary>
    internal static (string File, string[] Arguments) Self()
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, "seq.dll");
        var host = Environment.ProcessPath ?? "dotnet";
        return Path.GetFileNameWithoutExtension(host) == "dotnet" && File.Exists(assembly) ? (host, ["exec", assembly]) : (host, []);
    }

    /// <summary>Runs a command that is to write a report to a file.</summary>
    /// <param name="file">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="reportPath">Where it leaves the report, as JSON.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    internal static async Task<Outcome> RunAsync(string file, IReadOnlyList<string> arguments, string reportPath, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        using var process = Start(start);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        await output.ConfigureAwait(false);
        var said = await error.ConfigureAwait(false);
        return Read(process.ExitCode, said, reportPath);
    }

    private static Outcome Read(int exitCode, string said, string reportPath)
    {
        if (exitCode is ExitCode.Good or ExitCode.FailedCheck && File.Exists(reportPath))
        {
            var report = JsonSerializer.Deserialize(File.ReadAllBytes(reportPath), Json.Lines.ParityReport)!;
            return new(report, exitCode, said, null);
        }

        if (exitCode is ExitCode.BadInput or ExitCode.Stopped)
        {
            return new(null, exitCode, said, null);
        }

        var summary = exitCode > 128 && Signals.TryGetValue(exitCode - 128, out var signal)
            ? $"The process was ended by {signal} (exit code {exitCode})"
            : string.Create(CultureInfo.InvariantCulture, $"The process ended with exit code {exitCode} and left no report");
        return new(null, exitCode, said, new(exitCode, summary, Tail(said)));
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new IOException($"The process that compares cannot be started: {start.FileName}: {exception.Message}. Use --in-process.", exception);
        }
    }

    private static string Tail(string text)
    {
        var lines = text.TrimEnd().Split('\n');
        return new StringBuilder().AppendJoin('\n', lines.TakeLast(TailLines)).ToString();
    }
}
