namespace Seq.Train.Tests;

/// <summary>A clock that moves when told.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long _ticks;

    /// <summary>Where it starts.</summary>
    internal static DateTimeOffset Begin { get; } = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public override DateTimeOffset GetUtcNow() => Begin.AddTicks(_ticks);

    internal void Advance(TimeSpan time) => _ticks += time.Ticks;
}
