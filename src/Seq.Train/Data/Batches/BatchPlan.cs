namespace Seq.Train;

/// <summary>Which examples of an epoch go into which batch.</summary>
internal static class BatchPlan
{
    /// <summary>Makes the plan of an epoch; it depends on the arguments alone.</summary>
    /// <param name="lengths">[examples]: the length of each.</param>
    /// <param name="options">Sizes and order.</param>
    /// <param name="epoch">Counts from 0.</param>
    /// <returns>The places of the examples in each batch; every example is in exactly one.</returns>
    internal static IReadOnlyList<int[]> Make(IReadOnlyList<int> lengths, BatchOptions options, int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Rows, 1, nameof(options));
        var order = Enumerable.Range(0, lengths.Count).ToArray();
        var random = new SeededRandom(EpochSeed.Of(options.Seed, epoch));
        if (options.Shuffle)
        {
            random.Shuffle<int>(order);
        }

        if (options.PoolBatches == 0)
        {
            return Cut(order, lengths, options);
        }

        var size = (int)Math.Clamp((long)options.Rows * options.PoolBatches, 1, Math.Max(1, order.Length)); // A pool of all examples at most, for the product may pass what an int holds.
        var batches = order.Chunk(size)
            .SelectMany(pool => Cut([.. pool.OrderBy(place => lengths[place])], lengths, options)).ToArray();
        if (options.Shuffle)
        {
            random.Shuffle<int[]>(batches);
        }

        return batches;
    }

    private static List<int[]> Cut(int[] order, IReadOnlyList<int> lengths, BatchOptions options)
    {
        var batches = new List<int[]>();
        var (start, longest) = (0, 0);
        for (var end = 0; end < order.Length; end++)
        {
            var length = Math.Max(longest, lengths[order[end]]);
            var rows = end - start + 1;
            if (rows > 1 && (rows > options.Rows || (options.TokenBudget > 0 && (long)length * rows > options.TokenBudget)))
            {
                batches.Add(order[start..end]);
                (start, length) = (end, lengths[order[end]]);
            }

            longest = length;
        }

        if (start < order.Length)
        {
            batches.Add(order[start..]);
        }

        return batches;
    }
}
