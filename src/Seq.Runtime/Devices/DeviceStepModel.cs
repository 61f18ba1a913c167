using Microsoft.ML.OnnxRuntime;
using Seq.Decoding.Sessions;

namespace Seq.Runtime;

/// <summary>The step graph on a device, as search sees it: states and memories stay there, a step copies its tokens there and its logits back.</summary>
/// <remarks>
/// Used by one call at a time and reused by the next. Rows move on the device too, by a small graph that gathers them. Where the host's
/// step model allocates nothing, this one allocates a little per step: what a binding to a device needs.
/// </remarks>
internal sealed class DeviceStepModel(GraphSession? encode, GraphSession step, StepContract contract, DeviceGraphs device) : IRowModel
{
    private readonly StopSignal _stop = new();
    private readonly Dictionary<StepTensor, RowShape> _shapes = [];
    private readonly List<OrtValue> _initial = [];
    private EncodedSource? _encoded;
    private OrtValue[] _memories = []; // Of the inputs, as they came.
    private long[] _lengths = [];      // Of the inputs' sources.
    private DeviceRows? _rows;

    /// <inheritdoc/>
    public int VocabularySize => contract.VocabularySize;

    /// <inheritdoc/>
    public int Rows => _rows?.Rows ?? 0;

    /// <inheritdoc/>
    public bool HasAttention => contract.Attention is not null;

    /// <inheritdoc/>
    public bool CanSaveRows => true;

    /// <inheritdoc/>
    public void Begin(SourceBatch source, int maxRows, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _stop.Watch(cancellationToken);
        Clear();
        var encoded = _encoded = EncodedSource.RunOn(device, encode!, contract, source, _stop);
        Begin(encoded.Sizes, source.Rows, encoded.Find);
    }

    /// <inheritdoc/>
    public void BeginEmpty(int rows, int maxRows)
    {
        Clear();
        Begin(new(), rows, static _ => null);
    }

    /// <inheritdoc/>
    public Span<float> Step(ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
    {
        if (tokens.Length != Rows || Rows == 0)
        {
            throw new InvalidInputException($"There are {tokens.Length} tokens for {Rows} rows; a step takes one per row and at least one.");
        }

        for (var row = 0; row < tokens.Length; row++)
        {
            SourceBatch.CheckId(tokens[row], row, 0, VocabularySize, "target");
        }

        _stop.Watch(cancellationToken);
        try
        {
            _rows!.Step(_stop.Options, tokens);
        }
        catch (Exception exception) when (NativeFailure.Is(exception))
        {
            throw step.Explain(exception, cancellationToken);
        }

        return _rows.Logits();
    }

    /// <inheritdoc/>
    public void Reorder(ReadOnlySpan<int> parents)
    {
        if (parents.IsEmpty)
        {
            throw new InvalidInputException("Reorder was asked for no rows; at least one must stay.");
        }

        var (old, inputs) = (_rows!, new int[parents.Length]);
        for (var row = 0; row < parents.Length; row++)
        {
            inputs[row] = (uint)parents[row] < (uint)old.Rows
                ? old.Inputs[parents[row]]
                : throw new InvalidInputException($"Row {row} shall follow row {parents[row]}, but there are {old.Rows} rows.");
        }

        var states = old.Sets[old.Current];
        if (parents.Length == old.Rows)
        {
            old.Current = 1 - old.Current;
            Move(device.States, states, parents, old.Sets[old.Current]);
            Place(old, inputs);
            return;
        }

        // Two numbers of rows at a time hold memory of the device, the old and the new one: a search that loses row after row would fill it.
        var next = NewRows(parents.Length);
        try
        {
            Move(device.States, states, parents, next.Sets[next.Current]);
            Place(next, inputs);
        }
        catch
        {
            next.Dispose();
            throw;
        }

        _rows = next;
        old.Dispose();
    }

    /// <inheritdoc/>
    public ReadOnlySpan<float> Attention(int row) => HasAttention && (uint)row < (uint)Rows
        ? _rows!.Attention(row)[..(int)_lengths[_rows.Inputs[row]]]
        : throw new InvalidInputException(HasAttention ? $"The attention of row {row} was asked for, but there are {Rows} rows." : "This model has no attention.");

    /// <inheritdoc/>
    public RowState SaveRow(int row)
    {
        if ((uint)row >= (uint)Rows)
        {
            throw new InvalidInputException($"Row {row} shall be saved, but there are {Rows} rows.");
        }

        return new(
        [
            .. ToHost(device.States, contract.States, _rows!.Sets[_rows.Current], row),
            .. ToHost(device.Memories, contract.Memories, _memories, _rows.Inputs[row]),
        ]);
    }

    /// <inheritdoc/>
    public void LoadRows(IReadOnlyList<RowState> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0)
        {
            throw new InvalidInputException("There are no rows to load; give at least one.");
        }

        var saved = new SavedRows(step.FilePath, contract, rows);
        Clear();
        Begin(saved.Sizes, rows.Count, tensor => Keep(ToHostTensor(tensor, saved.ShapeOf(step.FilePath, tensor), saved.Bytes(tensor), rows.Count)));
    }

    /// <inheritdoc/>
    public void End()
    {
        Clear(); // A model that waits for its next call keeps no memory of the device.
        _stop.Reset();
    }

    public void Dispose()
    {
        Clear();
        _stop.Dispose();
    }

    private void Begin(RowSizes sizes, int rows, Func<StepTensor, OrtValue?> find)
    {
        StepTensor[] all = [.. contract.States, .. contract.Memories, .. contract.Attention is { } attention ? [attention] : Array.Empty<StepTensor>()];
        foreach (var tensor in all)
        {
            _shapes[tensor] = sizes.ShapeOf(step.FilePath, tensor);
        }

        _memories = [.. contract.Memories.Select(memory => find(memory)!)];
        OrtValue[] states = [.. contract.States.Select(state => find(state) ?? Keep(ToHostTensor(state, _shapes[state], [], rows)))];
        int[] every = [.. Enumerable.Range(0, rows)];
        var first = _rows = NewRows(rows);
        Move(device.States, states, every, first.Sets[first.Current]);
        if (HasAttention)
        {
            _lengths = [.. every.Select(input => ToHost(device.Memories, contract.Memories, _memories, input).ElementAt(contract.LengthMemory).Values<long>()[0])];
        }

        Place(first, every);
    }

    private void Place(DeviceRows rows, int[] inputs)
    {
        if (!rows.Inputs.AsSpan().SequenceEqual(inputs))
        {
            Move(device.Memories, _memories, inputs, rows.Memories);
            rows.BindMemories();
        }

        rows.Inputs = inputs;
    }

    private DeviceRows NewRows(int count)
    {
        try
        {
            return new(step, contract, device, _shapes, count);
        }
        catch (Exception exception) when (NativeFailure.Is(exception))
        {
            throw step.Explain(exception, _stop.Token);
        }
    }

    private IEnumerable<StateTensor> ToHost(RowGather gather, IReadOnlyList<StepTensor> tensors, IReadOnlyList<OrtValue> values, int row)
    {
        var buffers = tensors.Select(tensor => (Tensor: tensor, Bytes: NewBuffer(_shapes[tensor].Bytes(1)))).ToArray();
        OrtValue[] targets = [.. buffers.Select(buffer => buffer.Bytes.ToTensor(buffer.Tensor.Value.Type, _shapes[buffer.Tensor].With(1)))];
        try
        {
            Move(gather, values, [row], targets);
        }
        finally
        {
            foreach (var target in targets)
            {
                target.Dispose();
            }
        }

        return buffers.Select(buffer => StateTensor.FromBytes(
            buffer.Tensor.Input, SavedRows.ElementOf(buffer.Tensor.Value.Type), _shapes[buffer.Tensor].OfOneRow(), buffer.Bytes.Bytes(_shapes[buffer.Tensor].Bytes(1))));
    }

    private static OrtValue ToHostTensor(StepTensor tensor, RowShape shape, ReadOnlySpan<byte> bytes, int rows)
    {
        var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, ElementType.Of(tensor.Value.Type), shape.With(rows));
        var target = value.GetTensorMutableRawData();
        target.Clear();
        bytes.CopyTo(target);
        return value;
    }

    private static TensorBuffer NewBuffer(int bytes)
    {
        var buffer = new TensorBuffer();
        buffer.Reserve(bytes);
        return buffer;
    }

    private OrtValue Keep(OrtValue value)
    {
        _initial.Add(value);
        return value;
    }

    /// <summary>Releases what the last call left on the device: the next one has other sizes.</summary>
    private void Clear()
    {
        _rows?.Dispose();
        foreach (var value in _initial)
        {
            value.Dispose();
        }

        _initial.Clear();
        _encoded?.Dispose();
        (_encoded, _rows, _memories) = (null, null, []);
    }

    private void Move(RowGather gather, IReadOnlyList<OrtValue> sources, ReadOnlySpan<int> rows, IReadOnlyList<OrtValue> destinations)
    {
        try
        {
            gather.Run(_stop.Options, sources, rows, destinations);
        }
        catch (Exception exception) when (NativeFailure.Is(exception))
        {
            throw step.Explain(exception, _stop.Token);
        }
    }
}
