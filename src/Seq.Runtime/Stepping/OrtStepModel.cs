using Seq.Decoding.Sessions;

namespace Seq.Runtime;

/// <summary>The step graph as search sees it: states in buffers that a step reads and writes in place, logits read where they are written.</summary>
/// <remarks>
/// Used by one call at a time and reused by the next. Once it has seen a number of rows, a step with it allocates nothing.
/// Moving rows is put off until the next step, and left out when there is none.
/// </remarks>
internal sealed class OrtStepModel : IRowModel
{
    private readonly GraphSession? _encode;
    private readonly GraphSession _step;
    private readonly StepContract _contract;
    private readonly bool _bind;
    private readonly StopSignal _stop = new();
    private readonly RowShape _logitsShape;
    private readonly StateRows _states;
    private readonly MemoryRows _memories;
    private readonly TensorBuffer _tokens = new();
    private readonly StepOutputs _outputs = new();
    private StepBinding?[] _bindings = []; // By number of rows.
    private int[] _parents = [];           // [rows] of a move that is put off.
    private int[] _nextParents = [];
    private bool _moves;
    private int _stateRows;                // Rows in the buffers, before the move.
    private int _capacity;

    /// <param name="encode">The encode graph; null for a model without one.</param>
    /// <param name="step">The step graph.</param>
    /// <param name="contract">What the step graph takes and returns.</param>
    /// <param name="bind">Whether the buffers can be bound once; only on the processor.</param>
    internal OrtStepModel(GraphSession? encode, GraphSession step, StepContract contract, bool bind)
    {
        (_encode, _step, _contract, _bind) = (encode, step, contract, bind);
        _logitsShape = RowShape.Of(contract.Logits, 0, [1, contract.VocabularySize]);
        _states = new(step.FilePath, contract);
        _memories = new(step.FilePath, contract);
    }

    /// <inheritdoc/>
    public int VocabularySize => _contract.VocabularySize;

    /// <inheritdoc/>
    public int Rows { get; private set; }

    /// <inheritdoc/>
    public bool HasAttention => _contract.Attention is not null;

    /// <inheritdoc/>
    public bool CanSaveRows => true;

    /// <inheritdoc/>
    public void Begin(SourceBatch source, int maxRows, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _stop.Watch(cancellationToken);
        using var encoded = EncodedSource.Run(_encode!, _contract, source, _stop, cancellationToken);
        Begin(encoded, source.Rows, maxRows);
    }

    /// <inheritdoc/>
    public void BeginEmpty(int rows, int maxRows) => Begin(ZeroRows.Instance, rows, maxRows);

    /// <inheritdoc/>
    /// <exception cref="InferenceException">ONNX Runtime failed.</exception>
    public Span<float> Step(ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
    {
        if (tokens.Length != Rows || Rows == 0)
        {
            throw new InvalidInputException($"There are {tokens.Length} tokens for {Rows} rows; a step takes one per row and at least one.");
        }

        _stop.Watch(cancellationToken);
        Move();
        var inputs = _tokens.Elements<long>(Rows);
        for (var row = 0; row < tokens.Length; row++)
        {
            SourceBatch.CheckId(tokens[row], row, 0, VocabularySize, "target");
            inputs[row] = tokens[row];
        }

        try
        {
            Binding(Rows).Run(_stop.Options, _states.Current);
        }
        catch (Exception exception) when (NativeFailure.Is(exception))
        {
            throw _step.Explain(exception, cancellationToken);
        }

        _states.Flip();
        return _outputs.Logits.Elements<float>(Rows * VocabularySize);
    }

    /// <inheritdoc/>
    public ReadOnlySpan<float> Attention(int row)
    {
        if (!HasAttention || _moves || (uint)row >= (uint)Rows)
        {
            throw new InvalidInputException(HasAttention
                ? $"The attention of row {row} was asked for, but there are {Rows} rows, and they must not have moved since the last step."
                : "This model has no attention.");
        }

        var length = (int)_memories.NumberOf(_contract.LengthMemory, _memories.InputOf(row));
        return _outputs.Attention.Elements<float>(Rows * _outputs.Source).Slice(row * _outputs.Source, length);
    }

    /// <inheritdoc/>
    public RowState SaveRow(int row)
    {
        if ((uint)row >= (uint)Rows)
        {
            throw new InvalidInputException($"Row {row} shall be saved, but there are {Rows} rows.");
        }

        Move();
        return new([.. _states.Save(Rows, row), .. _memories.Save(_memories.InputOf(row))]);
    }

    /// <inheritdoc/>
    public void LoadRows(IReadOnlyList<RowState> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0)
        {
            throw new InvalidInputException("There are no rows to load; give at least one.");
        }

        Begin(new SavedRows(_step.FilePath, _contract, rows), rows.Count, _capacity);
    }

    /// <inheritdoc/>
    public void Reorder(ReadOnlySpan<int> parents)
    {
        if (parents.IsEmpty)
        {
            throw new InvalidInputException("Reorder was asked for no rows; at least one must stay.");
        }

        if (_nextParents.Length < parents.Length)
        {
            Array.Resize(ref _nextParents, Math.Max(parents.Length, _bindings.Length - 1));
        }

        for (var row = 0; row < parents.Length; row++)
        {
            if ((uint)parents[row] >= (uint)Rows)
            {
                throw new InvalidInputException($"Row {row} shall follow row {parents[row]}, but there are {Rows} rows.");
            }

            _nextParents[row] = _moves ? _parents[parents[row]] : parents[row];
        }

        (_parents, _nextParents) = (_nextParents, _parents);
        (Rows, _moves) = (parents.Length, true);
    }

    /// <inheritdoc/>
    public void End()
    {
        Rows = 0;
        _moves = false;
        _stop.Reset();
    }

    public void Dispose()
    {
        ReleaseBindings();
        _stop.Dispose();
    }

    private void Begin(IInitialRows initial, int rows, int maxRows)
    {
        _capacity = Math.Max(rows, maxRows);
        var moved = _states.Begin(initial, rows, _capacity);
        _memories.Begin(initial, rows, _capacity);
        if (_contract.Attention is { } attention)
        {
            var shape = initial.ShapeOf(_step.FilePath, attention);
            _outputs.Source = (int)(shape.InnerBytes / sizeof(float));
            moved |= _outputs.Attention.Reserve(shape.Bytes(_capacity));
        }

        Reserve(_capacity, moved);
        Rows = _stateRows = rows;
        _moves = false;
    }

    private void Move()
    {
        if (!_moves)
        {
            return;
        }

        Reserve(Rows, _states.Reserve(Rows));
        var parents = _parents.AsSpan(0, Rows);
        _states.Gather(_stateRows, parents);
        _memories.Gather(parents);
        (_stateRows, _moves) = (Rows, false);
    }

    private StepBinding Binding(int rows)
    {
        var tensors = new StepTensors(_contract, _states, _memories, _outputs, _tokens, rows);
        ref var binding = ref _bindings[rows];
        if (binding is null)
        {
            binding = new(_step, _contract, tensors, _bind);
        }
        else
        {
            binding.Refresh(tensors);
        }

        return binding;
    }

    /// <summary>Makes room for tokens and logits.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="moved">Whether other buffers have moved, so that nothing may stay bound.</param>
    private void Reserve(int rows, bool moved)
    {
        moved |= _tokens.Reserve(checked(rows * sizeof(long)));
        moved |= _outputs.Logits.Reserve(_logitsShape.Bytes(rows));
        moved |= _contract.Attention is not null && _outputs.Attention.Reserve(checked(rows * _outputs.Source * sizeof(float)));
        if (moved)
        {
            ReleaseBindings();
        }

        if (_bindings.Length <= rows)
        {
            Array.Resize(ref _bindings, rows + 1);
        }
    }

    private void ReleaseBindings()
    {
        foreach (var binding in _bindings)
        {
            binding?.Dispose();
        }

        Array.Clear(_bindings);
    }
}
