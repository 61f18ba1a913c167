using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace TorchSharp.Utils;

#nullable disable
/// <summary>A dictionary that remembers the order in which its keys came.</summary>
public class OrderedDict<TKey, TValue> : IDictionary<TKey, TValue>, IList<(TKey, TValue)>
{
    private readonly List<(TKey, TValue)> _items = [];
    private readonly Dictionary<TKey, TValue> _values = [];

    public bool IsReadOnly => false;

    public ICollection<TKey> Keys => _items.ConvertAll(item => item.Item1);

    public ICollection<TValue> Values => _items.ConvertAll(item => item.Item2);

    public int Count => _items.Count;

    public (TKey, TValue) this[int index]
    {
        get => _items[index];
        set
        {
            _values.Remove(_items[index].Item1);
            _values.Add(value.Item1, value.Item2);
            _items[index] = value;
        }
    }

    public TValue this[TKey key]
    {
        get => _values[key];
        set
        {
            var place = Find(key);
            if (place < 0)
            {
                _items.Add((key, value));
            }
            else
            {
                _items[place] = (key, value);
            }

            _values[key] = value;
        }
    }

    public void clear() => Clear();

    public IEnumerator<(TKey, TValue)> items() => GetEnumerator();

    public IEnumerable<TKey> keys() => Keys;

    public IEnumerable<TValue> values() => Values;

    public void Add((TKey, TValue) item) => Insert(Count, item);

    public void Add(TKey key, TValue value) => Add((key, value));

    public void Add(KeyValuePair<TKey, TValue> item) => Add(item.Key, item.Value);

    public bool Contains((TKey, TValue) item) => _items.Contains(item);

    public bool Contains(KeyValuePair<TKey, TValue> item) => Contains((item.Key, item.Value));

    public void CopyTo((TKey, TValue)[] array, int arrayIndex) => _items.CopyTo(array, arrayIndex);

    public void CopyTo(KeyValuePair<TKey, TValue>[] array, int arrayIndex)
    {
        foreach (var (key, value) in _items)
        {
            array[arrayIndex++] = new(key, value);
        }
    }

    public int IndexOf((TKey, TValue) item) => _items.IndexOf(item);

    public void Insert(int index, (TKey, TValue) item)
    {
        _values.Add(item.Item1, item.Item2);
        _items.Insert(index, item);
    }

    public bool Remove((TKey, TValue) item) => _items.Remove(item) && _values.Remove(item.Item1);

    public bool Remove(KeyValuePair<TKey, TValue> item) => Remove((item.Key, item.Value));

    public void RemoveAt(int index)
    {
        _values.Remove(_items[index].Item1);
        _items.RemoveAt(index);
    }

    public bool ContainsKey(TKey key) => _values.ContainsKey(key);

    public bool Remove(TKey key)
    {
        var place = Find(key);
        if (place >= 0)
        {
            RemoveAt(place);
        }

        return place >= 0;
    }

#nullable enable
    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => _values.TryGetValue(key, out value);
#nullable disable

    public void Clear()
    {
        _items.Clear();
        _values.Clear();
    }

    public IEnumerator<(TKey, TValue)> GetEnumerator() => _items.GetEnumerator();

    IEnumerator<KeyValuePair<TKey, TValue>> IEnumerable<KeyValuePair<TKey, TValue>>.GetEnumerator() =>
        _items.Select(item => KeyValuePair.Create(item.Item1, item.Item2)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int Find(TKey key) =>
        _values.ContainsKey(key) ? _items.FindIndex(item => EqualityComparer<TKey>.Default.Equals(item.Item1, key)) : -1;
}
#nullable restore
