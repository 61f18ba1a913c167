using Seq.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>A recurrent language model as its description says.</summary>
internal sealed class LanguageModel : SequenceModule
{
    private readonly LanguageModelDescription _model;
    private readonly TokenInput _input;
    private readonly RecurrentStack _layers;
    private readonly WindowAttention? _attention;
    private readonly UnitDropout _dropout;
    private readonly OutputLayer _output;

    internal LanguageModel(LanguageModelDescription model)
        : base(nameof(LanguageModel), model)
    {
        _model = model;
        _input = new(model.Vocabulary, model.Embedding, model);
        _layers = new(model.Layers, model.InputSize, model.VariationalDropout);
        _attention = model.WindowAttention is null ? null : new(model);
        _dropout = new(model.Dropout, model.VariationalDropout);
        _output = model switch
        {
            { AdaptiveSoftmax: { } adaptive } => new(adaptive, model.OutputSize, model.Vocabulary),
            { TiedEmbeddings: true } => new(() => _input.Table!, model.OutputSize, model.Vocabulary),
            _ => new(model.OutputSize, model.Vocabulary),
        };
        RegisterComponents();
    }

    /// <inheritdoc/>
    internal override OutputLayer Output => _output;

    /// <summary>Reads tokens.</summary>
    /// <param name="fed">int64 [batch, time].</param>
    /// <param name="state">The state before the first of them; zeros if null.</param>
    /// <returns>What enters the output layer, [batch, time, output], with its dropout in training, and the state after the last time.</returns>
    internal (Tensor Output, LanguageState Next) Run(Tensor fed, LanguageState? state)
    {
        var (output, _, next) = Read(fed, state);
        return (output, next);
    }

    /// <summary>Reads tokens, and tells the outputs before their dropout too.</summary>
    /// <param name="fed">int64 [batch, time].</param>
    /// <param name="state">The state before the first of them; zeros if null.</param>
    /// <returns>What enters the output layer, [batch, time, output], with its dropout in training; the same without it; and the state after the last time.</returns>
    internal (Tensor Output, Tensor Undropped, LanguageState Next) Read(Tensor fed, LanguageState? state)
    {
        var masks = new SequenceMasks();
        var input = _input.Look(fed, masks);
        LanguageState next;
        Tensor output;
        if (_attention is null)
        {
            (output, var layers) = _layers.Write(input, state?.Layers, masks);
            next = new(layers, null, null);
        }
        else
        {
            (output, next) = _attention.Run(input, state, _layers, masks);
        }

        return (_dropout.Apply(output, masks), output, next);
    }

    /// <inheritdoc/>
    internal override IEnumerable<(string Name, Parameter Value)> Named() =>
    [
        .. _input.Named(LanguageModelNames.Embedding),
        .. _layers.Named(LanguageModelNames.Layers),
        .. _attention?.Named() ?? [],
        .. _output.Named(),
    ];
}
