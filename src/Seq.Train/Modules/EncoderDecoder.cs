using Seq.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>A recurrent encoder-decoder as its description says. Everything is padded and batch-major; padding never reaches a result.</summary>
internal sealed class EncoderDecoder : nn.Module<Tensor, RowLengths, Tensor, Tensor>
{
    private readonly EncoderDecoderDescription _model;
    private readonly Embedding _sourceEmbedding;
    private readonly Embedding _targetEmbedding;
    private readonly RecurrentStack _encoder;
    private readonly RecurrentStack _decoder;
    private readonly ModuleList<Linear> _bridgeHidden = new();
    private readonly ModuleList<Linear> _bridgeCell = new();
    private readonly Attention? _attention;
    private readonly Dropout _dropout;
    private readonly Linear _output;

    internal EncoderDecoder(EncoderDecoderDescription model)
        : base(nameof(EncoderDecoder))
    {
        model.Validate();
        _model = model;
        _sourceEmbedding = nn.Embedding(model.SourceVocabulary, model.SourceInputSize);
        _targetEmbedding = nn.Embedding(model.TargetVocabulary, model.TargetInputSize);
        _encoder = new(model.Encoder, model.SourceInputSize);
        _decoder = new(model.Decoder, model.DecoderInputSize);
        for (var layer = 0; model.Bridge == BridgeKind.Linear && layer < model.Decoder.Layers; layer++)
        {
            _bridgeHidden.Add(nn.Linear(model.MemorySize, model.Decoder.Hidden));
            if (model.Decoder.Cell.HasCellState())
            {
                _bridgeCell.Add(nn.Linear(model.MemorySize, model.Decoder.Hidden));
            }
        }

        _attention = model.Attention is null ? null : new Attention(model);
        _dropout = nn.Dropout(model.Dropout);
        _output = nn.Linear(model.Decoder.Hidden, model.TargetVocabulary);
        RegisterComponents();
    }

    /// <summary>Teacher-forced logits.</summary>
    /// <param name="source">int64 [batch, source].</param>
    /// <param name="rows">Lengths of the sources.</param>
    /// <param name="targetInput">int64 [batch, target]: what the decoder is fed, the start token first.</param>
    /// <returns>[batch, target, vocabulary].</returns>
    public override Tensor forward(Tensor source, RowLengths rows, Tensor targetInput)
    {
        var encoded = Encode(source, rows);
        return Decode(targetInput, encoded, encoded.Initial).Logits;
    }

    /// <summary>Reads the source.</summary>
    /// <param name="source">int64 [batch, source].</param>
    /// <param name="rows">Lengths of the sources.</param>
    internal EncodedSource Encode(Tensor source, RowLengths rows)
    {
        var (memory, last) = _encoder.Read(Drop(_sourceEmbedding.call(source)), rows);
        return new(rows, memory, _attention?.Keys(memory), last[^1].Hidden, [.. last.Select(Bridge)]);
    }

    /// <summary>Writes some steps, fed with given tokens.</summary>
    /// <param name="fed">int64 [batch, target].</param>
    /// <param name="encoded">The source.</param>
    /// <param name="state">The state of each layer before the first of these steps.</param>
    /// <returns>Logits [batch, target, vocabulary] and the states after the last step.</returns>
    internal (Tensor Logits, LayerState[] State) Decode(Tensor fed, EncodedSource encoded, LayerState[] state)
    {
        var input = Drop(_targetEmbedding.call(fed));
        if (_model.ContextEveryStep)
        {
            input = cat([input, encoded.Context.unsqueeze(1).expand(-1, fed.shape[1], -1)], 2);
        }

        var (output, next) = _decoder.Write(input, state);
        output = _attention?.Apply(output, encoded) ?? output;
        return (_output.call(Drop(output)), next);
    }

    /// <summary>Each trained tensor with the name it has in a checkpoint; the names and shapes are those of the description.</summary>
    internal IEnumerable<(string Name, Parameter Value)> Named()
    {
        yield return (EncoderDecoderNames.SourceEmbedding, _sourceEmbedding.weight!);
        yield return (EncoderDecoderNames.TargetEmbedding, _targetEmbedding.weight!);
        foreach (var pair in _encoder.Named(EncoderDecoderNames.Encoder).Concat(_decoder.Named(EncoderDecoderNames.Decoder)))
        {
            yield return pair;
        }

        for (var layer = 0; layer < _bridgeHidden.Count; layer++)
        {
            yield return (EncoderDecoderNames.BridgeHiddenWeight(layer), _bridgeHidden[layer].weight!);
            yield return (EncoderDecoderNames.BridgeHiddenBias(layer), _bridgeHidden[layer].bias!);
        }

        for (var layer = 0; layer < _bridgeCell.Count; layer++)
        {
            yield return (EncoderDecoderNames.BridgeCellWeight(layer), _bridgeCell[layer].weight!);
            yield return (EncoderDecoderNames.BridgeCellBias(layer), _bridgeCell[layer].bias!);
        }

        foreach (var pair in _attention?.Named() ?? [])
        {
            yield return pair;
        }

        yield return (EncoderDecoderNames.OutputWeight, _output.weight!);
        yield return (EncoderDecoderNames.OutputBias, _output.bias!);
    }

    private LayerState Bridge(LayerState last, int layer) => _model.Bridge == BridgeKind.Copy
        ? last
        : new(_bridgeHidden[layer].call(last.Hidden).tanh(), last.Cell is null ? null : _bridgeCell[layer].call(last.Cell));

    private Tensor Drop(Tensor values) => _model.Dropout == 0 ? values : _dropout.call(values);
}
