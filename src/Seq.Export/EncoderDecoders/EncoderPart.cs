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
        var embedding = model.SharedEmbeddings ? EncoderDecoderNames.TargetEmbedding : EncoderDecoderNames.SourceEmbedding;
        var tokens = new TokenInput(weights, model.SourceEmbedding is null ? null : embedding, model.SourceVocabulary, model.SourceInputSize);
        _stack = new(weights, EncoderDecoderNames.Encoder, model.Encoder, tokens, otherSize: 0);
        _attention = model.Attention is null ? null : new(model, weights);
    }

    /// <summary>How its layers run.</summary>
    internal CellReport Report => CellReport.Of(_stack, stepwise: false, steps: false);

    /// <summary>Reads the source.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="source">int64 [batch, source].</param>
    /// <param name="lengths">int64 [batch], from 1.</param>
    internal Encoded Run(GraphBuilder g, Value source, Value lengths)
    {
        using var scope = g.Scope("encoder");
        var run = _stack.Run(g, new(g.Transpose(source, 1, 0), Other: null), lengths, initial: null); // [source, batch, memory]
        var memory = _attention is null ? null : g.Transpose(run.Sequence, 1, 0, 2);                  // [batch, source, memory]
        return new()
        {
            Memory = memory,
            Keys = memory is null ? null : _attention!.Keys(g, memory),
            SourceLengths = lengths,
            Context = _model.ContextEveryStep ? _stack.LastOutput(g, run.Last) : null,
            Initial = _model.Bridge == BridgeKind.Zeros ? null : [.. run.Last.Select((state, layer) => Bridge(g, state, layer))],
            Coverage = _model.Attention?.Coverage == true ? g.ConstantOfShape(g.SizesOf(source, 0, 2), 0f, ["batch", "source"]) : null,
        };
    }

    private StackState Bridge(GraphBuilder g, StackState state, int layer)
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
