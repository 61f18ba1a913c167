using Seq.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Attention of decoder outputs over encoder outputs, and the attentional layer after it (Luong et al. 2015, eq. 5).</summary>
internal sealed class Attention : nn.Module
{
    private readonly AttentionScore _score;
    private readonly Linear? _query;
    private readonly Linear? _key;
    private readonly Linear? _energy;
    private readonly Linear _combine;

    internal Attention(EncoderDecoderDescription model)
        : base(nameof(Attention))
    {
        _score = model.Attention!.Score;
        if (_score == AttentionScore.Additive)
        {
            _query = nn.Linear(model.Decoder.Hidden, model.EnergySize, hasBias: false);
            _energy = nn.Linear(model.EnergySize, 1, hasBias: false);
        }

        _key = _score switch
        {
            AttentionScore.Additive => nn.Linear(model.MemorySize, model.EnergySize, hasBias: false),
            AttentionScore.General => nn.Linear(model.MemorySize, model.Decoder.Hidden, hasBias: false),
            _ => null,
        };
        _combine = nn.Linear(model.MemorySize + model.Decoder.Hidden, model.Decoder.Hidden, hasBias: false);
        RegisterComponents();
    }

    /// <summary>What the memory is compared by, projected once per source.</summary>
    /// <param name="memory">[batch, source, memory].</param>
    /// <returns>[batch, source, energy or hidden].</returns>
    internal Tensor Keys(Tensor memory) => _key is null ? memory : _key.call(memory);

    /// <summary>Looks back at the source and mixes what it saw into the output.</summary>
    /// <param name="output">Top-layer decoder outputs, [batch, target, hidden].</param>
    /// <param name="encoded">The source; see <see cref="EncodedSource"/>.</param>
    /// <returns>tanh(W [context; output]), [batch, target, hidden].</returns>
    internal Tensor Apply(Tensor output, EncodedSource encoded)
    {
        var scores = Scores(output, encoded.Keys!);                                              // [batch, target, source]
        var masked = scores.masked_fill(encoded.Rows.Padding.unsqueeze(1), float.MinValue);         // finite, so that no row is NaN
        var context = bmm(masked.softmax(2), encoded.Memory);                                     // [batch, target, memory]
        return _combine.call(cat([context, output], 2)).tanh();
    }

    /// <summary>Each trained tensor with the name it has in a checkpoint.</summary>
    internal IEnumerable<(string Name, Parameter Value)> Named()
    {
        if (_query is not null)
        {
            yield return (EncoderDecoderNames.AttentionQuery, _query.weight!);
        }

        if (_key is not null)
        {
            yield return (EncoderDecoderNames.AttentionKey, _key.weight!);
        }

        if (_energy is not null)
        {
            yield return (EncoderDecoderNames.AttentionEnergy, _energy.weight!);
        }

        yield return (EncoderDecoderNames.AttentionCombine, _combine.weight!);
    }

    private Tensor Scores(Tensor output, Tensor keys) => _score == AttentionScore.Additive
        ? _energy!.call((_query!.call(output).unsqueeze(2) + keys.unsqueeze(1)).tanh()).squeeze(3)
        : bmm(output, keys.transpose(1, 2));
}
