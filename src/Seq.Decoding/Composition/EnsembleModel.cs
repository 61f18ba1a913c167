using System.Numerics.Tensors;
using Seq.Decoding.Sessions;

namespace Seq.Decoding.Composition;

/// <summary>Several models of one vocabulary as one: the next token is likely as they find it on average.</summary>
/// <remarks>
/// The weights w are made to add up to one. Logits are log Σ w p, or Σ w log p, which logits processors see as they are; search normalises behind them.
/// In probability space, p below 10⁻³⁸ counts as impossible. Rows move in all models alike; the attention is the mean of those that have one.
/// </remarks>
public sealed class EnsembleModel : IAttentionModel, ISnapshotModel
{
    private readonly MemberModels _members;
    private readonly float[] _weights; // [members]
    private readonly EnsembleAverage _average;
    private float[] _mean = [];        // [rows, vocabulary]

    /// <param name="models">The models, each with the same inputs as rows; at least two.</param>
    /// <param name="average">What to take the mean of.</param>
    /// <param name="weights">How much each model counts, above 0, [models]; null for all alike.</param>
    /// <exception cref="ArgumentException">There are fewer than two models, their vocabularies or rows differ, or the weights do not fit.</exception>
    public EnsembleModel(IReadOnlyList<IStepModel> models, EnsembleAverage average = EnsembleAverage.Probability, IReadOnlyList<float>? weights = null)
    {
        ArgumentNullException.ThrowIfNull(models);
        if (models.Count < 2 || models.Contains(null!))
        {
            throw new ArgumentException($"An ensemble needs at least two models, but there are {models.Count(model => model is not null)}.", nameof(models));
        }

        if (!Enum.IsDefined(average))
        {
            throw new ArgumentOutOfRangeException(nameof(average), average, "This is none of the averages.");
        }

        weights ??= [.. Enumerable.Repeat(1f, models.Count)];
        if (weights.Count != models.Count || weights.Any(weight => !float.IsFinite(weight) || weight <= 0))
        {
            throw new ArgumentException($"The weights [{string.Join(", ", weights)}] must be finite and above 0, one for each of {models.Count} models.", nameof(weights));
        }

        var sum = weights.Sum();
        _weights = [.. weights.Select(weight => weight / sum)];
        _average = average;
        _members = new MemberModels(models, nameof(models));
    }

    /// <inheritdoc/>
    public int VocabularySize => _members.VocabularySize;

    /// <inheritdoc/>
    public int Rows => _members.Rows;

    /// <inheritdoc/>
    public bool HasAttention => _members.HasAttention;

    /// <inheritdoc/>
    public bool CanSaveRows => _members.CanSaveRows;

    /// <inheritdoc/>
    public Span<float> Step(ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
    {
        var length = tokens.Length * VocabularySize;
        if (_mean.Length < length)
        {
            _mean = new float[length];
        }

        var mean = _mean.AsSpan(0, length);
        mean.Clear();
        for (var member = 0; member < _members.Count; member++)
        {
            var logProbabilities = _members.Step(member, tokens, cancellationToken);
            if (_average == EnsembleAverage.Probability)
            {
                TensorPrimitives.Exp(logProbabilities, logProbabilities);
            }

            TensorPrimitives.MultiplyAdd(logProbabilities, _weights[member], mean, mean);
        }

        if (_average == EnsembleAverage.Probability)
        {
            TensorPrimitives.Log(mean, mean);
        }

        return mean;
    }

    /// <inheritdoc/>
    public void Reorder(ReadOnlySpan<int> parents) => _members.Reorder(parents);

    /// <inheritdoc/>
    public ReadOnlySpan<float> Attention(int row) => _members.Attention(row);

    /// <inheritdoc/>
    public RowState SaveRow(int row) => _members.SaveRow(row);

    /// <inheritdoc/>
    public void LoadRows(IReadOnlyList<RowState> rows) => _members.LoadRows(rows);
}
