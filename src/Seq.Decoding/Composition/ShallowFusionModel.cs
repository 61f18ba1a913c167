using System.Numerics.Tensors;
using Seq.Decoding.Sessions;

namespace Seq.Decoding.Composition;

/// <summary>A model whose choices a language model of the same vocabulary weighs too: shallow fusion (Gulcehre et al. 2015, §4.1, arXiv:1503.03535).</summary>
/// <remarks>
/// The log-probability of a token is log p[model] + λ log p[language model]. These do not add up to one and are not made to, as in the paper, so a
/// hypothesis has the sum of both models' log-probabilities. The language model takes in the tokens that the model takes in, the start token first.
/// </remarks>
public sealed class ShallowFusionModel : IAttentionModel, ISnapshotModel
{
    private readonly MemberModels _members;
    private readonly IStepModel _model;
    private readonly float _weight;

    /// <param name="model">The model.</param>
    /// <param name="languageModel">The language model, with one row in its initial state for each row of the model.</param>
    /// <param name="weight">λ, finite and above 0; the paper finds its values between 0.001 and 0.1, others up to 0.5.</param>
    /// <exception cref="ArgumentException">The vocabularies or the rows differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="weight"/> is out of range.</exception>
    public ShallowFusionModel(IStepModel model, IStepModel languageModel, float weight)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(languageModel);
        if (!float.IsFinite(weight) || weight <= 0f)
        {
            throw new ArgumentOutOfRangeException(nameof(weight), weight, "The weight of the language model must be finite and above 0. Decode with the model alone to leave it out.");
        }

        _members = new MemberModels([model, languageModel], nameof(languageModel));
        (_model, _weight) = (model, weight);
    }

    /// <inheritdoc/>
    public int VocabularySize => _members.VocabularySize;

    /// <inheritdoc/>
    public int Rows => _members.Rows;

    /// <inheritdoc/>
    public bool LogitsAreLogProbabilities => true;

    /// <summary>Whether the model has attention; that of the language model is not asked.</summary>
    public bool HasAttention => _model is IAttentionModel { HasAttention: true };

    /// <inheritdoc/>
    public bool CanSaveRows => _members.CanSaveRows;

    /// <inheritdoc/>
    public Span<float> Step(ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
    {
        var logProbabilities = _members.Step(0, tokens, cancellationToken);
        TensorPrimitives.MultiplyAdd(_members.Step(1, tokens, cancellationToken), _weight, logProbabilities, logProbabilities);
        return logProbabilities;
    }

    /// <inheritdoc/>
    public void Reorder(ReadOnlySpan<int> parents) => _members.Reorder(parents);

    /// <inheritdoc/>
    public ReadOnlySpan<float> Attention(int row) => ((IAttentionModel)_model).Attention(row);

    /// <inheritdoc/>
    public RowState SaveRow(int row) => _members.SaveRow(row);

    /// <inheritdoc/>
    public void LoadRows(IReadOnlyList<RowState> rows) => _members.LoadRows(rows);
}
