namespace Seq.Train;

/// <summary>The batches of examples, epoch by epoch. Epoch and index of a batch say all that resuming needs.</summary>
/// <typeparam name="TExample">An example.</typeparam>
/// <typeparam name="TBatch">A batch.</typeparam>
internal sealed class ExampleBatches<TExample, TBatch>
{
    private readonly IReadOnlyList<TExample> _examples;
    private readonly BatchOptions _options;
    private readonly Func<IReadOnlyList<TExample>, ulong, TBatch> _pad;
    private readonly int[] _lengths;
    private (int Epoch, IReadOnlyList<int[]> Batches)? _plan;

    /// <param name="examples">At least one.</param>
    /// <param name="length">By what examples are grouped: usually the length of the row that a batch pads.</param>
    /// <param name="pad">Makes a batch.</param>
    /// <param name="options">Sizes and order.</param>
    /// <exception cref="DataException">There are no examples.</exception>
    internal ExampleBatches(IReadOnlyList<TExample> examples, Func<TExample, int> length, Func<IReadOnlyList<TExample>, TBatch> pad, BatchOptions options)
        : this(examples, length, (rows, _) => pad(rows), options)
    {
    }

    /// <param name="examples">At least one.</param>
    /// <param name="length">By what examples are grouped.</param>
    /// <param name="pad">Makes a batch; it is given a seed of the batch's own for what it draws.</param>
    /// <param name="options">Sizes and order.</param>
    /// <exception cref="DataException">There are no examples.</exception>
    internal ExampleBatches(IReadOnlyList<TExample> examples, Func<TExample, int> length, Func<IReadOnlyList<TExample>, ulong, TBatch> pad, BatchOptions options)
    {
        if (examples.Count == 0)
        {
            throw new DataException("The data holds no examples; give at least one.");
        }

        (_examples, _options, _pad) = (examples, options, pad);
        _lengths = [.. examples.Select(length)];
    }

    /// <summary>Number of examples.</summary>
    internal int Examples => _examples.Count;

    /// <summary>Number of batches of an epoch; with a token budget it differs from epoch to epoch.</summary>
    internal int Count(int epoch) => Plan(epoch).Count;

    /// <summary>Makes one batch.</summary>
    internal TBatch Read(int epoch, int index) =>
        _pad([.. Plan(epoch)[index].Select(place => _examples[place])], EpochSeed.Of(EpochSeed.Of(_options.Seed, epoch), index));

    /// <summary>The batches of an epoch, made one at a time.</summary>
    /// <param name="epoch">Counts from 0.</param>
    /// <param name="index">The first batch wanted: 0, or where a training stopped.</param>
    internal IEnumerable<TBatch> Epoch(int epoch, int index = 0)
    {
        var count = Count(epoch);
        for (; index < count; index++)
        {
            yield return Read(epoch, index);
        }
    }

    private IReadOnlyList<int[]> Plan(int epoch)
    {
        if (_plan is not { } plan || plan.Epoch != epoch)
        {
            _plan = plan = (epoch, BatchPlan.Make(_lengths, _options, epoch));
        }

        return plan.Batches;
    }
}
