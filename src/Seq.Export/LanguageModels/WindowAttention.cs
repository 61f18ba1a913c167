using Seq.Model;

namespace Seq.Export;

/// <summary>A step of a language model that attends to its own last outputs (<see cref="WindowAttentionDescription"/>).</summary>
/// <remarks>z = A [x; d] + a; q = B s′ + b; α = softmax(vᵀ tanh(C m + q)) over the window; d′ = Σ α m; y = D [h′; d′] + e.</remarks>
internal sealed class WindowAttention(LanguageModelDescription model, ModelWeights weights)
{
    private readonly Linear _input = new(weights, LanguageModelNames.AttentionInputWeight, LanguageModelNames.AttentionInputBias);
    private readonly Linear _query = new(weights, LanguageModelNames.AttentionQueryWeight, LanguageModelNames.AttentionQueryBias);
    private readonly Linear _key = new(weights, LanguageModelNames.AttentionKey);
    private readonly Linear _energy = new(weights, LanguageModelNames.AttentionEnergy);
    private readonly Linear _output = new(weights, LanguageModelNames.AttentionOutputWeight, LanguageModelNames.AttentionOutputBias);

    /// <summary>What enters the layers.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="embedded">x, [batch, input].</param>
    /// <param name="context">d, [batch, output].</param>
    /// <returns>z, [batch, input].</returns>
    internal Value Input(GraphBuilder g, Value embedded, Value context)
    {
        using var scope = g.Scope("attention_input");
        return _input.Run(g, g.Concat(1, embedded, context));
    }

    /// <summary>Attends.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="top">h′, [batch, output].</param>
    /// <param name="states">s′: the new state of each layer.</param>
    /// <param name="window">[batch, window, output]: the last outputs, oldest first.</param>
    internal WindowStep Run(GraphBuilder g, Value top, IReadOnlyList<StackState> states, Value window)
    {
        using var scope = g.Scope("window_attention");
        var flat = g.Concat(1, [.. states.SelectMany(state => state.Cell is null ? [state.Hidden] : new[] { state.Cell, state.Hidden })]);
        var query = g.Unsqueeze(_query.Run(g, flat), axis: 1);                          // [batch, 1, energy]
        var energy = _energy.Run(g, g.Tanh(g.Add(_key.Run(g, window), query)));         // [batch, window, 1]
        var alpha = g.Softmax(g.Transpose(energy, 0, 2, 1), axis: 2);                   // [batch, 1, window]
        var context = g.Squeeze(g.MatMul(alpha, window), axis: 1);                      // [batch, output]
        var output = _output.Run(g, g.Concat(1, top, context));                         // [batch, output]
        long count = model.WindowAttention!.Window;
        var next = g.Concat(1, g.Slice(window, axis: 1, 1, count), g.Unsqueeze(output, axis: 1));
        return new(output, context, next);
    }
}

/// <summary>What a step of window attention returns.</summary>
/// <param name="Output">y, [batch, output].</param>
/// <param name="Context">d′, [batch, output].</param>
/// <param name="Window">The window with y in it, [batch, window, output].</param>
internal sealed record WindowStep(Value Output, Value Context, Value Window);
