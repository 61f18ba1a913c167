namespace Seq.Decoding.Search;

/// <summary>The best candidates so far, a fixed number of them, ranked by sum; of equal sums the one added first ranks higher.</summary>
internal sealed class CandidateList(int capacity)
{
    private readonly Candidate[] _items = new Candidate[capacity];
    private int _count;

    /// <summary>The candidates, best first.</summary>
    internal ReadOnlySpan<Candidate> Ranked => _items.AsSpan(0, _count);

    internal void Clear() => _count = 0;

    /// <summary>Adds a candidate unless the list is full of better or equal ones.</summary>
    /// <returns>Whether it was added.</returns>
    internal bool TryAdd(in Candidate candidate)
    {
        if (_count == _items.Length)
        {
            if (candidate.Sum <= _items[_count - 1].Sum)
            {
                return false;
            }

            _count--;
        }

        var at = _count;
        while (at > 0 && _items[at - 1].Sum < candidate.Sum)
        {
            at--;
        }

        _items.AsSpan(at, _count - at).CopyTo(_items.AsSpan(at + 1));
        _items[at] = candidate;
        _count++;
        return true;
    }
}
