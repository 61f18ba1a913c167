using Seq.Decoding.Sessions;

namespace Seq.Decoding.Tests.Models;

/// <summary>
/// A step model whose logits hang on every token the row has taken in, so that a row moved wrongly shows at once.
/// It holds the search to the contract: it throws when a call is not allowed, and spoils logits that are no longer valid.
/// </summary>
internal sealed class HashModel : IAttentionModel, ISnapshotModel
{
    private readonly HashDistribution _distribution;
    private readonly uint[] _next;
    private readonly float[] _logits;
    private readonly uint[] _states;
    private readonly uint[] _inputs;
    private readonly uint[] _nextInputs;
    private readonly float[] _attention = new float[8];
    private readonly int _rowsPerInput;
    private bool _reordered;
    private bool _hasStepped;

    internal HashModel(HashDistribution distribution, IReadOnlyList<uint> inputs, int rowsPerInput)
    {
        (_distribution, _rowsPerInput) = (distribution, rowsPerInput);
        var capacity = inputs.Count * rowsPerInput;
        _states = new uint[capacity];
        _next = new uint[capacity];
        _inputs = new uint[capacity];
        _nextInputs = new uint[capacity];
        _logits = new float[capacity * distribution.Vocabulary];
        Reset(inputs);
    }

    public int VocabularySize => _distribution.Vocabulary;

    public int Rows { get; private set; }

    /// <summary>How many rows each step had.</summary>
    internal List<int> RowsOfSteps { get; } = new(capacity: 1024);

    /// <summary>Called at the beginning of each step with its number.</summary>
    internal Action<int>? OnStep { get; set; }

    internal void Reset(IReadOnlyList<uint> inputs)
    {
        Rows = inputs.Count;
        for (var row = 0; row < Rows; row++)
        {
            _states[row] = _inputs[row] = inputs[row];
        }

        _reordered = _hasStepped = false;
        RowsOfSteps.Clear();
    }

    public bool HasAttention => true;

    public bool CanSaveRows => true;

    /// <summary>The model that <see cref="Twin"/> made last.</summary>
    internal HashModel? LastTwin { get; private set; }

    /// <summary>A model of other probabilities with the same inputs, [inputs].</summary>
    internal HashModel Twin() => LastTwin = new(_distribution with { Spread = 2f }, [.. _inputs.Take(Rows)], _rowsPerInput);

    public ReadOnlySpan<float> Attention(int row)
    {
        Require(_hasStepped && !_reordered, "attention only after a step");
        var weights = _attention.AsSpan(0, HashDistribution.SourceLength(_inputs[row]));
        HashDistribution.FillAttention(_states[row], weights);
        return weights;
    }

    public RowState SaveRow(int row) => new(
        [StateTensor.From<int>("hash", [1], [(int)_states[row]]), StateTensor.From<long>("input", [], [_inputs[row]])]);

    public void LoadRows(IReadOnlyList<RowState> rows)
    {
        Require(rows.Count > 0 && rows.Count <= _states.Length, "between one row and the rows per input");
        Rows = rows.Count;
        for (var row = 0; row < Rows; row++)
        {
            _states[row] = (uint)rows[row].Require("hash", StateElement.Int32, [1]).Values<int>()[0];
            _inputs[row] = (uint)rows[row].Require("input", StateElement.Int64, []).Values<long>()[0];
        }

        _reordered = _hasStepped = false;
    }

    public Span<float> Step(ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
    {
        OnStep?.Invoke(RowsOfSteps.Count);
        cancellationToken.ThrowIfCancellationRequested();
        Require(tokens.Length == Rows, "one token per row");
        RowsOfSteps.Add(Rows);
        _logits.AsSpan().Fill(float.NaN);
        for (var row = 0; row < Rows; row++)
        {
            Require((uint)tokens[row] < (uint)VocabularySize, "tokens within the vocabulary");
            _states[row] = HashDistribution.Next(_states[row], tokens[row]);
            _distribution.Fill(_states[row], _logits.AsSpan(row * VocabularySize, VocabularySize));
        }

        (_reordered, _hasStepped) = (false, true);
        return _logits.AsSpan(0, Rows * VocabularySize);
    }

    public void Reorder(ReadOnlySpan<int> parents)
    {
        Require(!_reordered, "at most one Reorder between two steps");
        Require(parents.Length is > 0 && parents.Length <= _states.Length, "between one row and the rows per input");
        var moves = parents.Length != Rows;
        for (var row = 0; row < parents.Length; row++)
        {
            Require((uint)parents[row] < (uint)Rows, "parents among the rows");
            moves |= parents[row] != row;
            _next[row] = _states[parents[row]];
            _nextInputs[row] = _inputs[parents[row]];
        }

        Require(moves, "no Reorder when nothing moves");
        _next.AsSpan(0, parents.Length).CopyTo(_states);
        _nextInputs.AsSpan(0, parents.Length).CopyTo(_inputs);
        Rows = parents.Length;
        _reordered = true;
        _logits.AsSpan().Fill(float.NaN);
    }

    private static void Require(bool condition, string contract)
    {
        if (!condition)
        {
            throw new InvalidOperationException($"The search broke the contract of the step model: {contract}.");
        }
    }
}
