using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Seq.Bench.Measuring;

/// <summary>How fast one core reads the same bytes over and over: what bounds a step at batch 1, which reads every weight once.</summary>
internal sealed unsafe class ReadBandwidth : IDisposable
{
    private const nuint Alignment = 2 << 20; // Of a huge page.

    private readonly float* _data;
    private readonly nuint _count;

    internal ReadBandwidth(long bytes)
    {
        _count = (nuint)bytes / sizeof(float) / 64 * 64;
        _data = (float*)NativeMemory.AlignedAlloc(_count * sizeof(float), Alignment);
        new Span<float>(_data, (int)_count).Fill(1);
    }

    /// <summary>Bytes per second, of a pass or of several that together take about a millisecond.</summary>
    internal double Measure()
    {
        var passes = Math.Max(1, (int)(20_000_000 / (_count * sizeof(float))));
        var clock = Stopwatch.StartNew();
        var sum = 0f;
        for (var pass = 0; pass < passes; pass++)
        {
            sum += Sum();
        }

        var seconds = clock.Elapsed.TotalSeconds;
        return sum > 0 ? passes * (double)_count * sizeof(float) / seconds : throw new InvalidOperationException("A sum of ones is not above zero.");
    }

    public void Dispose() => NativeMemory.AlignedFree(_data);

    /// <summary>Four sums at a time, so that none waits for the one before.</summary>
    private float Sum()
    {
        var (a, b, c, d) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        for (nuint i = 0; i < _count; i += 64)
        {
            a += Vector512.Load(_data + i);
            b += Vector512.Load(_data + i + 16);
            c += Vector512.Load(_data + i + 32);
            d += Vector512.Load(_data + i + 48);
        }

        return Vector512.Sum(a + b + c + d);
    }
}
