namespace Seq.Train;

/// <summary>How examples are grouped into batches and in which order.</summary>
internal sealed record BatchOptions
{
    /// <summary>Most rows of a batch. Default: 32.</summary>
    internal int Rows { get; init; } = 32;

    /// <summary>Most cells of a batch, rows times its longest row, where that is fewer than <see cref="Rows"/> give; a longer example has a batch of its own. 0, the default: no such bound.</summary>
    internal int TokenBudget { get; init; }

    /// <summary>Whether examples are put into another order each epoch. Default: yes; without, they keep their order (and lie by length if <see cref="PoolBatches"/> says so).</summary>
    internal bool Shuffle { get; init; } = true;

    /// <summary>
    /// Bucketing: the examples of so many batches are sorted by length before they are cut into batches, which are then put into random order.
    /// 0 sorts nothing. Default: 50.
    /// </summary>
    internal int PoolBatches { get; init; } = 50;

    /// <summary>Seed of the order. Together with the epoch, it alone decides.</summary>
    internal ulong Seed { get; init; }
}
