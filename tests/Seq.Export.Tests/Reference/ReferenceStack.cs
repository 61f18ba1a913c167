using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>Recurrent layers on top of each other, for one row, in double precision.</summary>
internal sealed class ReferenceStack(ReferenceWeights weights, string prefix, RecurrentLayers layers)
{
    internal IReadOnlyList<(double[] H, double[] C)> Zeros =>
        [.. Enumerable.Range(0, layers.Layers).Select(_ => (new double[layers.StateSize], new double[layers.Hidden]))];

    /// <summary>One element: the output and the next states.</summary>
    internal (double[] Output, IReadOnlyList<(double[] H, double[] C)> Next) Step(double[] x, IReadOnlyList<(double[] H, double[] C)> states)
    {
        var next = new List<(double[] H, double[] C)>();
        for (var layer = 0; layer < layers.Layers; layer++)
        {
            next.Add(Cell(layer, reverse: false).Step(x, states[layer]));
            x = layers.Residual && layer > 0 ? Algebra.Add(x, next[^1].H) : next[^1].H;
        }

        return (x, next);
    }

    /// <summary>A whole row: the outputs, and the last states with the directions side by side.</summary>
    internal (double[][] Outputs, IReadOnlyList<(double[] H, double[] C)> Last) Run(double[][] sequence)
    {
        var last = new List<(double[] H, double[] C)>();
        for (var layer = 0; layer < layers.Layers; layer++)
        {
            var (outputs, state) = Scan(layer, reverse: false, sequence);
            if (layers.Bidirectional)
            {
                var (backward, first) = Scan(layer, reverse: true, sequence);
                outputs = [.. outputs.Zip(backward, (f, b) => (double[])[.. f, .. b])];
                state = ([.. state.H, .. first.H], [.. state.C, .. first.C]);
            }

            sequence = layers.Residual && layer > 0 ? [.. outputs.Zip(sequence, Algebra.Add)] : outputs;
            last.Add(state);
        }

        return (sequence, last);
    }

    /// <summary>What came out at the end of each direction: the forward half at the last element, the reverse half at the first.</summary>
    internal double[] Ends(double[][] outputs) => [.. outputs[^1][..layers.StateSize], .. outputs[0][layers.StateSize..]];

    private ReferenceCell Cell(int layer, bool reverse) => new(weights, layers, new(prefix, layer, reverse));

    private (double[][] Outputs, (double[] H, double[] C) Last) Scan(int layer, bool reverse, double[][] input)
    {
        var cell = Cell(layer, reverse);
        var outputs = new double[input.Length][];
        var state = cell.Zero;
        for (var step = 0; step < input.Length; step++)
        {
            var place = reverse ? input.Length - 1 - step : step;
            state = cell.Step(input[place], state);
            outputs[place] = state.H;
        }

        return (outputs, state);
    }
}
