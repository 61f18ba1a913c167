namespace Seq.Train;

/// <summary>The items of a data set, and which of them are in which part. Files are read anew each time that the items are gone through, so that no item is held.</summary>
/// <typeparam name="T">An item as text.</typeparam>
internal sealed class PartedItems<T>
{
    private readonly IEnumerable<T> _items;
    private readonly DataPart[] _parts;

    /// <param name="items">The items.</param>
    /// <param name="places">Places among them; each place is in one part.</param>
    internal PartedItems(IEnumerable<T> items, DataParts<int> places)
    {
        (_items, Places) = (items, places);
        _parts = new DataPart[places.Train.Count + places.Validation.Count + places.Test.Count];
        foreach (var place in places.Validation)
        {
            _parts[place] = DataPart.Validation;
        }

        foreach (var place in places.Test)
        {
            _parts[place] = DataPart.Test;
        }
    }

    /// <summary>Parts that are given one by one.</summary>
    /// <param name="train">Is learned from.</param>
    /// <param name="validation">Chooses the model; may be empty.</param>
    /// <param name="test">Is looked at once; may be empty.</param>
    internal PartedItems(IEnumerable<T> train, IEnumerable<T> validation, IEnumerable<T> test)
        : this(train.Concat(validation).Concat(test), InOrder(train.Count(), validation.Count(), test.Count()))
    {
    }

    /// <summary>Places of the items in the order in which they are read, part by part.</summary>
    internal DataParts<int> Places { get; }

    /// <summary>Parts drawn at random.</summary>
    /// <param name="items">The items.</param>
    /// <param name="shares">Sizes of the parts.</param>
    /// <param name="seed">Decides which items are set aside, and the order within the parts.</param>
    /// <exception cref="DataException">Nothing is left to learn from.</exception>
    internal static PartedItems<T> Shuffled(IEnumerable<T> items, PartShares shares, ulong seed)
    {
        var count = items.Count();
        var places = DataParts<int>.Shuffled([.. Enumerable.Range(0, count)], shares, seed);
        return places.Train.Count > 0
            ? new(items, places)
            : throw new DataException(count == 0
                ? "The data holds no examples; give at least one."
                : $"The data holds {count} {(count == 1 ? "example" : "examples")}, of which none is left to learn from. Give more, or set data.validation_share and data.test_share to 0.");
    }

    /// <summary>All items, in the order in which they are read, each with its part.</summary>
    /// <exception cref="DataException">There are more or fewer than there were.</exception>
    internal IEnumerable<(T Item, DataPart Part)> Read()
    {
        var place = 0;
        foreach (var item in _items)
        {
            yield return place < _parts.Length ? (item, _parts[place++]) : throw Changed();
        }

        if (place < _parts.Length)
        {
            throw Changed();
        }
    }

    /// <summary>The items of a part, in the order in which they are read; what comes behind the last of them is not read.</summary>
    internal IEnumerable<T> Read(DataPart part) => Read().Take(Array.LastIndexOf(_parts, part) + 1).Where(read => read.Part == part).Select(read => read.Item);

    /// <summary>Reads the items at some places; they are held as packed texts.</summary>
    /// <param name="places">The places.</param>
    /// <param name="texts">The texts that an item consists of, as many of each.</param>
    /// <param name="make">Makes the item of its texts again.</param>
    /// <returns>The items in the order of <paramref name="places"/>.</returns>
    internal IReadOnlyList<T> Keep(IReadOnlyList<int> places, Func<T, string[]> texts, Func<string[], T> make)
    {
        int[] order = [.. places.Order()];
        var width = 0;
        var kept = new PackedTexts(Wanted().SelectMany(item =>
        {
            var fields = texts(item);
            width = fields.Length;
            return fields;
        }));
        return new MadeList<T>(places.Count, index =>
        {
            var row = Array.BinarySearch(order, places[index]) * width;
            return make([.. Enumerable.Range(row, width).Select(field => kept[field])]);
        });

        IEnumerable<T> Wanted()
        {
            var (next, place) = (0, 0);
            foreach (var (item, _) in Read())
            {
                if (next < order.Length && order[next] == place)
                {
                    next++;
                    yield return item;
                }

                place++;
            }
        }
    }

    private static DataParts<int> InOrder(int train, int validation, int test) =>
        new([.. Enumerable.Range(0, train)], [.. Enumerable.Range(train, validation)], [.. Enumerable.Range(train + validation, test)]);

    private DataException Changed() => new($"The data had {_parts.Length} items when it was first read, and has another number now. Leave the file as it is until the training has started.");
}
