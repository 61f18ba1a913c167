using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Seq.Cli.Tests;

/// <summary>The command as a process of its own, which signals can reach.</summary>
internal sealed class SeqProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    private SeqProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(_error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    internal bool IsRunning => !_process.HasExited;

    internal string Output => Text(_output);

    internal string Error => Text(_error);

    internal static SeqProcess Start(params string[] arguments) => Start(arguments, environment: []);

    internal static SeqProcess Start(string[] arguments, params (string Name, string Value)[] environment)
    {
        // A shell starts what runs in its background with SIGINT ignored, and a process inherits that: give the signal back its meaning.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "seq.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!);
    }

    /// <summary>Runs to the end.</summary>
    internal static async Task<CliResult> Run(params string[] arguments)
    {
        using var process = Start(arguments);
        return await process.End();
    }

    /// <summary>Sends a signal, by its name: <c>INT</c>, <c>TERM</c>, <c>KILL</c>.</summary>
    internal async Task Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits until something is so, as long as the process lives.</summary>
    internal async Task WaitUntil(Func<bool> isSo)
    {
        var waited = Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.True(IsRunning && waited.Elapsed < Patience, $"It ended or hung before its time. stdout: {Output} stderr: {Error}");
            await Task.Delay(10);
        }
    }

    /// <summary>Waits for the end.</summary>
    internal async Task<CliResult> End()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return new(_process.ExitCode, Output, Error);
    }

    public void Dispose()
    {
        if (IsRunning)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static void Append(StringBuilder text, string? line)
    {
        lock (text)
        {
            _ = line is null ? text : text.Append(line).Append('\n');
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
