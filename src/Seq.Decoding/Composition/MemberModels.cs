using System.Collections.Immutable;
using System.Numerics.Tensors;
using Seq.Decoding.Kernels;
using Seq.Decoding.Sessions;

namespace Seq.Decoding.Composition;

/// <summary>Several models of one vocabulary whose rows go together.</summary>
internal sealed class MemberModels
{
    private readonly IStepModel[] _members;
    private float[] _attention = []; // [source]

    /// <exception cref="ArgumentException">Vocabularies or rows differ.</exception>
    internal MemberModels(IReadOnlyList<IStepModel> members, string parameter)
    {
        _members = [.. members];
        for (var i = 1; i < _members.Length; i++)
        {
            if (_members[i].VocabularySize != VocabularySize)
            {
                throw new ArgumentException(
                    $"Model {i} has {_members[i].VocabularySize} tokens, but model 0 has {VocabularySize}. Models go together only with one vocabulary.", parameter);
            }

            if (_members[i].Rows != Rows)
            {
                throw new ArgumentException($"Model {i} has {_members[i].Rows} rows, but model 0 has {Rows}. Give each the same inputs, in one order.", parameter);
            }
        }
    }

    internal int VocabularySize => _members[0].VocabularySize;

    internal int Rows => _members[0].Rows;

    internal int Count => _members.Length;

    internal bool CanSaveRows => _members.All(member => member is ISnapshotModel { CanSaveRows: true });

    internal bool HasAttention => _members.Any(member => member is IAttentionModel { HasAttention: true });

    /// <summary>A step of one member, its rows as log-probabilities, [rows, vocabulary].</summary>
    internal Span<float> Step(int member, ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
    {
        var model = _members[member];
        var logits = model.Step(tokens, cancellationToken);
        if (logits.Length != tokens.Length * VocabularySize)
        {
            throw new StepModelException($"Model {member} returned {logits.Length} logits where {tokens.Length} rows of {VocabularySize} make {tokens.Length * VocabularySize}.");
        }

        for (var row = 0; row < tokens.Length && !model.LogitsAreLogProbabilities; row++)
        {
            var rowLogits = logits.Slice(row * VocabularySize, VocabularySize);
            LogSoftmax.TryCompute(rowLogits, rowLogits); // A row without a possible token stays one, and no NaN comes of it.
        }

        return logits;
    }

    internal void Reorder(ReadOnlySpan<int> parents)
    {
        foreach (var member in _members)
        {
            member.Reorder(parents);
        }
    }

    /// <summary>The mean attention of the members that have one, [source].</summary>
    internal ReadOnlySpan<float> Attention(int row)
    {
        var (count, source) = (0, 0);
        foreach (var member in _members)
        {
            if (member is not IAttentionModel { HasAttention: true } model)
            {
                continue;
            }

            var weights = model.Attention(row);
            if (count++ == 0)
            {
                source = weights.Length;
                _attention = _attention.Length < source ? new float[source] : _attention;
                weights.CopyTo(_attention);
                continue;
            }

            if (weights.Length != source)
            {
                throw new StepModelException($"One model looks at {source} source positions in row {row}, another at {weights.Length}; models of one source have attention of one length.");
            }

            TensorPrimitives.Add(_attention.AsSpan(0, source), weights, _attention);
        }

        var mean = _attention.AsSpan(0, source);
        TensorPrimitives.Divide(mean, Math.Max(1, count), mean);
        return mean;
    }

    /// <summary>The states of all members, each name behind the number of its member.</summary>
    internal RowState SaveRow(int row) => new([.. _members.SelectMany((member, i) =>
        ((ISnapshotModel)member).SaveRow(row).Tensors.Select(tensor => tensor.Named($"{i}/{tensor.Name}")))]);

    internal void LoadRows(IReadOnlyList<RowState> rows)
    {
        for (var i = 0; i < _members.Length; i++)
        {
            var prefix = $"{i}/";
            ImmutableArray<RowState> own = [.. rows.Select(row => new RowState(
                [.. row.Tensors.Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(tensor => tensor.Named(tensor.Name[prefix.Length..]))]))];
            ((ISnapshotModel)_members[i]).LoadRows(own);
        }
    }
}
