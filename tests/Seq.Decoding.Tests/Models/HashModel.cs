namespace Seq.Decoding.Tests.Models;

/// <summary>
/// A step model whose logits hang on every token the row has taken in, so that a row moved wrongly shows at once.
/// It holds the search to the contract: it throws when a call is not allowed, and spoils logits that are no longer valid.
/// </summary>
internal sealed class HashModel : IStepModel
{
    private readonly HashDistribution _distribution;
    private readonly uint[] _next;
    private readonly float[] _logits;
    private readonly uint[] _states;
    private bool _reordered;

    internal HashModel(HashDistribution distribution, IReadOnlyList<uint> inputs, int rowsPerInput)
    {
        _distribution = distribution;
        var capacity = inputs.Count * rowsPerInput;
        _states = new uint[capacity];
        _next = new uint[capacity];
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
            _states[row] = inputs[row];
        }

        _reordered = false;
        RowsOfSteps.Clear();
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

        _reordered = false;
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
        }

        Require(moves, "no Reorder when nothing moves");
        _next.AsSpan(0, parents.Length).CopyTo(_states);
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
