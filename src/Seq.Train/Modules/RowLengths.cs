using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>The lengths of the rows of a padded batch, with what masking and reversing need; made once per batch.</summary>
internal sealed class RowLengths
{
    /// <param name="lengths">Real tokens per row, from 1.</param>
    /// <param name="time">The padded length.</param>
    /// <param name="device">Where the tensors lie; the default device if null.</param>
    internal RowLengths(long[] lengths, long time, Device? device = null)
    {
        Values = lengths;
        Steps = new(lengths, time, device);
        Time = time;
        Count = lengths.Length;
        AllEqual = Array.TrueForAll(lengths, length => length == time);
        Lengths = tensor(lengths, device: device);
        var times = arange(time, ScalarType.Int64, device).unsqueeze(0);                    // [1, time]
        var real = times.lt(Lengths.unsqueeze(1));                                  // [batch, time]
        Padding = real.logical_not();
        ReversedTimes = where(real, Lengths.unsqueeze(1) - 1 - times, times);       // padding stays where it is
        long[] order = [.. Enumerable.Range(0, Count).OrderByDescending(row => lengths[row]).Select(row => (long)row)];
        var rank = new long[Count];
        for (var place = 0; place < Count; place++)
        {
            rank[order[place]] = place;
        }

        Order = tensor(order, device: device);
        Rank = tensor(rank, device: device);
        Segments = [.. lengths.Distinct().Order().Select(end =>
            (end, (long)lengths.Count(length => length >= end), (long)lengths.Count(length => length > end)))];
    }

    /// <summary>Real tokens per row.</summary>
    internal long[] Values { get; }

    /// <summary>Where the real tokens lie.</summary>
    internal RealSteps Steps { get; }

    /// <summary>The padded length.</summary>
    internal long Time { get; }

    internal int Count { get; }

    internal bool AllEqual { get; }

    /// <summary>int64 [batch].</summary>
    internal Tensor Lengths { get; }

    /// <summary>bool [batch, time]: whether there is no token.</summary>
    internal Tensor Padding { get; }

    /// <summary>int64 [batch, time]: where each time comes from when every row is reversed by its own length.</summary>
    internal Tensor ReversedTimes { get; }

    /// <summary>int64 [batch]: rows by falling length.</summary>
    internal Tensor Order { get; }

    /// <summary>int64 [batch]: the place of each row in <see cref="Order"/>.</summary>
    internal Tensor Rank { get; }

    /// <summary>Stretches of time over which the same rows are alive: their end, the rows alive in them, and those that go on.</summary>
    internal IReadOnlyList<(long End, long Alive, long Next)> Segments { get; }

    /// <summary>What stands at each row's last real token.</summary>
    /// <param name="values">[batch, time, width].</param>
    /// <returns>[batch, width].</returns>
    internal Tensor AtEnd(Tensor values) =>
        values.gather(1, (Lengths - 1).view(-1, 1, 1).expand(-1, 1, values.shape[2])).squeeze(1);
}
