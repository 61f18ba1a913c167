using Seq.Model;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Attention of decoder outputs over encoder outputs, and the attentional layer after it (Luong et al. 2015, eq. 5).</summary>
internal sealed class Attention : nn.Module
{
    // An energy layer's numbers per row from which rows are looked at one by one: so many that what that costs is little, so few that one row's stay in a cache.
    private const long RowEnergies = 32_768;
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

    /// <summary>Looks back at the source from the real steps of ragged targets.</summary>
    /// <param name="queries">[batch, target, decoder output].</param>
    /// <param name="real">The same at the real steps only, [real steps, decoder output].</param>
    /// <param name="steps">The real steps.</param>
    /// <param name="encoded">The source; see <see cref="EncodedSource"/>.</param>
    /// <returns>The contexts, [real steps, memory].</returns>
    /// <remarks>
    /// Energies are target × source × width numbers for every row, most of the memory of such a model and much of its time. One row's, without its padding, stay in a
    /// processor's cache from the sum to the scores and back.
    /// </remarks>
    internal Tensor ContextOfReal(Tensor queries, Tensor real, RealSteps steps, EncodedSource encoded)
    {
        var keys = encoded.Keys!;
        if (_energy is null || queries.device.type != DeviceType.CPU || steps.Time * keys.shape[1] * keys.shape[2] < RowEnergies)
        {
            return steps.Of(Look(queries, encoded, null).Context);
        }

        var sources = encoded.Rows.Steps;
        var rows = Asked(real).split(steps.Lengths).Zip(sources.Of(keys).split(sources.Lengths), sources.Of(encoded.Memory).split(sources.Lengths));
        return cat([.. rows.Select(row => Energy(row.First.unsqueeze(1) + row.Second.unsqueeze(0)).softmax(1).mm(row.Third))], 0);
    }

    /// <summary>Mixes what was seen into the output.</summary>
    /// <param name="output">[..., decoder output].</param>
    /// <param name="context">[..., memory].</param>
    /// <returns>h̃ = tanh(W [context; output]), [..., decoder output].</returns>
    internal Tensor Combine(Tensor output, Tensor context) => _combine.call(cat([context, output], -1)).tanh();

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

        var sum = Asked(query).unsqueeze(2) + keys.unsqueeze(1);                                            // [batch, target, source, energy]
        if (coverage is not null)
        {
            sum = sum + _coverage!.call(coverage.unsqueeze(2)).unsqueeze(1);
        }

        return Energy(sum);
    }

    /// <summary>[..., decoder output] to [..., energy].</summary>
    private Tensor Asked(Tensor query) => _query?.call(query) ?? nn.functional.linear(query, _concat!.weight!.narrow(1, 0, _queryWidth));

    /// <summary>[..., energy] to [...]; the sum's memory becomes that of its tanh.</summary>
    private Tensor Energy(Tensor sum) => _energy!.call(sum.tanh_()).squeeze(-1);
}
