using System.Globalization;

namespace Seq.Runtime.Tests;

/// <summary>Runs when no other test does, for memory belongs to the whole process.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>What thousands of calls leave behind.</summary>
[Collection(nameof(Alone))]
public sealed class MemoryTests(Bundles bundles) : IClassFixture<Bundles>
{
    [Fact]
    public void Memory_does_not_grow_over_thousands_of_decodes()
    {
        using var model = SeqModel.Open(bundles.Attention);
        var random = new Random(52);
        var beam = new GenerateOptions { Search = model.DefaultSearch with { BeamSize = 3 } };
        void Decode(int count)
        {
            for (var i = 0; i < count; i++)
            {
                var sources = Bundles.Sources(random.Next(1, 9), seed: random.Next());
                model.GenerateTokensBatch(sources, i % 3 == 0 ? beam : null);
                if (i % 20 == 0)
                {
                    model.GenerateTokensBatch(sources, new() { InGraph = true });
                    using var cancellation = new CancellationTokenSource(TimeSpan.FromMicroseconds(200));
                    try
                    {
                        model.GenerateTokensBatch(sources, null, cancellation.Token);
                    }
                    catch (OperationCanceledException)
                    {
                        // The point is what it leaves behind.
                    }
                }
            }
        }

        // Heaps settle in jumps, a leak grows in every round: one small tensor (4 kB) left behind per decode would be 2 MB each time.
        Decode(400);
        var sizes = new List<long> { ResidentBytes() };
        for (var round = 0; round < 4; round++)
        {
            Decode(500);
            sizes.Add(ResidentBytes());
        }

        Assert.InRange(sizes.Zip(sizes.Skip(1), (before, after) => after - before).Min(), long.MinValue, 1L << 20);
    }

    private static long ResidentBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        if (!OperatingSystem.IsLinux())
        {
            return Environment.WorkingSet;
        }

        var line = File.ReadLines("/proc/self/status").First(status => status.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
    }
}
