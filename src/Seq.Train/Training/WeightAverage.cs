using Seq.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>A mean of the weights over the steps; see <see cref="AverageKind"/>.</summary>
internal sealed class WeightAverage : IDisposable
{
    /// <summary>Name of the file with the weights that training goes on from, where the model's are a mean.</summary>
    internal const string RawWeightsFile = "raw-weights.safetensors";

    private readonly AverageSettings _settings;
    private readonly IReadOnlyList<(string Name, Parameter Value)> _weights;
    private readonly Tensor[] _means;
    private bool _swapped;

    internal WeightAverage(AverageSettings settings, IReadOnlyList<(string Name, Parameter Value)> weights)
    {
        using var quiet = no_grad();
        (_settings, _weights) = (settings, weights);
        _means = [.. weights.Select(weight => weight.Value.detach().clone().DetachFromDisposeScope())];
    }

    public void Dispose() => Array.ForEach(_means, mean => mean.Dispose());

    /// <summary>Takes the weights after a step in.</summary>
    /// <param name="count">Steps taken in before; the mean begins anew with 0.</param>
    internal void Add(long count)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var share = _settings.Kind == AverageKind.Ema ? 1 - Math.Min(_settings.Decay, (1.0 + count) / (10.0 + count)) : 1.0 / (count + 1);
        for (var place = 0; place < _means.Length; place++)
        {
            _means[place].mul_(1 - share).add_(_weights[place].Value, alpha: share);
        }
    }

    /// <summary>Puts the mean into the module until the result is disposed.</summary>
    internal IDisposable Use()
    {
        if (!_swapped)
        {
            Swap();
        }

        return new Return(this);
    }

    /// <summary>Writes the weights that training goes on from; while the mean is in use, they are kept aside.</summary>
    internal void SaveRaw(string path)
    {
        using var scope = NewDisposeScope();
        var writer = new SafetensorsWriter();
        foreach (var ((name, weight), mean) in _weights.Zip(_means))
        {
            var raw = _swapped ? mean : weight.detach();
            writer.Add<float>(name, raw.shape, raw.cpu().contiguous().data<float>().ToArray());
        }

        writer.Write(path);
    }

    /// <summary>Takes over what a checkpoint holds: the module has its weights, the mean, already.</summary>
    /// <param name="path">The file that <see cref="SaveRaw"/> wrote.</param>
    /// <exception cref="ModelFormatException">The file is damaged or of another model.</exception>
    internal void Restore(string path)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var file = SafetensorsFile.Open(path);
        foreach (var ((name, weight), mean) in _weights.Zip(_means))
        {
            var before = TrainingFiles.ReadTensor(file, name, weight.shape, weight.device);
            mean.copy_(weight);
            weight.copy_(before);
        }
    }

    private void Swap()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        for (var place = 0; place < _means.Length; place++)
        {
            var weight = _weights[place].Value;
            var kept = weight.detach().clone();
            weight.copy_(_means[place]);
            _means[place].copy_(kept);
        }

        _swapped = !_swapped;
    }

    private sealed class Return(WeightAverage average) : IDisposable
    {
        public void Dispose()
        {
            if (average._swapped)
            {
                average.Swap();
            }
        }
    }
}
