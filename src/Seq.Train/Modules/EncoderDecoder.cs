using Seq.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>A recurrent encoder-decoder as its description says. Everything is padded and batch-major; padding never reaches a result.</summary>
internal sealed class EncoderDecoder : SequenceModule
{
    private readonly EncoderDecoderDescription _model;
    private readonly TokenInput? _source;
    private readonly TokenInput? _target;
    private readonly RecurrentStack _encoder;
    private readonly RecurrentStack _decoder;
    private readonly Bridge _bridge;
    private readonly Attention? _attention;
    private readonly UnitDropout _dropout;
    private readonly OutputLayer _output;

    internal EncoderDecoder(EncoderDecoderDescription model)
        : base(nameof(EncoderDecoder), model)
    {
        _model = model;
        _source = model.SharedEmbeddings ? null : new(model.SourceVocabulary, model.SourceEmbedding, model);
        _target = model.WithoutFeedback ? null : new(model.TargetVocabulary, model.TargetEmbedding, model);
        _encoder = new(model.Encoder, model.SourceInputSize, model.VariationalDropout);
        _decoder = new(model.Decoder, model.DecoderInputSize, model.VariationalDropout);
        _bridge = new(model);
        _attention = model.Attention is null ? null : new(model);
        _dropout = new(model.Dropout, model.VariationalDropout);
        _output = model.TiedEmbeddings
            ? new(() => _target!.Table!, model.Decoder.OutputSize, model.TargetVocabulary)
            : new(model.Decoder.OutputSize, model.TargetVocabulary);
        RegisterComponents();
    }

    /// <inheritdoc/>
    internal override OutputLayer Output => _output;

    /// <summary>Teacher-forced logits.</summary>
    /// <param name="source">int64 [batch, source].</param>
    /// <param name="rows">Lengths of the sources.</param>
    /// <param name="targetInput">int64 [batch, target]: what the decoder is fed, the start token first.</param>
    /// <returns>[batch, target, vocabulary].</returns>
    internal Tensor Logits(Tensor source, RowLengths rows, Tensor targetInput)
    {
        var encoded = Encode(source, rows);
        return Logits(Decode(targetInput, encoded, encoded.Initial).Hidden);
    }

    /// <summary>Logits of what the decoder said.</summary>
    /// <param name="hidden">[batch, target, output].</param>
    /// <returns>[batch, target, vocabulary].</returns>
    internal Tensor Logits(Tensor hidden) => _output.Logits(hidden);

    /// <summary>Reads the source.</summary>
    /// <param name="source">int64 [batch, source].</param>
    /// <param name="rows">Lengths of the sources.</param>
    internal EncodedSource Encode(Tensor source, RowLengths rows)
    {
        var masks = new SequenceMasks();
        var input = (_source ?? _target!).Look(source, masks);
        var (memory, last) = _encoder.Read(input, rows, masks, lastStates: _model.Bridge != BridgeKind.Zeros);
        var initial = new DecoderState(
            _bridge.Cross(last, memory),
            _model.Attention?.InputFeeding == true ? zeros([memory.shape[0], _model.Decoder.OutputSize], memory.dtype, memory.device) : null,
            _model.Attention?.Coverage == true ? zeros([memory.shape[0], memory.shape[1]], memory.dtype, memory.device) : null);
        return new(rows, memory, _attention?.Keys(memory), _encoder.LastOutput(memory, rows), initial, new());
    }

    /// <summary>Writes some steps, fed with given tokens.</summary>
    /// <param name="fed">int64 [batch, target]; without feedback only its shape counts.</param>
    /// <param name="encoded">The source.</param>
    /// <param name="state">What the decoder remembers before the first of these steps.</param>
    /// <param name="weights">Receives the attention weights of each step or run of steps, [batch, steps, source], when given.</param>
    /// <returns>What enters the output layer, [batch, target, output], with its dropout in training, and the state after the last step.</returns>
    internal (Tensor Hidden, DecoderState State) Decode(Tensor fed, EncodedSource encoded, DecoderState state, ICollection<Tensor>? weights = null)
    {
        var input = Input(fed, encoded);
        var (output, next) = _model.StepsDependOnAttention ? StepByStep(input, encoded, state, weights) : AllAtOnce(input, encoded, state, weights);
        return (_dropout.Apply(output, encoded.Masks), next);
    }

    /// <summary>Writes the real steps of ragged targets from the first one on, fed with given tokens; of padding nothing is computed that can be left out.</summary>
    /// <param name="fed">int64 [batch, target]; without feedback only its shape counts.</param>
    /// <param name="steps">The real steps.</param>
    /// <param name="encoded">The source.</param>
    /// <returns>What enters the output layer, [real steps, output], with its dropout in training.</returns>
    internal Tensor DecodeReal(Tensor fed, RealSteps steps, EncodedSource encoded)
    {
        if (_attention is null || _model.StepsDependOnAttention)
        {
            return steps.Of(Decode(fed, encoded, encoded.Initial).Hidden);
        }

        var (output, _) = _decoder.Write(Input(fed, encoded), encoded.Initial.Layers, encoded.Masks);
        var real = steps.Of(output);
        return _dropout.Apply(_attention.Combine(real, _attention.ContextOfReal(output, real, steps, encoded)), steps, encoded.Masks);
    }

    /// <inheritdoc/>
    internal override IEnumerable<(string Name, Parameter Value)> Named() =>
    [
        .. _source?.Named(EncoderDecoderNames.SourceEmbedding) ?? [],
        .. _encoder.Named(EncoderDecoderNames.Encoder),
        .. _bridge.Named(),
        .. _target?.Named(EncoderDecoderNames.TargetEmbedding) ?? [],
        .. _decoder.Named(EncoderDecoderNames.Decoder),
        .. _attention?.Named() ?? [],
        .. _output.Named(),
    ];

    /// <summary>The embedded tokens and, when it is fed at every step, the context beside them.</summary>
    private Tensor Input(Tensor fed, EncodedSource encoded)
    {
        var input = _target?.Look(fed, encoded.Masks);
        if (!_model.ContextEveryStep)
        {
            return input!;
        }

        var context = encoded.Context.unsqueeze(1).expand(-1, fed.shape[1], -1);
        return input is null ? context : cat([input, context], 2);
    }

    private (Tensor Output, DecoderState State) AllAtOnce(Tensor input, EncodedSource encoded, DecoderState state, ICollection<Tensor>? weights)
    {
        var (output, layers) = _decoder.Write(input, state.Layers, encoded.Masks);
        if (_attention is not null)
        {
            var (context, looked) = _attention.Look(output, encoded, null);
            weights?.Add(looked);
            output = _attention.Combine(output, context);
        }

        return (output, state with { Layers = layers });
    }

    private (Tensor Output, DecoderState State) StepByStep(Tensor input, EncodedSource encoded, DecoderState state, ICollection<Tensor>? weights)
    {
        var before = _model.Attention!.Placement == AttentionPlacement.BeforeCell;
        var outputs = new List<Tensor>();
        foreach (var token in input.split(1, 1))
        {
            // Before the cell, the query is the top layer's last h; its value before the first step comes over the bridge.
            var (context, looked) = before ? _attention!.Look(state.Layers[^1].Hidden.unsqueeze(1), encoded, state.Coverage) : default;
            var entered = before ? cat([token, context], 2) : state.Feed is { } feed ? cat([token, feed.unsqueeze(1)], 2) : token;
            var (output, layers) = _decoder.Write(entered, state.Layers, encoded.Masks);
            if (!before)
            {
                (context, looked) = _attention!.Look(output, encoded, state.Coverage);
            }

            output = _attention!.Combine(output, context);
            weights?.Add(looked);
            outputs.Add(output);
            state = new(layers, state.Feed is null ? null : output.squeeze(1), state.Coverage is { } coverage ? coverage + looked.squeeze(1) : null);
        }

        return (cat(outputs, 1), state);
    }
}
