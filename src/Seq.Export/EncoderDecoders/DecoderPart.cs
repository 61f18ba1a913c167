using Seq.Model;

namespace Seq.Export;

/// <summary>The decoder of an encoder-decoder: over a whole sequence, or one token at a time.</summary>
internal sealed class DecoderPart
{
    private readonly EncoderDecoderDescription _model;
    private readonly ModelWeights _weights;
    private readonly RecurrentStack _stack;
    private readonly Attention? _attention;
    private readonly Linear _output;

    internal DecoderPart(EncoderDecoderDescription model, ModelWeights weights)
    {
        _model = model;
        _weights = weights;
        _stack = new(weights, EncoderDecoderNames.Decoder, model.Decoder, model.DecoderInputSize);
        _attention = model.Attention is null ? null : new(model, weights);
        _output = new(weights, EncoderDecoderNames.OutputWeight, EncoderDecoderNames.OutputBias);
    }

    /// <summary>The mask of the attention, the same for all steps; null without attention.</summary>
    internal Value? Mask(GraphBuilder g, Encoded encoded) => _attention is null ? null : Attention.Mask(g, encoded.Memory!, encoded.SourceLengths!);

    /// <summary>Decodes a whole sequence that is known beforehand.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="tokens">int64 [batch, target]: what the decoder is fed.</param>
    /// <param name="encoded">What is known of the source.</param>
    /// <returns>Logits [batch, target, vocabulary].</returns>
    internal Value Sequence(GraphBuilder g, Value tokens, Encoded encoded)
    {
        using var scope = g.Scope("decoder");
        var mask = Mask(g, encoded);
        var input = Input(g, g.Transpose(tokens, 1, 0), encoded.Context);                    // [target, batch, input]
        var initial = encoded.Initial.Select(state => WithTime(g, state)).ToList();
        var (outputs, _) = _stack.Run(g, input, lengths: null, initial);                     // [target, batch, hidden]
        var top = g.Transpose(outputs, 1, 0, 2);                                             // [batch, target, hidden]
        if (_attention is not null)
        {
            (top, _) = _attention.Run(g, top, encoded, mask!);
        }

        return _output.Run(g, top);
    }

    /// <summary>Decodes one token.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="token">int64 [batch].</param>
    /// <param name="states">State per layer, [1, batch, hidden].</param>
    /// <param name="encoded">What is known of the source.</param>
    /// <param name="mask">See <see cref="Mask"/>.</param>
    internal DecoderStep Step(GraphBuilder g, Value token, IReadOnlyList<LayerState> states, Encoded encoded, Value? mask)
    {
        using var scope = g.Scope("decoder");
        var input = Input(g, g.Unsqueeze(token, axis: 0), encoded.Context);                  // [1, batch, input]
        var (output, next) = _stack.Run(g, input, lengths: null, states);                    // [1, batch, hidden]
        if (_attention is null)
        {
            return new(_output.Run(g, g.Squeeze(output, axis: 0)), next, Weights: null);
        }

        var (attended, alpha) = _attention.Run(g, g.Transpose(output, 1, 0, 2), encoded, mask!);
        return new(_output.Run(g, g.Squeeze(attended, axis: 1)), next, g.Squeeze(alpha, axis: 1));
    }

    /// <summary>A state as a recurrent operator takes it: [batch, hidden] to [1, batch, hidden].</summary>
    internal static LayerState WithTime(GraphBuilder g, LayerState state) =>
        new(g.Unsqueeze(state.Hidden, axis: 0), state.Cell is null ? null : g.Unsqueeze(state.Cell, axis: 0));

    /// <summary>The embedding of each token and, when it is fed, the context beside it: [time, batch, input].</summary>
    private Value Input(GraphBuilder g, Value tokens, Value? context) // [time, batch], [batch, memory]
    {
        var embedded = g.Gather(_weights.Tensor(g, EncoderDecoderNames.TargetEmbedding), tokens);
        if (context is null)
        {
            return embedded;
        }

        Shape shape = [tokens.Shape[0], tokens.Shape[1], _model.MemorySize];
        var sizes = g.Concat(0, g.SizesOf(tokens, 0, 2), g.Vector(_model.MemorySize));
        return g.Concat(2, embedded, g.Expand(context, sizes, shape));
    }
}

/// <summary>What a step of the decoder returns.</summary>
/// <param name="Logits">[batch, vocabulary].</param>
/// <param name="Next">State per layer, [1, batch, hidden].</param>
/// <param name="Weights">Attention weights [batch, source]; null without attention.</param>
internal sealed record DecoderStep(Value Logits, IReadOnlyList<LayerState> Next, Value? Weights);
