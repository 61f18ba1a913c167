using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Dropout of units in training: drawn for each time, or once for all times of a sequence (Gal and Ghahramani 2016, arXiv:1512.05287).</summary>
internal sealed class UnitDropout : nn.Module
{
    private readonly double _probability;
    private readonly bool _variational;

    /// <param name="probability">Probability that a unit is dropped, in [0, 1).</param>
    /// <param name="variational">Whether a dropped unit stays dropped at all times of a sequence.</param>
    internal UnitDropout(double probability, bool variational)
        : base(nameof(UnitDropout))
    {
        _probability = probability;
        _variational = variational;
        RegisterComponents();
    }

    /// <summary>Drops units of values.</summary>
    /// <param name="values">[batch, time, units].</param>
    /// <param name="masks">What this batch of sequences has dropped so far.</param>
    internal Tensor Apply(Tensor values, SequenceMasks masks)
    {
        if (!training || _probability == 0)
        {
            return values;
        }

        return _variational ? values * Mask(values, values.shape[0], masks) : nn.functional.dropout(values, _probability);
    }

    /// <summary>Drops units at the real steps of ragged rows.</summary>
    /// <param name="values">[real steps, units].</param>
    /// <param name="steps">The real steps.</param>
    /// <param name="masks">What this batch of sequences has dropped so far.</param>
    internal Tensor Apply(Tensor values, RealSteps steps, SequenceMasks masks) => training && _probability > 0 && _variational
        ? values * Mask(values, steps.Lengths.Length, masks).squeeze(1).index_select(0, steps.Rows)
        : Apply(values);

    /// <summary>Drops units of values without time.</summary>
    /// <param name="values">[batch, units].</param>
    internal Tensor Apply(Tensor values) => training && _probability > 0 ? nn.functional.dropout(values, _probability) : values;

    /// <summary>[rows, 1, units].</summary>
    private Tensor Mask(Tensor values, long rows, SequenceMasks masks) =>
        masks.Of(this, () => nn.functional.dropout(ones([rows, 1, values.shape[^1]], values.dtype, values.device), _probability));
}
