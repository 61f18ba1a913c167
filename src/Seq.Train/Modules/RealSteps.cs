using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Where the real steps of a padded batch lie: row after row, each from its first step to its length.</summary>
internal sealed class RealSteps
{
    private readonly Device? _device;
    private readonly bool _isAll;
    private Tensor? _places;
    private Tensor? _rows;

    /// <param name="lengths">Real steps per row.</param>
    /// <param name="time">The padded length.</param>
    /// <param name="device">Where the tensors lie; the default device if null.</param>
    internal RealSteps(long[] lengths, long time, Device? device = null)
    {
        (Lengths, Time, _device) = (lengths, time, device);
        _isAll = Array.TrueForAll(lengths, length => length == time);
    }

    /// <summary>Real steps per row.</summary>
    internal long[] Lengths { get; }

    /// <summary>The padded length.</summary>
    internal long Time { get; }

    /// <summary>int64 [steps]: the row of each real step.</summary>
    internal Tensor Rows => _rows ??= tensor(Each((row, _) => row), device: _device);

    private Tensor Places => _places ??= tensor(Each((row, step) => (row * Time) + step), device: _device);

    /// <summary>The real steps of padded values, side by side.</summary>
    /// <param name="values">[batch, time, width].</param>
    /// <returns>[steps, width].</returns>
    internal Tensor Of(Tensor values) => OfFlat(values.reshape(-1, values.shape[2]));

    /// <inheritdoc cref="Of"/>
    /// <param name="values">[batch · time] or [batch · time, width].</param>
    /// <returns>[steps] or [steps, width].</returns>
    internal Tensor OfFlat(Tensor values) => _isAll ? values : values.index_select(0, Places);

    private long[] Each(Func<long, long, long> value)
    {
        var all = new long[Lengths.Sum()];
        var place = 0;
        for (var row = 0; row < Lengths.Length; row++)
        {
            for (long step = 0; step < Lengths[row]; step++)
            {
                all[place++] = value(row, step);
            }
        }

        return all;
    }
}
