using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Seq.Trials.Fuzzing;

/// <summary>Runs a worker, watches its time and memory, and says what became of each case, also when the worker does not live to say so.</summary>
internal sealed class FuzzProcess(Func<IReadOnlyList<int>, ProcessStartInfo> start)
{
    private static readonly TimeSpan Watch = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestTick = TimeSpan.FromSeconds(2);

    /// <summary>Most memory of a worker, in bytes. A tiny model takes some 150 MB with runtime and all; a gigabyte more has no good reason.</summary>
    internal long MaxBytes { get; init; } = 1_500_000_000;

    /// <summary>Longest time of one case: of the processor, and by the clock on a machine that has other work.</summary>
    internal TimeSpan MaxProcessorTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <inheritdoc cref="MaxProcessorTime"/>
    internal TimeSpan MaxTime { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>Most memory that a worker held.</summary>
    internal long PeakBytes { get; private set; }

    /// <summary>Tries the cases, each once, in as many processes as it takes.</summary>
    internal async Task Run(IReadOnlyList<int> cases, Func<int, (string Change, bool Fits)> describe, Action<FuzzOutcome> report)
    {
        var open = cases.ToList();
        while (open.Count > 0)
        {
            var (running, end, detail) = await RunOnce(open, outcome =>
            {
                open.Remove(outcome.Index);
                report(outcome);
            }).ConfigureAwait(false);
            if (open.Count > 0)
            {
                // The case that was running, or, when the process died before its first, that one: nothing is tried for ever.
                var index = running ?? open[0];
                open.Remove(index);
                var (change, fits) = describe(index);
                report(new(index, change, fits, end, detail));
            }
        }
    }

    private async Task<(int? Running, string End, string Detail)> RunOnce(IReadOnlyList<int> cases, Action<FuzzOutcome> report)
    {
        using var process = Process.Start(start(cases)) ?? throw new InvalidOperationException("The worker did not start.");
        int? running = null;
        var (waited, begun) = (TimeSpan.Zero, TimeSpan.Zero);
        string? killedFor = null;
        var errors = process.StandardError.ReadToEndAsync();
        var reading = Task.Run(async () =>
        {
            while (await process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
            {
                if (line.StartsWith(FuzzWorker.Begin, StringComparison.Ordinal))
                {
                    (waited, begun) = (TimeSpan.Zero, ProcessorTime(process));
                    running = int.Parse(line.Split('\t')[1], CultureInfo.InvariantCulture);
                }
                else if (FuzzOutcome.Parse(line) is { } outcome)
                {
                    running = null;
                    report(outcome);
                }
            }
        });
        while (!process.HasExited && killedFor is null)
        {
            var tick = Stopwatch.GetTimestamp();
            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(Watch)).ConfigureAwait(false);

            // A pause of the whole machine or of this process is not the worker's fault.
            waited += Stopwatch.GetElapsedTime(tick) is var gone && gone < LongestTick ? gone : LongestTick;
            PeakBytes = Math.Max(PeakBytes, WorkingSet(process));
            killedFor = WorkingSet(process) > MaxBytes ? FuzzOutcome.Memory
                : waited > MaxTime || ProcessorTime(process) - begun > MaxProcessorTime ? FuzzOutcome.Hang
                : null;
        }

        if (killedFor is not null)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync().ConfigureAwait(false);
        await reading.ConfigureAwait(false);
        var error = (await errors.ConfigureAwait(false)).Trim();
        return (running, killedFor ?? FuzzOutcome.Crash, killedFor is null ? $"exit code {process.ExitCode}: {FirstLine(error)}" : "");
    }

    private static string FirstLine(string text) => text.Split('\n')[0] is var line && line.Length > 200 ? line[..200] : line;

    private static long WorkingSet(Process process) => WhileItLives(process, static process => process.WorkingSet64);

    private static TimeSpan ProcessorTime(Process process) => WhileItLives(process, static process => process.TotalProcessorTime);

    // Of a process that ends meanwhile, and is told as such a moment later, nothing is known: either exception says so.
    private static T WhileItLives<T>(Process process, Func<Process, T> measure)
        where T : struct
    {
        try
        {
            process.Refresh();
            return measure(process);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            return default;
        }
    }
}
