using Seq.Model;

namespace Seq.Export;

/// <summary>A language model: over whole texts, or one token at a time.</summary>
internal sealed class LanguageModelPart
{
    private readonly LanguageModelDescription _model;
    private readonly TokenInput _tokens;
    private readonly RecurrentStack _stack;
    private readonly WindowAttention? _window;

    internal LanguageModelPart(LanguageModelDescription model, ModelWeights weights)
    {
        _model = model;
        _tokens = new(weights, model.Embedding is null ? null : LanguageModelNames.Embedding, model.Vocabulary, model.InputSize);
        _window = model.WindowAttention is null ? null : new(model, weights);
        _stack = _window is null
            ? new(weights, LanguageModelNames.Layers, model.Layers, _tokens, otherSize: 0)
            : new(weights, LanguageModelNames.Layers, model.Layers, tokens: null, model.InputSize);
        Output = new(weights, model.TiedEmbeddings ? LanguageModelNames.Embedding : OutputNames.Weight, model.AdaptiveSoftmax);
        States =
        [
            .. StateSpec.Of(model.Layers),
            .. model.WindowAttention is { Window: var window }
                ? [new StateSpec(GraphNames.WindowContext, model.OutputSize), new StateSpec(GraphNames.Window, window, model.OutputSize)]
                : Array.Empty<StateSpec>(),
        ];
    }

    /// <summary>The output layer.</summary>
    internal OutputLayer Output { get; }

    /// <summary>The states, in the order in which they are listed everywhere.</summary>
    internal IReadOnlyList<StateSpec> States { get; }

    /// <summary>How its layers run.</summary>
    internal CellReport Report => CellReport.Of(_stack, stepwise: _window is not null);

    /// <summary>Reads one token.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="token">int64 [batch].</param>
    /// <param name="states">As <see cref="States"/> lists them.</param>
    /// <returns>What enters the output layer, [batch, output]; the next states.</returns>
    internal (Value Output, IReadOnlyList<Value> Next) Step(GraphBuilder g, Value token, IReadOnlyList<Value> states)
    {
        using var scope = g.Scope("language_model");
        var before = StateSpec.Group(_model.Layers, states);
        if (_window is null)
        {
            var (output, next) = _stack.Step(g, new(token, Other: null), before);
            return (output, StateSpec.Flatten(next));
        }

        var input = _window.Input(g, _tokens.Embed(g, token), states[^2]);
        var (top, after) = _stack.Step(g, new(Tokens: null, input), before);
        var step = _window.Run(g, top, after, states[^1]);
        return (step.Output, [.. StateSpec.Flatten(after), step.Context, step.Window]);
    }

    /// <summary>Reads whole texts.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="tokens">int64 [batch, time].</param>
    /// <param name="lengths">int64 [batch]: tokens of each row that are read; 0 leaves a state of zeros as it is.</param>
    /// <param name="states">States before the first token; zeros if null.</param>
    /// <returns>What enters the output layer, [batch, time, output]; each row's states after its last token.</returns>
    internal (Value Output, IReadOnlyList<Value> Next) Sequence(GraphBuilder g, Value tokens, Value lengths, IReadOnlyList<Value>? states)
    {
        var timeMajor = g.Transpose(tokens, 1, 0);
        if (_window is not null)
        {
            return StepByStep(g, timeMajor, lengths, states ?? [.. States.Select(state => state.Zeros(g, g.SizesOf(tokens, 0, 1)))]);
        }

        using var scope = g.Scope("language_model");
        var run = _stack.Run(g, new(timeMajor, Other: null), lengths, states is null ? null : StateSpec.Group(_model.Layers, states));
        return (g.Transpose(run.Sequence, 1, 0, 2), StateSpec.Flatten(run.Last));
    }

    /// <summary>Attention over its own outputs feeds every step with the one before it.</summary>
    private (Value Output, IReadOnlyList<Value> Next) StepByStep(GraphBuilder g, Value tokens, Value lengths, IReadOnlyList<Value> states)
    {
        var result = g.Scan(
            "text",
            [.. States.Zip(states, (spec, value) => (spec.Name, value))],
            [("token", tokens), ("real", Masks.TimeMajor(g, tokens, lengths))],
            (body, before, elements) =>
            {
                var (output, after) = Step(body, elements[0], before);
                return new(WrittenLayer.Keep(body, elements[1], after, before), [output]);
            });
        return (g.Transpose(result.Collected[0], 1, 0, 2), result.Carried);
    }
}
