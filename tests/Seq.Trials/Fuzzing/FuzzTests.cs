using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using Seq.Tests;

namespace Seq.Trials.Fuzzing;

/// <summary>A short form of eng/fuzz.sh.</summary>
public sealed class FuzzTests
{
    private const int Seed = 20;

    [Fact]
    public async Task Damaged_bundles_end_in_a_typed_error_or_decode()
    {
        const int Count = 300;
        var outcomes = new ConcurrentBag<FuzzOutcome>();

        await FuzzRun.Run(Seed, workers: 2, new(Enumerable.Range(0, Count).Chunk(Count / 2)), outcomes.Add);

        Assert.Equal(Enumerable.Range(0, Count), outcomes.Select(outcome => outcome.Index).Order());
        Assert.DoesNotContain(outcomes, outcome => outcome.IsFailure);
        Assert.Contains(outcomes, outcome => outcome.End == FuzzOutcome.Refused);
        Assert.Contains(outcomes, outcome => outcome.End == FuzzOutcome.RefusedByRuntime); // Else the graphs were not reached.
        Assert.Contains(outcomes, outcome => outcome.End == FuzzOutcome.Decoded);
        Assert.Contains(outcomes, outcome => outcome.Verified == FuzzOutcome.Sound);
        Assert.Contains(outcomes, outcome => outcome.Verified == FuzzOutcome.Otherwise);
    }

    [Fact]
    public void The_same_seed_gives_the_same_damage_and_another_index_another()
    {
        using var folder = new TemporaryFolder();
        BaseBundles.Write(folder["bases"]);
        var bases = BaseBundles.Read(folder["bases"]);
        string Fingerprint(int index)
        {
            new DamagedBundle(bases, Seed, index).Write(folder["case"]);
            return string.Join(' ', Directory.EnumerateFiles(folder["case"]).Order(StringComparer.Ordinal)
                .Select(file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))));
        }

        var first = Enumerable.Range(0, 20).Select(Fingerprint).ToList();

        Assert.Equal(first, Enumerable.Range(0, 20).Select(Fingerprint));
        Assert.Equal(20, first.Distinct().Count());
    }

    [Theory]
    [InlineData("kill -SEGV $$", FuzzOutcome.Crash)]
    [InlineData("sleep 60", FuzzOutcome.Hang)]
    [InlineData("exec tail < <(head -c 400000000 /dev/zero; sleep 60)", FuzzOutcome.Memory)]
    public async Task A_worker_that_dies_waits_or_swells_is_counted_and_the_others_go_on(string deed, string end)
    {
        // The worker says which case begins; the first one does the deed, any other ends well.
        var script = $"case=$1; printf 'begin\\t%s\\n' $case; if [ $case = 0 ]; then {deed}; fi; printf '%s\\tnone\\tTrue\\tdecoded\\t\\n' $case";
        FuzzProcess Watched(int time) => new(cases => new ProcessStartInfo("bash", ["-c", script, "worker", $"{cases[0]}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })
        {
            MaxBytes = 100_000_000,
            MaxTime = TimeSpan.FromSeconds(time),
        };
        var outcomes = new List<FuzzOutcome>();

        await Watched(time: end == FuzzOutcome.Hang ? 1 : 60).Run([0], _ => ("planted", true), outcomes.Add);
        await Watched(time: 60).Run([1], _ => ("planted", true), outcomes.Add);

        Assert.Equal([end, FuzzOutcome.Decoded], outcomes.Select(outcome => outcome.End));
        Assert.Equal("planted", outcomes[0].Change);
    }
}
