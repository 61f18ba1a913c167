namespace Seq.Train;

/// <summary>The parts of a data set: what is learned from, what choices are made on, and what results are reported on.</summary>
/// <typeparam name="T">An item.</typeparam>
/// <param name="Train">Is learned from.</param>
/// <param name="Validation">Chooses the model; may be empty.</param>
/// <param name="Test">Is looked at once; may be empty.</param>
internal sealed record DataParts<T>(IReadOnlyList<T> Train, IReadOnlyList<T> Validation, IReadOnlyList<T> Test)
{
    /// <summary>All items.</summary>
    internal IEnumerable<T> All => Train.Concat(Validation).Concat(Test);

    /// <summary>The parts with each item made into another, each time that it is asked for.</summary>
    internal DataParts<TOther> Select<TOther>(Func<T, TOther> make)
    {
        return new(Of(Train), Of(Validation), Of(Test));

        MadeList<TOther> Of(IReadOnlyList<T> items) => new(items.Count, index => make(items[index]));
    }

    /// <summary>Parts of a list as it stands: the beginning is learned from, the end is the test part.</summary>
    /// <param name="items">The items.</param>
    /// <param name="shares">Sizes of the parts.</param>
    internal static DataParts<T> InOrder(IReadOnlyList<T> items, PartShares shares)
    {
        var (validation, test) = shares.Of(items.Count);
        var train = items.Count - validation - test;
        return new([.. items.Take(train)], [.. items.Skip(train).Take(validation)], [.. items.Skip(train + validation)]);
    }

    /// <summary>Parts of a list put into random order first.</summary>
    /// <param name="items">The items.</param>
    /// <param name="shares">Sizes of the parts.</param>
    /// <param name="seed">Decides the order.</param>
    internal static DataParts<T> Shuffled(IReadOnlyList<T> items, PartShares shares, ulong seed)
    {
        T[] order = [.. items];
        new SeededRandom(EpochSeed.Of(seed, 0)).Shuffle<T>(order);
        return InOrder(order, shares);
    }

    /// <summary>A part of a list in the list's own order, drawn from all of it: files are often sorted, and their beginnings alike.</summary>
    /// <param name="items">The items.</param>
    /// <param name="count">Most items.</param>
    internal static IReadOnlyList<T> Drawn(IReadOnlyList<T> items, int count)
    {
        if (items.Count <= count)
        {
            return items;
        }

        int[] places = [.. Enumerable.Range(0, items.Count)];
        new SeededRandom(EpochSeed.Of(42, 0)).Shuffle<int>(places);
        int[] drawn = [.. places.Take(count).Order()];
        return new MadeList<T>(count, index => items[drawn[index]]);
    }
}
