using Seq.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Attention of decoder outputs over encoder outputs, and the attentional layer after it (Luong et al. 2015, eq. 5).</summary>
internal sealed class Attention : nn.Module
{
    private readonly AttentionScore _score;
    private readonly int _queryWidth;
    private readonly Linear? _query;
    private readonly Linear? _key;
    private readonly Linear? _concat;
    private readonly Linear? _coverage;
    private readonly Linear? _energy;
    private readonly Linear _combine;

    internal Attention(EncoderDecoderDescription model)
        : base(nameof(Attention))
    {
        var description = model.Attention!;
        _score = description.Score;
        _queryWidth = model.Decoder.OutputSize;
        _query = _score == AttentionScore.Additive ? nn.Linear(_queryWidth, model.EnergySize, hasBias: false) : null;
        _key = _score switch
        {
            AttentionScore.Additive => nn.Linear(model.MemorySize, model.EnergySize, hasBias: false),
            AttentionScore.General => nn.Linear(model.MemorySize, _queryWidth, hasBias: false),
            _ => null,
        };
        _concat = _score == AttentionScore.Concat ? nn.Linear(_queryWidth + model.MemorySize, model.EnergySize, hasBias: false) : null;
        _coverage = description.Coverage ? nn.Linear(1, model.EnergySize, hasBias: false) : null;
        _energy = description.HasEnergyLayer ? nn.Linear(model.EnergySize, 1, hasBias: false) : null;
        _combine = nn.Linear(model.MemorySize + _queryWidth, _queryWidth, hasBias: false);
        RegisterComponents();
    }

    /// <summary>What the memory is compared by, projected once per source.</summary>
    /// <param name="memory">[batch, source, memory].</param>
    /// <returns>[batch, source, energy, decoder output or memory].</returns>
    internal Tensor Keys(Tensor memory)
    {
        if (_concat is null)
        {
            return _key?.call(memory) ?? memory;
        }

        // W [q; m] = W_q q + W_m m: the memory's half is the same at every step.
        return nn.functional.linear(memory, _concat.weight!.narrow(1, _queryWidth, memory.shape[2]));
    }

    /// <summary>Looks back at the source.</summary>
    /// <param name="query">[batch, target, decoder output].</param>
    /// <param name="encoded">The source; see <see cref="EncodedSource"/>.</param>
    /// <param name="coverage">The sum of the past weights, [batch, source], when they enter the score; the target is then one step.</param>
    /// <returns>The contexts [batch, target, memory] and the weights [batch, target, source].</returns>
    internal (Tensor Context, Tensor Weights) Look(Tensor query, EncodedSource encoded, Tensor? coverage)
    {
        var scores = Scores(query, encoded.Keys!, coverage);                                                // [batch, target, source]
        var masked = scores.masked_fill(encoded.Rows.Padding.unsqueeze(1), float.MinValue);                 // finite, so that no row is NaN
        var weights = masked.softmax(2);
        return (bmm(weights, encoded.Memory), weights);
    }

    /// <summary>Mixes what was seen into the output.</summary>
    /// <param name="output">[batch, target, decoder output].</param>
    /// <param name="context">[batch, target, memory].</param>
    /// <returns>h̃ = tanh(W [context; output]), [batch, target, decoder output].</returns>
    internal Tensor Combine(Tensor output, Tensor context) => _combine.call(cat([context, output], 2)).tanh();

    /// <summary>Each trained tensor with the name it has in a checkpoint.</summary>
    internal IEnumerable<(string Name, Parameter Value)> Named()
    {
        (string Name, Linear? Layer)[] layers =
        [
            (EncoderDecoderNames.AttentionQuery, _query),
            (EncoderDecoderNames.AttentionKey, _key),
            (EncoderDecoderNames.AttentionConcat, _concat),
            (EncoderDecoderNames.AttentionEnergy, _energy),
            (EncoderDecoderNames.AttentionCoverage, _coverage),
            (EncoderDecoderNames.AttentionCombine, _combine),
        ];
        return layers.Where(pair => pair.Layer is not null).Select(pair => (pair.Name, pair.Layer!.weight!));
    }

    private Tensor Scores(Tensor query, Tensor keys, Tensor? coverage)
    {
        if (_energy is null)
        {
            return bmm(query, keys.transpose(1, 2));
        }

        var asked = _query?.call(query) ?? nn.functional.linear(query, _concat!.weight!.narrow(1, 0, _queryWidth));
        var sum = asked.unsqueeze(2) + keys.unsqueeze(1);                                                   // [batch, target, source, energy]
        if (coverage is not null)
        {
            sum = sum + _coverage!.call(coverage.unsqueeze(2)).unsqueeze(1);
        }

        return _energy.call(sum.tanh()).squeeze(3);
    }
}
