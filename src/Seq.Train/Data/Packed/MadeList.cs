using System.Collections;

namespace Seq.Train;

/// <summary>A list that holds no items: each is made when it is asked for, and again when it is asked for again.</summary>
/// <param name="count">Number of items.</param>
/// <param name="make">Makes the item at an index; equal ones for equal indices.</param>
internal sealed class MadeList<T>(int count, Func<int, T> make) : IReadOnlyList<T>
{
    /// <summary>Number of items.</summary>
    public int Count => count;

    /// <summary>Makes an item.</summary>
    public T this[int index] => (uint)index < (uint)count
        ? make(index)
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"The list has {count} items.");

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => Enumerable.Range(0, count).Select(make).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
