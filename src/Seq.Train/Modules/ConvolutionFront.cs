using Seq.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>A convolution over time with ReLU and max-pooling; the equations are in <see cref="ConvolutionDescription"/>.</summary>
internal sealed class ConvolutionFront : nn.Module
{
    private readonly ConvolutionDescription _description;
    private readonly Parameter _weight;
    private readonly Parameter _bias;

    internal ConvolutionFront(ConvolutionDescription description, int inputSize)
        : base(nameof(ConvolutionFront))
    {
        _description = description;
        _weight = InitialWeights.Uniform(inputSize * description.Width, description.Filters, inputSize, description.Width);
        _bias = InitialWeights.Uniform(inputSize * description.Width, description.Filters);
        RegisterComponents();
    }

    /// <summary>Reads ragged rows.</summary>
    /// <param name="input">[batch, time, input].</param>
    /// <param name="rows">Lengths of the rows.</param>
    /// <returns>[batch, ⌈time / pool⌉, filters], and the lengths of what the rows leave.</returns>
    internal (Tensor Output, RowLengths Rows) Apply(Tensor input, RowLengths rows)
    {
        var padding = rows.Padding.unsqueeze(1);                                                            // [batch, 1, time]
        var channels = input.transpose(1, 2).masked_fill(padding, 0);                                       // [batch, input, time]
        var before = _description.PaddingBefore;
        var wide = nn.functional.pad(channels, [before, _description.Width - 1 - before]);
        var values = nn.functional.conv1d(wide, _weight, _bias).relu();                                     // [batch, filters, time]
        if (_description.Pool == 1)
        {
            return (values.transpose(1, 2), rows);
        }

        // Nothing is below 0 after the ReLU, so a 0 past the row's end changes no maximum.
        var pooled = nn.functional.max_pool1d(values.masked_fill(padding, 0), _description.Pool, ceil_mode: true);
        long[] lengths = [.. rows.Values.Select(_description.LengthAfter)];
        return (pooled.transpose(1, 2), new(lengths, _description.LengthAfter(rows.Time), input.device));
    }

    /// <summary>Each trained tensor with the name it has in a checkpoint.</summary>
    internal IEnumerable<(string Name, Parameter Value)> Named() => [(ClassifierNames.ConvolutionWeight, _weight), (ClassifierNames.ConvolutionBias, _bias)];
}
