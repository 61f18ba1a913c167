using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>The elements of a tensor on the CPU, in row-major order whatever the strides.</summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T>
    where T : unmanaged
{
    private readonly long[] _shape;
    private readonly long[] _strides;
    private readonly bool _contiguous;
    private Tensor? _tensor;
    private T* _data;

    internal TensorAccessor(Tensor tensor)
    {
        _tensor = tensor;
        _shape = tensor.shape;
        _strides = tensor.stride();
        _contiguous = tensor.is_contiguous();
        _data = (T*)tensor.DataPointer();
    }

    public long Count => _tensor is null ? 0 : _tensor.numel();

    public bool IsReadOnly => false;

    public T this[params long[] indices]
    {
        get
        {
            var value = _data[Offset(indices)];
            GC.KeepAlive(_tensor);
            return value;
        }

        set
        {
            _data[Offset(indices)] = value;
            GC.KeepAlive(_tensor);
        }
    }

    public T[] ToArray()
    {
        var result = new T[Count];
        CopyTo(result);
        return result;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var count = (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex);
        var target = array.Slice(arrayIndex, Math.Max(count, 0));
        if (_contiguous && count > 0)
        {
            new ReadOnlySpan<T>(_data + tensorIndex, count).CopyTo(target);
        }
        else
        {
            for (var k = 0; k < target.Length; k++)
            {
                target[k] = _data[LinearOffset(tensorIndex + k)];
            }
        }

        GC.KeepAlive(_tensor);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom(array.AsSpan(), arrayIndex, tensorIndex);

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var count = (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex);
        for (var k = 0; k < count; k++)
        {
            _data[LinearOffset(tensorIndex + k)] = array[arrayIndex + k];
        }

        GC.KeepAlive(_tensor);
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)ToArray()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        _tensor = null;
        _data = null;
    }

    private long Offset(long[] indices)
    {
        ObjectDisposedException.ThrowIf(_tensor is null, this);
        if (indices.Length == 1)
        {
            return indices[0] >= 0 && indices[0] < Count ? LinearOffset(indices[0]) : throw new IndexOutOfRangeException();
        }

        long offset = 0;
        for (var k = 0; k < indices.Length; k++)
        {
            offset += indices[k] >= 0 && indices[k] < _shape[k] ? indices[k] * _strides[k] : throw new IndexOutOfRangeException();
        }

        return offset;
    }

    private long LinearOffset(long index)
    {
        if (_contiguous)
        {
            return index;
        }

        long offset = 0;
        for (var k = _shape.Length - 1; k >= 0; k--)
        {
            (index, var rest) = Math.DivRem(index, _shape[k]);
            offset += rest * _strides[k];
        }

        return offset;
    }
}
