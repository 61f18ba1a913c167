namespace Seq.Train.Tests.Training;

public sealed class NativeHeapTests
{
    [Fact]
    public void The_C_library_takes_the_limits_that_keep_freed_memory() => Assert.True(NativeHeap.KeepFreedMemory()); // It refuses a threshold beyond 32 MiB.
}
