namespace Seq.Decoding.Search;

/// <summary>The best candidates so far, a fixed number of them, in order of rank; of equal ones the one added first ranks higher.</summary>
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
            if (candidate.Rank <= _items[_count - 1].Rank)
            {
                return false;
            }

            _count--;
        }

        var at = _count;
        while (at > 0 && _items[at - 1].Rank < candidate.Rank)
        {
            at--;
        }

        _items.AsSpan(at, _count - at).CopyTo(_items.AsSpan(at + 1));
        _items[at] = candidate;
        _count++;
        return true;
    }
}
