using System.Runtime.InteropServices;

namespace Seq.Train;

/// <summary>Tells the C library to keep memory that libtorch frees.</summary>
/// <remarks>
/// A training step frees and takes the same hundreds of megabytes again and again. By default glibc gives blocks of that size back to the system, which clears every page anew:
/// measured as a quarter of a step with attention over 24 x 24 places (240 ms, and 179 ms without, by <c>seq bench train</c>, medians of five alternating runs). All blocks now come from the heap, which is trimmed only beyond
/// 2 GiB; a higher threshold for mapped blocks is not enough, for glibc refuses one above 32 MiB. Elsewhere than on glibc nothing happens.
/// </remarks>
internal static partial class NativeHeap
{
    private const int TrimThreshold = -1; // M_TRIM_THRESHOLD and M_MMAP_MAX of malloc.h
    private const int MostMappedBlocks = -4;
    private static readonly Lazy<bool> Kept = new(Keep);

    /// <summary>Keeps freed memory from now on; the first call counts.</summary>
    /// <returns>Whether the C library took it.</returns>
    internal static bool KeepFreedMemory() => Kept.Value;

    private static bool Keep()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            return SetOption(MostMappedBlocks, 0) != 0 && SetOption(TrimThreshold, int.MaxValue) != 0;
        }
        catch (Exception exception) when (exception is EntryPointNotFoundException or DllNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
