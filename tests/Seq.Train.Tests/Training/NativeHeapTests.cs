using System.Globalization;
using System.Runtime.InteropServices;

namespace Seq.Train.Tests.Training;

public sealed class NativeHeapTests
{
    private const int BlockSize = 12 << 20;
    private const int Blocks = 3; // Together more than glibc would keep by itself, less than one heap of a thread holds.
    private const int PageSize = 4096;

    [Fact]
    public void Memory_that_was_freed_is_taken_again_without_clearing_its_pages_anew()
    {
        Assert.True(NativeHeap.KeepFreedMemory());
        UseBlocks();

        var faults = Enumerable.Range(0, 5).Min(_ =>
        {
            var before = PageFaults();
            UseBlocks();
            return PageFaults() - before;
        });

        Assert.InRange(faults, 0, BlockSize / PageSize); // Three times as many when the blocks went back to the system.
    }

    /// <summary>Takes blocks, writes to each page of them, frees them.</summary>
    private static void UseBlocks()
    {
        var blocks = Enumerable.Range(0, Blocks).Select(_ => Marshal.AllocHGlobal(BlockSize)).ToList();
        foreach (var block in blocks)
        {
            for (var at = 0; at < BlockSize; at += PageSize)
            {
                Marshal.WriteByte(block, at, 1);
            }
        }

        blocks.ForEach(Marshal.FreeHGlobal);
    }

    /// <summary>Pages that this thread was given so far: the tenth field of its stat file (proc(5)), the eighth behind the name.</summary>
    private static long PageFaults()
    {
        var stat = File.ReadAllText("/proc/thread-self/stat");
        return long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[7], CultureInfo.InvariantCulture);
    }
}
