using Seq.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Tokens as vectors: rows of a trained table, or one-hot; with dropout of whole tokens and of units.</summary>
internal sealed class TokenInput : nn.Module
{
    private readonly Embedding? _table;
    private readonly Tensor? _one; // Of one-hot input: moves with the module, and so knows its type.
    private readonly UnitDropout _dropout;
    private readonly int _vocabulary;
    private readonly double _tokenDropout;

    /// <param name="vocabulary">Number of tokens.</param>
    /// <param name="width">Width of the table; null for one-hot input.</param>
    /// <param name="model">Says what is dropped.</param>
    internal TokenInput(int vocabulary, int? width, ModelDescription model)
        : base(nameof(TokenInput))
    {
        _vocabulary = vocabulary;
        _tokenDropout = model.EmbeddingDropout;
        _table = width is { } columns ? nn.Embedding(vocabulary, columns) : null;
        _one = width is null ? ones(1).DetachFromDisposeScope() : null;
        _dropout = new(model.InputDropout ?? model.Dropout, model.VariationalDropout);
        RegisterComponents();
    }

    /// <summary>The table, [vocabulary, width]; null for one-hot input. Each look gives a new handle of the same tensor.</summary>
    internal Parameter? Table => _table?.weight;

    /// <summary>Looks tokens up.</summary>
    /// <param name="tokens">int64 [batch, time].</param>
    /// <param name="masks">What this batch of sequences has dropped so far.</param>
    /// <returns>[batch, time, width].</returns>
    internal Tensor Look(Tensor tokens, SequenceMasks masks)
    {
        var vectors = _table?.call(tokens) ?? nn.functional.one_hot(tokens, _vocabulary).to(_one!.dtype);
        if (training && _tokenDropout > 0)
        {
            // A token that occurs twice is dropped twice, or not at all: the mask is drawn over the vocabulary.
            var kept = masks.Of(this, () => nn.functional.dropout(ones([_vocabulary], vectors.dtype, tokens.device), _tokenDropout));
            vectors = vectors * kept.index_select(0, tokens.view(-1)).view(tokens.shape[0], tokens.shape[1], 1);
        }

        return _table is null ? vectors : _dropout.Apply(vectors, masks);
    }

    /// <summary>The table's name and value, if there is one.</summary>
    /// <param name="name">Its name in a checkpoint.</param>
    internal IEnumerable<(string Name, Parameter Value)> Named(string name) => Table is { } table ? [(name, table)] : [];
}
