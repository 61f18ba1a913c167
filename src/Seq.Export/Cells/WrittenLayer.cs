using Seq.Model;

namespace Seq.Export;

/// <summary>A direction of a layer over whole sequences in a <c>Scan</c>, with its cell in plain operators; W x is computed for all elements beforehand.</summary>
internal static class WrittenLayer
{
    /// <summary>Runs.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="layers">The stack that the layer belongs to.</param>
    /// <param name="weights">The weights of the direction.</param>
    /// <param name="x">[time, batch, gates · hidden]: W x with its biases or its layer norm.</param>
    /// <param name="lengths">int64 [batch]; none: every row has full length.</param>
    /// <param name="initial">State before the first element; zero if none.</param>
    /// <param name="reverse">Whether each row is read from its last real element to its first; needs lengths.</param>
    /// <returns>[time, batch, output], zero past a row's length; the state after the last element read.</returns>
    internal static (Value Sequence, StackState Last) Run(
        GraphBuilder g, RecurrentLayers layers, CellWeights weights, Value x, Value? lengths, StackState? initial, bool reverse)
    {
        x = reverse ? g.ReverseSequence(x, lengths!) : x;
        var first = StateSpec.Flatten([initial ?? Zeros(g, layers, g.SizesOf(x, 1, 2), x.Shape[1])]);
        var mask = lengths is null ? null : Masks.TimeMajor(g, x, lengths);
        var result = g.Scan(
            reverse ? "backward" : "forward",
            [.. first.Zip(["hidden", "cell"], (value, name) => (name, value))],
            mask is null ? [("input", x)] : [("input", x), ("real", mask)],
            (body, states, elements) =>
            {
                var next = CellEquations.Step(body, layers, weights, elements[0], StateSpec.Group(layers with { Layers = 1 }, states)[0]);
                return mask is null
                    ? new(StateSpec.Flatten([next]), [next.Hidden])
                    : new(Keep(body, elements[1], StateSpec.Flatten([next]), states), [body.Where(elements[1], next.Hidden, body.Constant(0f))]);
            });
        var sequence = result.Collected[0];
        return (reverse ? g.ReverseSequence(sequence, lengths!) : sequence, StateSpec.Group(layers with { Layers = 1 }, result.Carried)[0]);
    }

    /// <summary>The next states of rows that go on, the old ones of rows that are at their end.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="real">bool [batch, 1]: whether a row goes on.</param>
    /// <param name="next">The next states, [batch, …].</param>
    /// <param name="old">The states before.</param>
    internal static IReadOnlyList<Value> Keep(GraphBuilder g, Value real, IReadOnlyList<Value> next, IReadOnlyList<Value> old) =>
        [.. next.Zip(old, (after, before) => g.Where(after.Rank == 3 ? g.Unsqueeze(real, axis: 2) : real, after, before))];

    private static StackState Zeros(GraphBuilder g, RecurrentLayers layers, Value batch, Dimension rows)
    {
        Value Of(int width) => g.ConstantOfShape(g.Concat(0, batch, g.Vector(width)), 0f, [rows, width]);
        return new(Of(layers.StateSize), layers.Cell.HasCellState() ? Of(layers.Hidden) : null);
    }
}
