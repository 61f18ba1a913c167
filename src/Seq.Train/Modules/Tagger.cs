using Seq.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>A recurrent tagger as its description says.</summary>
internal sealed class Tagger : SequenceModule
{
    private readonly TokenInput _input;
    private readonly RecurrentStack _layers;
    private readonly UnitDropout _dropout;
    private readonly OutputLayer _output;

    internal Tagger(TaggerDescription model)
        : base(nameof(Tagger), model)
    {
        _input = new(model.Vocabulary, model.Embedding, model);
        _layers = new(model.Layers, model.InputSize, model.VariationalDropout);
        _dropout = new(model.Dropout, model.VariationalDropout);
        _output = new(model.Layers.OutputSize, model.Tags);
        RegisterComponents();
    }

    /// <inheritdoc/>
    internal override OutputLayer Output => _output;

    /// <summary>Tags rows.</summary>
    /// <param name="source">int64 [batch, time].</param>
    /// <param name="rows">Lengths of the rows.</param>
    /// <returns>[batch, time, tags]; what stands past a row's length is not meaningful.</returns>
    internal Tensor Logits(Tensor source, RowLengths rows) => _output.Logits(Hidden(source, rows));

    /// <summary>What enters the output layer.</summary>
    /// <returns>[batch, time, output].</returns>
    internal Tensor Hidden(Tensor source, RowLengths rows)
    {
        var masks = new SequenceMasks();
        return _dropout.Apply(_layers.Read(_input.Look(source, masks), rows, masks, lastStates: false).Output, masks);
    }

    /// <inheritdoc/>
    internal override IEnumerable<(string Name, Parameter Value)> Named() =>
        [.. _input.Named(ClassifierNames.Embedding), .. _layers.Named(ClassifierNames.Layers), .. _output.Named()];
}
