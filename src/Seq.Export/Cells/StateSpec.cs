using Seq.Model;

namespace Seq.Export;

/// <summary>A state of a step as its graph declares it.</summary>
/// <param name="Name">Name of the input; see <see cref="GraphNames"/>.</param>
/// <param name="Rest">The dimensions after the batch.</param>
internal sealed record StateSpec(string Name, params IReadOnlyList<Dimension> Rest)
{
    /// <summary>The states of a stack, layer by layer: <c>hidden_0</c>, <c>cell_0</c>, <c>hidden_1</c>, …</summary>
    internal static IEnumerable<StateSpec> Of(RecurrentLayers layers)
    {
        for (var layer = 0; layer < layers.Layers; layer++)
        {
            yield return new(GraphNames.HiddenState(layer), layers.StateSize);
            if (layers.Cell.HasCellState())
            {
                yield return new(GraphNames.CellState(layer), layers.Hidden);
            }
        }
    }

    /// <summary>The states of a stack as a flat list, in the order of <see cref="Of"/>.</summary>
    internal static List<Value> Flatten(IEnumerable<StackState> states) =>
        [.. states.SelectMany(state => state.Cell is null ? [state.Hidden] : new[] { state.Hidden, state.Cell })];

    /// <summary>The inverse of <see cref="Flatten"/>; further states may follow those of the stack.</summary>
    internal static List<StackState> Group(RecurrentLayers layers, IReadOnlyList<Value> states) => layers.Cell.HasCellState()
        ? [.. Enumerable.Range(0, layers.Layers).Select(layer => new StackState(states[2 * layer], states[(2 * layer) + 1]))]
        : [.. Enumerable.Range(0, layers.Layers).Select(layer => new StackState(states[layer], Cell: null))];

    /// <summary>The shape with a dimension in front: [batch, …].</summary>
    internal Shape ShapeOf(Dimension batch) => [batch, .. Rest];

    /// <summary>An input of a graph for this state.</summary>
    internal Value Input(GraphBuilder g) => g.Input(Name, ElementType.Float32, ShapeOf("batch"));

    /// <summary>An output of a graph for the state that follows.</summary>
    internal void Output(GraphBuilder g, Value next) => g.Output(GraphNames.Next(Name), next, ShapeOf("batch"));

    /// <summary>Zeros, for a state whose sizes are known.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="batch">int64 [1].</param>
    internal Value Zeros(GraphBuilder g, Value batch) =>
        g.ConstantOfShape(g.Concat(0, batch, g.Vector([.. Rest.Select(dimension => dimension.Size)])), 0f, ShapeOf("batch"));
}
