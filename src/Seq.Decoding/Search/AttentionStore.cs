using System.Collections.Immutable;
using System.Numerics.Tensors;

namespace Seq.Decoding.Search;

/// <summary>The attention rows of a decode, when the results or the coverage penalty want them; otherwise it does nothing.</summary>
internal sealed class AttentionStore(SearchOptions options)
{
    internal const int None = -1;

    private readonly bool _wanted = options.KeepAttention || !options.CoveragePenalty.IsNone;
    private IAttentionModel? _model;
    private float[] _weights = [];  // All rows, one after another.
    private int[] _ends = [];       // [records]: where a row ends.
    private int _records;
    private float[] _coverage = []; // [source]
    private int[] _path = [];       // [step]

    internal void Begin(IStepModel model)
    {
        _records = 0;
        _model = _wanted ? (IAttentionModel)model : null;
    }

    /// <summary>Takes down where a row looked in the last step.</summary>
    /// <returns>The number of the record, or <see cref="None"/> when nobody asks.</returns>
    internal int Record(int row)
    {
        if (_model is null)
        {
            return None;
        }

        var weights = _model.Attention(row);
        var begin = Begin(_records);
        if (_records == _ends.Length)
        {
            Array.Resize(ref _ends, Math.Max(16, 2 * _records));
        }

        if (begin + weights.Length > _weights.Length)
        {
            Array.Resize(ref _weights, Math.Max(begin + weights.Length, 2 * _weights.Length));
        }

        if (!float.IsFinite(TensorPrimitives.Sum(weights)))
        {
            throw new StepModelException($"The attention of row {row} is not finite; it must be weights between 0 and 1.");
        }

        weights.CopyTo(_weights.AsSpan(begin));
        _ends[_records] = begin + weights.Length;
        return _records++;
    }

    /// <summary>Where a row looked, [source].</summary>
    internal ReadOnlySpan<float> this[int record] => _weights.AsSpan(Begin(record).._ends[record]);

    /// <summary>The attention of a hypothesis, [length][source]; empty unless asked for.</summary>
    internal ImmutableArray<ImmutableArray<float>> ToMatrix(TokenTree tree, int node, int length)
    {
        if (!options.KeepAttention)
        {
            return [];
        }

        var rows = new ImmutableArray<float>[length];
        foreach (ref var row in rows.AsSpan())
        {
            row = [];
        }

        foreach (var (step, record) in Path(tree, node, length).ToArray().Index())
        {
            rows[step] = [.. this[record]];
        }

        return [.. rows];
    }

    /// <summary>The coverage penalty of a hypothesis; 0 without one, and before the first token.</summary>
    internal double CoverageTerm(TokenTree tree, int node, int length) =>
        options.CoveragePenalty.IsNone || length == 0 ? 0 : CoverageTerm(Path(tree, node, length));

    /// <summary>The coverage penalty of some steps, the first one first.</summary>
    internal double CoverageTerm(ReadOnlySpan<int> records)
    {
        if (options.CoveragePenalty.IsNone || records.IsEmpty)
        {
            return 0;
        }

        var source = this[records[0]].Length;
        if (_coverage.Length < source)
        {
            _coverage = new float[source];
        }

        var coverage = _coverage.AsSpan(0, source);
        coverage.Clear();
        foreach (var record in records)
        {
            var weights = this[record];
            if (weights.Length != source)
            {
                throw new StepModelException($"The attention of one hypothesis has {source} source positions at one step and {weights.Length} at another; its source does not change.");
            }

            TensorPrimitives.Add(coverage, weights, coverage);
        }

        return options.CoveragePenalty.Term(coverage);
    }

    /// <summary>Whether there is such a record; where nobody asks for attention there is <see cref="None"/>.</summary>
    internal bool Has(int record) => _wanted ? (uint)record < (uint)_records : record == None;

    /// <summary>Gives or takes the rows.</summary>
    internal void Exchange(StateExchange exchange)
    {
        exchange.Array(ref _ends, ref _records);
        for (var record = 0; record < _records && exchange.IsInput; record++)
        {
            StateExchange.Require(Begin(record) <= _ends[record], "a record of attention ends before it begins");
        }

        var weights = Begin(_records);
        exchange.Array(ref _weights, ref weights);
        StateExchange.Require(weights == Begin(_records), "its attention is not as long as its records");
    }

    private int Begin(int record) => record == 0 ? 0 : _ends[record - 1];

    private ReadOnlySpan<int> Path(TokenTree tree, int node, int length)
    {
        if (_path.Length < length)
        {
            _path = new int[Math.Max(16, 2 * length)];
        }

        tree.CopyAttention(node, _path.AsSpan(0, length));
        return _path.AsSpan(0, length);
    }
}
