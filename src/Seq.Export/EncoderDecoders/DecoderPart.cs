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
        var input = Embed(g, g.Transpose(tokens, 1, 0));                                     // [target, batch, embedding]
        if (encoded.Context is { } context)
        {
            var sizes = g.Concat(0, g.SizesOf(input, 0, 2), g.Vector(_model.MemorySize));
            input = g.Concat(2, input, g.Expand(context, sizes, [input.Shape[0], input.Shape[1], _model.MemorySize]));
        }

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
    /// <param name="beam">
    /// How many rows in a row share a source. They attend to its memory like so many positions of one sequence, so that it need not be repeated;
    /// a context has one row per token.
    /// </param>
    internal DecoderStep Step(GraphBuilder g, Value token, IReadOnlyList<LayerState> states, Encoded encoded, Value? mask, int beam = 1)
    {
        using var scope = g.Scope("decoder");
        var input = Embed(g, g.Unsqueeze(token, axis: 0));                                   // [1, batch, embedding]
        if (encoded.Context is { } context)
        {
            input = g.Concat(2, input, g.Unsqueeze(context, axis: 0));
        }

        var next = _stack.Step(g, input, states);
        var output = next[^1].Hidden;                                                        // [1, batch, hidden]
        if (_attention is null)
        {
            return new(_output.Run(g, g.Squeeze(output, axis: 0)), next, Weights: null);
        }

        if (beam > 1)
        {
            var queries = g.Reshape(output, ["batch", beam, _model.Decoder.Hidden]);
            var (positions, alphas) = _attention.Run(g, queries, encoded, mask!);
            return new(_output.Run(g, g.Reshape(positions, [token.Shape[0], _model.Decoder.Hidden])), next, alphas);
        }

        var (attended, alpha) = _attention.Run(g, g.Transpose(output, 1, 0, 2), encoded, mask!);
        return new(_output.Run(g, g.Squeeze(attended, axis: 1)), next, alpha);
    }

    /// <summary>A state as a recurrent operator takes it: [batch, hidden] to [1, batch, hidden].</summary>
    internal static LayerState WithTime(GraphBuilder g, LayerState state) =>
        new(g.Unsqueeze(state.Hidden, axis: 0), state.Cell is null ? null : g.Unsqueeze(state.Cell, axis: 0));

    private Value Embed(GraphBuilder g, Value tokens) => // [time, batch] to [time, batch, embedding]
        g.Gather(_weights.Tensor(g, EncoderDecoderNames.TargetEmbedding), tokens);
}

/// <summary>What a step of the decoder returns.</summary>
/// <param name="Logits">[batch, vocabulary].</param>
/// <param name="Next">State per layer, [1, batch, hidden].</param>
/// <param name="Weights">Attention weights [batch, beam, source]; null without attention.</param>
internal sealed record DecoderStep(Value Logits, IReadOnlyList<LayerState> Next, Value? Weights);
