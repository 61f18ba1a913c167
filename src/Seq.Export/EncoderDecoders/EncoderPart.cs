using Seq.Model;

namespace Seq.Export;

/// <summary>The encoder of an encoder-decoder, with everything computed once per source: memory, keys, context, the decoder's first state.</summary>
internal sealed class EncoderPart
{
    private readonly EncoderDecoderDescription _model;
    private readonly ModelWeights _weights;
    private readonly RecurrentStack _stack;
    private readonly Attention? _attention;

    internal EncoderPart(EncoderDecoderDescription model, ModelWeights weights)
    {
        _model = model;
        _weights = weights;
        _stack = new(weights, EncoderDecoderNames.Encoder, model.Encoder, model.SourceInputSize);
        _attention = model.Attention is null ? null : new(model, weights);
    }

    /// <summary>Reads the source.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="source">int64 [batch, source].</param>
    /// <param name="lengths">int64 [batch], from 1.</param>
    internal Encoded Run(GraphBuilder g, Value source, Value lengths)
    {
        Value outputs;
        IReadOnlyList<LayerState> last;
        using (g.Scope("encoder"))
        {
            var timeMajor = g.Transpose(source, 1, 0);                                                           // [source, batch]
            var embedded = g.Gather(_weights.Tensor(g, EncoderDecoderNames.SourceEmbedding), timeMajor);          // [source, batch, embedding]
            (outputs, last) = _stack.Run(g, embedded, g.Cast(lengths, ElementType.Int32), initial: null);         // [source, batch, memory]
            last = [.. last.Select(state => new LayerState(JoinDirections(g, state.Hidden), state.Cell is null ? null : JoinDirections(g, state.Cell)))];
        }

        Value? memory = null, keys = null;
        if (_attention is not null)
        {
            using var scope = g.Scope("encoder");
            memory = g.Transpose(outputs, 1, 0, 2);                                                              // [batch, source, memory]
            keys = _attention.Keys(g, memory);
        }

        return new()
        {
            Memory = memory,
            Keys = keys,
            SourceLengths = lengths,
            Context = _model.ContextEveryStep ? last[^1].Hidden : null,
            Initial = [.. last.Select((state, layer) => Bridge(g, state, layer))],
        };
    }

    /// <summary>The last state of the directions side by side, forward first: [batch, directions · hidden].</summary>
    private Value JoinDirections(GraphBuilder g, Value state) // [directions, batch, hidden]
    {
        if (!_model.Encoder.Bidirectional)
        {
            return g.Squeeze(state, axis: 0);
        }

        var side = g.Transpose(state, 1, 0, 2); // [batch, directions, hidden]
        return g.Reshape(side, [side.Shape[0], _model.Encoder.OutputSize]);
    }

    private LayerState Bridge(GraphBuilder g, LayerState state, int layer)
    {
        if (_model.Bridge == BridgeKind.Copy)
        {
            return state;
        }

        using var scope = g.Scope("bridge");
        var hidden = new Linear(_weights, EncoderDecoderNames.BridgeHiddenWeight(layer), EncoderDecoderNames.BridgeHiddenBias(layer));
        var cell = new Linear(_weights, EncoderDecoderNames.BridgeCellWeight(layer), EncoderDecoderNames.BridgeCellBias(layer));
        return new(g.Tanh(hidden.Run(g, state.Hidden)), state.Cell is null ? null : cell.Run(g, state.Cell));
    }
}
