using System.Diagnostics;
using System.Text.Json;

namespace Seq.Bench.Measuring;

/// <summary>A peer in a process of its own, that answers each command with a line of JSON. It waits while others are measured.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process _process;

    private Peer(Process process, JsonElement hello)
    {
        _process = process;
        Hello = hello;
    }

    /// <summary>What it said of itself first.</summary>
    internal JsonElement Hello { get; }

    /// <summary>Starts a peer.</summary>
    /// <param name="program">The interpreter.</param>
    /// <param name="arguments">Script and arguments.</param>
    /// <param name="environment">Variables to set on top of ours.</param>
    /// <returns>The peer; null when it could not start, because it is not installed for example.</returns>
    internal static Peer? TryStart(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            var process = Process.Start(start)!;
            var hello = process.StandardOutput.ReadLine();
            return hello is null ? null : new(process, JsonDocument.Parse(hello).RootElement);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Sends a command and waits for its answer.</summary>
    internal JsonElement Ask(string command)
    {
        _process.StandardInput.WriteLine(command);
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"The peer ended instead of answering '{command}'.");
        return JsonDocument.Parse(answer).RootElement;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5_000))
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
