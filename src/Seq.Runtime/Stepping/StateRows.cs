using Microsoft.ML.OnnxRuntime;
using Seq.Decoding.Sessions;

namespace Seq.Runtime;

/// <summary>The states of all rows, twice: a step reads one set and writes the other, and so does moving rows.</summary>
internal sealed class StateRows(string path, StepContract contract)
{
    private readonly TensorBuffer[][] _sets = [NewBuffers(contract), NewBuffers(contract)];
    private readonly RowShape[] _shapes = new RowShape[contract.States.Count];
    private bool _begun;

    /// <summary>The set that holds the states now; the other one is free.</summary>
    internal int Current { get; private set; }

    /// <summary>Puts every row in its initial state.</summary>
    /// <param name="initial">What the states start as.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="capacity">The number of rows to make room for.</param>
    /// <returns>Whether tensors over the states are no longer valid.</returns>
    internal bool Begin(IInitialRows initial, int rows, int capacity)
    {
        var changed = false;
        for (var i = 0; i < _shapes.Length; i++)
        {
            var shape = initial.ShapeOf(path, contract.States[i]);
            changed |= !_begun || !shape.HasSameRows(_shapes[i]);
            _shapes[i] = shape;
        }

        _begun = true;
        changed |= Reserve(capacity);
        Current = 0;
        for (var i = 0; i < _shapes.Length; i++)
        {
            var state = _sets[0][i].Bytes(_shapes[i].Bytes(rows));
            var first = initial.Bytes(contract.States[i]);
            if (first.IsEmpty)
            {
                state.Clear();
            }
            else
            {
                first.CopyTo(state);
            }
        }

        return changed;
    }

    /// <summary>Makes room for rows, keeping those that are there.</summary>
    /// <returns>Whether tensors over the states are no longer valid.</returns>
    internal bool Reserve(int rows)
    {
        var moved = false;
        foreach (var set in _sets)
        {
            for (var i = 0; i < set.Length; i++)
            {
                moved |= set[i].Reserve(_shapes[i].Bytes(rows));
            }
        }

        return moved;
    }

    /// <summary>Moves rows: new row r has the state that old row <paramref name="parents"/>[r] had.</summary>
    internal void Gather(int rows, ReadOnlySpan<int> parents)
    {
        for (var i = 0; i < _shapes.Length; i++)
        {
            ref readonly var shape = ref _shapes[i];
            var source = _sets[Current][i].Bytes(shape.Bytes(rows));
            shape.Gather(source, rows, _sets[1 - Current][i].Bytes(shape.Bytes(parents.Length)), parents);
        }

        Flip();
    }

    /// <summary>Makes the set that a step has written the current one.</summary>
    internal void Flip() => Current = 1 - Current;

    /// <summary>Copies the states of a row out.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="row">Which one.</param>
    internal IEnumerable<StateTensor> Save(int rows, int row)
    {
        for (var i = 0; i < _shapes.Length; i++)
        {
            var bytes = _shapes[i].Take(_sets[Current][i].Bytes(_shapes[i].Bytes(rows)), rows, row);
            yield return StateTensor.FromBytes(contract.States[i].Input, SavedRows.ElementOf(contract.States[i].Value.Type), _shapes[i].OfOneRow(), bytes);
        }
    }

    internal OrtValue ToTensor(int set, int state, int rows) => _sets[set][state].ToTensor(contract.States[state].Value.Type, _shapes[state].With(rows));

    private static TensorBuffer[] NewBuffers(StepContract contract) => [.. contract.States.Select(_ => new TensorBuffer())];
}
