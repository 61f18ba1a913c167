using Microsoft.ML.OnnxRuntime;
using Seq.Decoding.Sessions;

namespace Seq.Runtime;

/// <summary>What the steps of a row read and never change: encoder outputs, keys, lengths.</summary>
/// <remarks>
/// All hypotheses of an input share its memory, so rows are copied only when the inputs they belong to change: once when a beam opens,
/// then when an input leaves the batch, but not when hypotheses trade places. Copies are always taken from what the encoder wrote.
/// </remarks>
internal sealed class MemoryRows(string path, StepContract contract)
{
    private readonly TensorBuffer[] _encoded = [.. contract.Memories.Select(_ => new TensorBuffer())];
    private readonly TensorBuffer[] _gathered = [.. contract.Memories.Select(_ => new TensorBuffer())];
    private readonly RowShape[] _shapes = new RowShape[contract.Memories.Count];
    private int[] _inputs = [];      // [rows]: the input that each row belongs to.
    private int[] _nextInputs = [];
    private int[] _copied = [];      // [rows]: the input whose memory stands in the gathered buffers, −1 for none.
    private int _encodedRows;
    private int _rows;
    private int _capacity;
    private bool _isGathered;
    private int _layout;

    /// <summary>Changes whenever tensors over the memories are no longer valid.</summary>
    internal (int Layout, bool IsGathered) Version => (_layout, _isGathered);

    /// <summary>Gives every row the memory of its source.</summary>
    /// <param name="initial">The memories.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="capacity">The number of rows that are expected at most.</param>
    internal void Begin(IInitialRows initial, int rows, int capacity)
    {
        var changed = false;
        for (var i = 0; i < _shapes.Length; i++)
        {
            var shape = initial.ShapeOf(path, contract.Memories[i]);
            changed |= _encodedRows == 0 || !shape.HasSameRows(_shapes[i]);
            _shapes[i] = shape;
            changed |= _encoded[i].Reserve(shape.Bytes(rows));
            initial.Bytes(contract.Memories[i]).CopyTo(_encoded[i].Bytes(shape.Bytes(rows)));
        }

        _layout += changed ? 1 : 0;
        (_encodedRows, _rows, _capacity, _isGathered) = (rows, rows, capacity, false);
        Reserve(capacity);
        _copied.AsSpan().Fill(-1);
        for (var row = 0; row < rows; row++)
        {
            _inputs[row] = row;
        }
    }

    /// <summary>Moves rows: new row r belongs to the input that old row <paramref name="parents"/>[r] belonged to.</summary>
    internal void Gather(ReadOnlySpan<int> parents)
    {
        Reserve(parents.Length);
        for (var row = 0; row < parents.Length; row++)
        {
            _nextInputs[row] = _inputs[parents[row]];
        }

        var next = _nextInputs.AsSpan(0, parents.Length);
        var same = next.SequenceEqual(_inputs.AsSpan(0, _rows));
        (_inputs, _nextInputs) = (_nextInputs, _inputs);
        _rows = parents.Length;
        if (!same)
        {
            Copy(next);
        }
    }

    /// <summary>The input that a row belongs to.</summary>
    internal int InputOf(int row) => _inputs[row];

    /// <summary>A number that each input has in a memory of one int64 each.</summary>
    internal long NumberOf(int memory, int input) => _encoded[memory].Elements<long>(_encodedRows)[input];

    /// <summary>Copies the memories of an input out.</summary>
    internal IEnumerable<StateTensor> Save(int input)
    {
        for (var i = 0; i < _shapes.Length; i++)
        {
            var bytes = _shapes[i].Take(_encoded[i].Bytes(_shapes[i].Bytes(_encodedRows)), _encodedRows, input);
            yield return StateTensor.FromBytes(contract.Memories[i].Input, SavedRows.ElementOf(contract.Memories[i].Value.Type), _shapes[i].OfOneRow(), bytes);
        }
    }

    internal OrtValue ToTensor(int memory, int rows) =>
        (_isGathered ? _gathered : _encoded)[memory].ToTensor(contract.Memories[memory].Value.Type, _shapes[memory].With(rows));

    private void Copy(ReadOnlySpan<int> inputs)
    {
        for (var i = 0; i < _shapes.Length; i++)
        {
            ref readonly var shape = ref _shapes[i];
            _layout += _gathered[i].Reserve(shape.Bytes(Math.Max(_capacity, inputs.Length))) ? 1 : 0;
            var source = _encoded[i].Bytes(shape.Bytes(_encodedRows));
            var target = _gathered[i].Bytes(shape.Bytes(inputs.Length));
            if (shape.Outer > 1)
            {
                // Where rows are not contiguous, another number of rows moves all of them.
                shape.Gather(source, _encodedRows, target, inputs);
                continue;
            }

            CopyChanged(shape, source, target, inputs);
        }

        _isGathered = true;
        inputs.CopyTo(_copied);
    }

    private void CopyChanged(in RowShape shape, ReadOnlySpan<byte> source, Span<byte> target, ReadOnlySpan<int> inputs)
    {
        var inner = (int)shape.InnerBytes;
        for (var row = 0; row < inputs.Length; row++)
        {
            if (_copied[row] != inputs[row])
            {
                source.Slice(inputs[row] * inner, inner).CopyTo(target.Slice(row * inner, inner));
            }
        }
    }

    private void Reserve(int rows)
    {
        if (_inputs.Length < rows)
        {
            Array.Resize(ref _inputs, rows);
            Array.Resize(ref _nextInputs, rows);
            var known = _copied.Length;
            Array.Resize(ref _copied, rows);
            _copied.AsSpan(known).Fill(-1);
        }
    }
}
