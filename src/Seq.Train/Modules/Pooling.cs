using Seq.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>One vector of the outputs of a row.</summary>
internal sealed class Pooling : nn.Module
{
    private readonly PoolingKind _kind;
    private readonly Linear? _key;
    private readonly Linear? _energy;

    internal Pooling(PoolingKind kind, RecurrentLayers layers)
        : base(nameof(Pooling))
    {
        _kind = kind;
        if (kind == PoolingKind.Attention)
        {
            _key = nn.Linear(layers.OutputSize, layers.OutputSize);
            _energy = nn.Linear(layers.OutputSize, 1, hasBias: false);
        }

        RegisterComponents();
    }

    /// <summary>Pools; padding has no part in it.</summary>
    /// <param name="outputs">[batch, time, output], zero past the length.</param>
    /// <param name="rows">Lengths of the rows.</param>
    /// <param name="layers">What made the outputs.</param>
    /// <returns>[batch, output].</returns>
    internal Tensor Apply(Tensor outputs, RowLengths rows, RecurrentStack layers) => _kind switch
    {
        PoolingKind.Last => layers.LastOutput(outputs, rows),
        PoolingKind.Mean => outputs.sum(1) / rows.Lengths.unsqueeze(1).to(outputs.dtype),
        PoolingKind.Max => outputs.masked_fill(rows.Padding.unsqueeze(2), float.MinValue).max(1).values,
        _ => (Weights(outputs, rows).unsqueeze(2) * outputs).sum(1),
    };

    /// <summary>The weights of attention pooling.</summary>
    /// <returns>[batch, time], 0 past the length.</returns>
    /// <exception cref="InvalidOperationException">The pooling is of another kind.</exception>
    internal Tensor Weights(Tensor outputs, RowLengths rows)
    {
        if (_key is null)
        {
            throw new InvalidOperationException($"Pooling {_kind} has no weights; only attention pooling has.");
        }

        var scores = _energy!.call(_key.call(outputs).tanh()).squeeze(2);                                   // [batch, time]
        return scores.masked_fill(rows.Padding, float.MinValue).softmax(1);
    }

    /// <summary>Each trained tensor with the name it has in a checkpoint.</summary>
    internal IEnumerable<(string Name, Parameter Value)> Named() => _key is null
        ? []
        : [(ClassifierNames.PoolingKeyWeight, _key.weight!), (ClassifierNames.PoolingKeyBias, _key.bias!), (ClassifierNames.PoolingEnergy, _energy!.weight!)];
}
