using System.Collections.Immutable;
using Seq.Decoding.Kernels;

namespace Seq.Decoding.Search;

/// <summary>The likeliest tokens of the rows of a decode, for hypotheses to tell what else was possible.</summary>
internal sealed class AlternativeStore(int perStep)
{
    internal const int None = -1;

    private readonly float[] _logits = new float[perStep];
    private readonly int[] _best = new int[perStep];
    private TokenAlternative[] _items = []; // [records × perStep]; token −1 where fewer were possible
    private int _records;

    internal void Clear() => _records = 0;

    /// <summary>Takes down the best tokens of a row.</summary>
    /// <returns>The number of the record, or <see cref="None"/> when nobody asks for alternatives.</returns>
    internal int Record(ReadOnlySpan<float> logits, double logSumExp)
    {
        if (perStep == 0)
        {
            return None;
        }

        var begin = _records * perStep;
        if (begin + perStep > _items.Length)
        {
            Array.Resize(ref _items, Math.Max(16 * perStep, 2 * _items.Length));
        }

        var count = TopK.Select(logits, _logits, _best);
        for (var i = 0; i < perStep; i++)
        {
            _items[begin + i] = i < count && !float.IsNegativeInfinity(_logits[i]) ? new(_best[i], _logits[i] - logSumExp) : new(-1, 0);
        }

        return _records++;
    }

    /// <summary>The alternatives of a record, likeliest first.</summary>
    internal ImmutableArray<TokenAlternative> this[int record] =>
        [.. _items.AsSpan(record * perStep, perStep).ToArray().TakeWhile(alternative => alternative.Token >= 0)];

    /// <summary>Whether there is such a record; without alternatives there is <see cref="None"/>.</summary>
    internal bool Has(int record) => perStep == 0 ? record == None : (uint)record < (uint)_records;

    /// <summary>Gives or takes the records.</summary>
    internal void Exchange(StateExchange exchange)
    {
        exchange.Value(ref _records);
        if (exchange.CountsOnly)
        {
            return;
        }

        if (exchange.IsInput)
        {
            var bytes = (long)_records * perStep * (sizeof(int) + sizeof(double));
            StateExchange.Require(_records >= 0 && bytes <= exchange.Left, $"it announces {_records} records of alternatives where it has no room for them");
        }

        if (_items.Length < _records * perStep)
        {
            Array.Resize(ref _items, _records * perStep);
        }

        foreach (ref var item in _items.AsSpan(0, _records * perStep))
        {
            var (token, logProbability) = item;
            exchange.Value(ref token);
            exchange.Value(ref logProbability);
            item = new TokenAlternative(token, logProbability);
        }
    }
}
