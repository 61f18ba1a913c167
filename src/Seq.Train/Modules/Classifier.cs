using Seq.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>A recurrent classifier as its description says.</summary>
internal sealed class Classifier : SequenceModule
{
    private readonly TokenInput _input;
    private readonly ConvolutionFront? _convolution;
    private readonly RecurrentStack _layers;
    private readonly Pooling _pooling;
    private readonly UnitDropout _dropout;
    private readonly OutputLayer _output;

    internal Classifier(ClassifierDescription model)
        : base(nameof(Classifier), model)
    {
        _input = new(model.Vocabulary, model.Embedding, model);
        _convolution = model.Convolution is null ? null : new(model.Convolution, model.InputSize);
        _layers = new(model.Layers, model.Convolution?.Filters ?? model.InputSize, model.VariationalDropout);
        _pooling = new(model.Pooling, model.Layers);
        _dropout = new(model.Dropout, model.VariationalDropout);
        _output = new(model.Layers.OutputSize, model.Classes);
        RegisterComponents();
    }

    /// <inheritdoc/>
    internal override OutputLayer Output => _output;

    /// <summary>Classifies rows.</summary>
    /// <param name="source">int64 [batch, time].</param>
    /// <param name="rows">Lengths of the rows.</param>
    /// <returns>[batch, classes].</returns>
    internal Tensor Logits(Tensor source, RowLengths rows)
    {
        var (outputs, steps) = Read(source, rows);
        return _output.Logits(_dropout.Apply(_pooling.Apply(outputs, steps, _layers)));
    }

    /// <summary>How much attention pooling looks at each step.</summary>
    /// <returns>[batch, steps]; with pooling in a convolution, a step stands for several tokens.</returns>
    /// <exception cref="InvalidOperationException">The classifier pools otherwise.</exception>
    internal Tensor PoolingWeights(Tensor source, RowLengths rows)
    {
        var (outputs, steps) = Read(source, rows);
        return _pooling.Weights(outputs, steps);
    }

    /// <inheritdoc/>
    internal override IEnumerable<(string Name, Parameter Value)> Named() =>
    [
        .. _input.Named(ClassifierNames.Embedding),
        .. _convolution?.Named() ?? [],
        .. _layers.Named(ClassifierNames.Layers),
        .. _pooling.Named(),
        .. _output.Named(),
    ];

    private (Tensor Outputs, RowLengths Steps) Read(Tensor source, RowLengths rows)
    {
        var masks = new SequenceMasks();
        var (input, steps) = (_input.Look(source, masks), rows);
        if (_convolution is not null)
        {
            (input, steps) = _convolution.Apply(input, rows);
        }

        return (_layers.Read(input, steps, masks, lastStates: false).Output, steps);
    }
}
