using System.Numerics.Tensors;
using Seq.Decoding.Kernels;
using Seq.Decoding.Sessions;

namespace Seq.Decoding.Composition;

/// <summary>A pointer-generator as a model over an extended vocabulary: the model's tokens, and behind them the source words that it does not know.</summary>
/// <remarks>
/// p[w] = p_gen · p_vocabulary[w] + (1 − p_gen) · Σ a[i] over the source positions i that hold w, a being the attention (See et al. 2017,
/// equation 9, arXiv:1704.04368). A word beyond the vocabulary is fed back to the model as the unknown token.
/// </remarks>
public sealed class CopyingModel : IAttentionModel, ISnapshotModel
{
    private const string SourceState = "copy/source";

    private readonly ICopyModel _model;
    private readonly int _unknownToken;
    private int[][] _sources;         // [rows][source]
    private int[][] _nextSources = [];
    private int[] _tokens = [];       // [rows]
    private float[] _logits = [];     // [rows, extended vocabulary]

    /// <param name="model">The model, with one row per input.</param>
    /// <param name="sources">The source of each input in ids of the extended vocabulary, [inputs][source], as long as its attention.</param>
    /// <param name="vocabularySize">The size of the extended vocabulary, at least that of the model.</param>
    /// <param name="unknownToken">The model's token for words that it does not know.</param>
    /// <exception cref="ArgumentException">The sources do not fit the rows, or an id is out of range.</exception>
    public CopyingModel(ICopyModel model, IReadOnlyList<IReadOnlyList<int>> sources, int vocabularySize, int unknownToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabularySize, model.VocabularySize);
        if ((uint)unknownToken >= (uint)model.VocabularySize)
        {
            throw new ArgumentOutOfRangeException(nameof(unknownToken), unknownToken, $"The unknown token must be one of the model's, from 0 to {model.VocabularySize - 1}.");
        }

        if (sources.Count != model.Rows)
        {
            throw new ArgumentException($"There are {sources.Count} sources for the {model.Rows} rows of the model; give one per row.", nameof(sources));
        }

        _sources = [.. sources.Select(source => source.ToArray())];
        if (_sources.SelectMany(source => source).FirstOrDefault(token => (uint)token >= (uint)vocabularySize, -1) is var wrong and not -1)
        {
            throw new ArgumentException($"A source has token {wrong}, but the extended vocabulary goes from 0 to {vocabularySize - 1}.", nameof(sources));
        }

        (_model, VocabularySize, _unknownToken) = (model, vocabularySize, unknownToken);
    }

    /// <summary>The size of the extended vocabulary.</summary>
    public int VocabularySize { get; }

    /// <inheritdoc/>
    public int Rows => _model.Rows;

    /// <inheritdoc/>
    public bool HasAttention => true;

    /// <inheritdoc/>
    public bool CanSaveRows => _model is ISnapshotModel { CanSaveRows: true };

    /// <inheritdoc/>
    /// <exception cref="StepModelException">The attention of a row is not as long as its source, or p_gen is not from 0 to 1.</exception>
    public Span<float> Step(ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
    {
        if (_logits.Length < tokens.Length * VocabularySize)
        {
            _logits = new float[tokens.Length * VocabularySize];
            _tokens = new int[tokens.Length];
        }

        var known = _tokens.AsSpan(0, tokens.Length);
        for (var row = 0; row < tokens.Length; row++)
        {
            known[row] = tokens[row] < _model.VocabularySize ? tokens[row] : _unknownToken;
        }

        var logits = _model.Step(known, cancellationToken);
        for (var row = 0; row < tokens.Length; row++)
        {
            Mix(row, logits.Slice(row * _model.VocabularySize, _model.VocabularySize), _logits.AsSpan(row * VocabularySize, VocabularySize));
        }

        return _logits.AsSpan(0, tokens.Length * VocabularySize);
    }

    /// <inheritdoc/>
    public void Reorder(ReadOnlySpan<int> parents)
    {
        if (_nextSources.Length < parents.Length)
        {
            _nextSources = new int[parents.Length][];
        }

        for (var row = 0; row < parents.Length; row++)
        {
            _nextSources[row] = _sources[parents[row]];
        }

        (_sources, _nextSources) = (_nextSources, _sources);
        _model.Reorder(parents);
    }

    /// <inheritdoc/>
    public ReadOnlySpan<float> Attention(int row) => _model.Attention(row);

    /// <inheritdoc/>
    public RowState SaveRow(int row)
    {
        var source = _sources[row];
        return new([.. ((ISnapshotModel)_model).SaveRow(row).Tensors, StateTensor.From<int>(SourceState, [source.Length], source)]);
    }

    /// <inheritdoc/>
    public void LoadRows(IReadOnlyList<RowState> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        _sources = [.. rows.Select(row => row.Require(SourceState, StateElement.Int32, [-1]).Values<int>().ToArray())];
        ((ISnapshotModel)_model).LoadRows([.. rows.Select(row => new RowState([.. row.Tensors.Where(tensor => tensor.Name != SourceState)]))]);
    }

    private void Mix(int row, Span<float> logits, Span<float> extended)
    {
        var (generates, source) = (_model.GenerationProbability(row), _sources[row]);
        var attention = _model.Attention(row);
        if (!(generates >= 0f && generates <= 1f))
        {
            throw new StepModelException(FormattableString.Invariant($"The generation probability of row {row} is {generates}; it must be from 0 to 1."));
        }

        if (attention.Length != source.Length)
        {
            throw new StepModelException($"Row {row} looks at {attention.Length} source positions, but its source has {source.Length} tokens.");
        }

        LogSoftmax.Compute(logits, logits);
        TensorPrimitives.Exp(logits, logits);
        TensorPrimitives.Multiply(logits, generates, extended);
        extended[logits.Length..].Clear();
        for (var i = 0; i < source.Length; i++)
        {
            extended[source[i]] += (1f - generates) * attention[i];
        }

        TensorPrimitives.Log(extended, extended);
    }
}
