using Seq.Model;

namespace Seq.Export;

/// <summary>The decoder of an encoder-decoder: over a whole sequence, or one token at a time.</summary>
internal sealed class DecoderPart
{
    private readonly EncoderDecoderDescription _model;
    private readonly RecurrentStack _stack;
    private readonly Attention? _attention;
    private readonly OutputLayer _output;

    internal DecoderPart(EncoderDecoderDescription model, ModelWeights weights)
    {
        _model = model;
        var tokens = model.WithoutFeedback
            ? null
            : new TokenInput(weights, model.TargetEmbedding is null ? null : EncoderDecoderNames.TargetEmbedding, model.TargetVocabulary, model.TargetInputSize);
        _stack = new(weights, EncoderDecoderNames.Decoder, model.Decoder, tokens, model.DecoderInputSize - model.TargetInputSize);
        _attention = model.Attention is null ? null : new(model, weights);
        _output = new(weights, model.TiedEmbeddings ? EncoderDecoderNames.TargetEmbedding : OutputNames.Weight);
        States =
        [
            .. StateSpec.Of(model.Decoder),
            .. FeedsInput ? [new StateSpec(GraphNames.InputFeed, model.Decoder.OutputSize)] : Array.Empty<StateSpec>(),
            .. Covers ? [new StateSpec(GraphNames.Coverage, "source")] : Array.Empty<StateSpec>(),
        ];
    }

    /// <summary>The states of a step, in the order in which they are listed everywhere.</summary>
    internal IReadOnlyList<StateSpec> States { get; }

    /// <summary>How its layers run.</summary>
    internal CellReport Report => CellReport.Of(_stack, _model.StepsDependOnAttention);

    private bool FeedsInput => _model.Attention?.InputFeeding == true;

    private bool Covers => _model.Attention?.Coverage == true;

    private bool LooksFirst => _model.Attention?.Placement == AttentionPlacement.BeforeCell;

    /// <summary>The mask of the attention, the same for all steps; null without attention.</summary>
    internal Value? Mask(GraphBuilder g, Encoded encoded) => _attention is null ? null : Attention.Mask(g, encoded.Memory!, encoded.SourceLengths!);

    /// <summary>The states before the first step, as <see cref="States"/> lists them.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="encoded">What is known of the source.</param>
    /// <param name="batch">int64 [1].</param>
    internal List<Value> FirstStates(GraphBuilder g, Encoded encoded, Value batch)
    {
        var initial = encoded.Initial is null ? [] : StateSpec.Flatten(encoded.Initial);
        return [.. States.Select((state, i) => state.Name == GraphNames.Coverage ? encoded.Coverage! : i < initial.Count ? initial[i] : state.Zeros(g, batch))];
    }

    /// <summary>Decodes a whole sequence that is known beforehand.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="tokens">int64 [batch, target]: what the decoder is fed.</param>
    /// <param name="encoded">What is known of the source.</param>
    /// <returns>Logits [batch, target, vocabulary].</returns>
    internal Value Sequence(GraphBuilder g, Value tokens, Encoded encoded)
    {
        var mask = Mask(g, encoded);
        var timeMajor = g.Transpose(tokens, 1, 0);                                           // [target, batch]
        return _model.StepsDependOnAttention ? StepByStep(g, timeMajor, encoded, mask!) : AtOnce(g, timeMajor, encoded, mask);
    }

    /// <summary>Decodes one token.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="token">int64 [rows].</param>
    /// <param name="states">As <see cref="States"/> lists them, [rows, …].</param>
    /// <param name="encoded">What is known of the source.</param>
    /// <param name="mask">See <see cref="Mask"/>.</param>
    /// <param name="beam">
    /// How many rows in a row share a source. They attend to its memory like so many positions of one sequence, so that it need not be repeated;
    /// a context has one row per token.
    /// </param>
    internal GenerationStep Step(GraphBuilder g, Value token, IReadOnlyList<Value> states, Encoded encoded, Value? mask, int beam = 1)
    {
        var (output, next, alpha) = Advance(g, token, states, encoded, mask, beam);
        return new(_output.Logits(g, output), next, alpha);
    }

    /// <summary>A step without the output layer: what enters it, [rows, output]; the next states; the weights, [rows, source].</summary>
    private (Value Output, IReadOnlyList<Value> Next, Value? Weights) Advance(
        GraphBuilder g, Value token, IReadOnlyList<Value> states, Encoded encoded, Value? mask, int beam)
    {
        using var scope = g.Scope("decoder");
        var before = StateSpec.Group(_model.Decoder, states);
        var coverage = Covers ? states[^1] : null;
        Value? context = null, alpha = null;
        if (LooksFirst)
        {
            (context, alpha) = Look(g, before[^1].Hidden, encoded, mask!, coverage, beam);
        }

        Value?[] others = [encoded.Context, context, FeedsInput ? states[Covers ? ^2 : ^1] : null];
        var (output, after) = _stack.Step(g, new(_model.WithoutFeedback ? null : token, Join(g, others)), before);
        if (_attention is null)
        {
            return (output, StateSpec.Flatten(after), Weights: null);
        }

        if (!LooksFirst)
        {
            (context, alpha) = Look(g, output, encoded, mask!, coverage, beam);
        }

        var attended = _attention.Combine(g, context!, output);
        return (
            attended,
            [.. StateSpec.Flatten(after), .. FeedsInput ? [attended] : Array.Empty<Value>(), .. coverage is null ? Array.Empty<Value>() : [g.Add(coverage, alpha!)]],
            alpha);
    }

    /// <summary>Attends for rows: c [rows, memory], α [rows, source].</summary>
    private (Value Context, Value Weights) Look(GraphBuilder g, Value query, Encoded encoded, Value mask, Value? coverage, int beam)
    {
        if (beam == 1)
        {
            var alone = _attention!.Look(g, g.Unsqueeze(query, axis: 1), encoded, mask, coverage is null ? null : g.Unsqueeze(coverage, axis: 1));
            return (g.Squeeze(alone.Context, axis: 1), g.Squeeze(alone.Weights, axis: 1));
        }

        var memory = encoded.Memory!;
        var (batch, source) = (g.SizesOf(memory, 0, 1), g.SizesOf(memory, 1, 2));
        var covered = coverage is null ? null : g.Reshape(coverage, g.Concat(0, batch, g.Vector(beam), source), ["batch", beam, "source"]);
        var (context, alpha) = _attention!.Look(g, g.Reshape(query, ["batch", beam, _model.Decoder.OutputSize]), encoded, mask, covered);
        return (g.Reshape(context, ["rows", _model.MemorySize]), g.Reshape(alpha, g.Concat(0, g.Vector(-1), source), ["rows", "source"]));
    }

    private Value AtOnce(GraphBuilder g, Value tokens, Encoded encoded, Value? mask)
    {
        using var scope = g.Scope("decoder");
        Value? context = null;
        if (encoded.Context is not null)
        {
            var sizes = g.Concat(0, g.SizesOf(tokens, 0, 2), g.Vector(_model.MemorySize));
            context = g.Expand(encoded.Context, sizes, [tokens.Shape[0], tokens.Shape[1], _model.MemorySize]);
        }

        var run = _stack.Run(g, new(_model.WithoutFeedback ? null : tokens, context), lengths: null, encoded.Initial);
        var top = g.Transpose(run.Sequence, 1, 0, 2);                                        // [batch, target, output]
        if (_attention is not null)
        {
            var (looked, _) = _attention.Look(g, top, encoded, mask!, coverage: null);
            top = _attention.Combine(g, looked, top);
        }

        return _output.Logits(g, top);
    }

    /// <summary>What is attended to feeds the next step.</summary>
    private Value StepByStep(GraphBuilder g, Value tokens, Encoded encoded, Value mask)
    {
        var first = FirstStates(g, encoded, g.SizesOf(tokens, 1, 2));
        var result = g.Scan("target", [.. States.Zip(first, (spec, value) => (spec.Name, value))], [("token", tokens)], (body, states, elements) =>
        {
            var (output, next, _) = Advance(body, elements[0], states, encoded, mask, beam: 1);
            return new(next, [output]);
        });
        return _output.Logits(g, g.Transpose(result.Collected[0], 1, 0, 2));
    }

    private static Value? Join(GraphBuilder g, Value?[] values)
    {
        Value[] parts = [.. values.OfType<Value>()];
        return parts.Length > 1 ? g.Concat(1, parts) : parts.FirstOrDefault();
    }
}
