using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>What a language model remembers between steps.</summary>
/// <param name="Layers">The state of each layer.</param>
/// <param name="Context">The window attention's last context d, [batch, output]; null without one.</param>
/// <param name="Window">The last outputs, the oldest first, [batch, window, output]; null without window attention.</param>
internal sealed record LanguageState(LayerState[] Layers, Tensor? Context, Tensor? Window) : IDisposable
{
    /// <summary>Each tensor by name: <c>h0</c>, <c>c0</c>, <c>h1</c>, …, <c>context</c>, <c>window</c>.</summary>
    internal IEnumerable<(string Name, Tensor Value)> Named()
    {
        for (var layer = 0; layer < Layers.Length; layer++)
        {
            yield return ($"h{layer}", Layers[layer].Hidden);
            if (Layers[layer].Cell is { } cell)
            {
                yield return ($"c{layer}", cell);
            }
        }

        if (Context is not null)
        {
            yield return ("context", Context);
        }

        if (Window is not null)
        {
            yield return ("window", Window);
        }
    }

    /// <summary>The state with each tensor replaced.</summary>
    /// <param name="replace">Takes name and value, gives the new value.</param>
    internal LanguageState Select(Func<string, Tensor, Tensor> replace) => new(
        [.. Layers.Select((state, layer) => new LayerState(replace($"h{layer}", state.Hidden), state.Cell is { } cell ? replace($"c{layer}", cell) : null))],
        Context is null ? null : replace("context", Context),
        Window is null ? null : replace("window", Window));

    /// <summary>The same values, cut from the graph that made them: gradients stop here (truncated backpropagation through time).</summary>
    internal LanguageState Detach() => Select((_, value) => value.detach());

    /// <summary>Takes the tensors out of the dispose scope, so that they live until <see cref="Dispose"/>.</summary>
    internal LanguageState Keep() => Select((_, value) => value.DetachFromDisposeScope());

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, value) in Named())
        {
            value.Dispose();
        }
    }
}
