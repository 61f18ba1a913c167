using Seq.Model;

namespace Seq.Train.Tests;

/// <summary>Recurrent layers by their equations, one row and one step at a time.</summary>
internal sealed class PlainStack(RecurrentLayers layers, string prefix, PlainWeights weights)
{
    internal (double[] H, double[] C)[] Zeros() =>
        [.. Enumerable.Range(0, layers.Layers).Select(_ => (new double[layers.StateSize], new double[layers.Hidden]))];

    /// <summary>One step of a stack that runs forward.</summary>
    internal (double[] Output, (double[] H, double[] C)[] State) Step(double[] x, (double[] H, double[] C)[] state)
    {
        var next = new (double[] H, double[] C)[layers.Layers];
        for (var layer = 0; layer < layers.Layers; layer++)
        {
            next[layer] = Cell(new(prefix, layer, reverse: false), x, state[layer]);
            x = layers.Residual && layer > 0 ? Plain.Add(x, next[layer].H) : next[layer].H;
        }

        return (x, next);
    }

    /// <summary>A whole row, in all directions.</summary>
    internal (double[][] Outputs, (double[] H, double[] C)[] Last) Read(IReadOnlyList<double[]> row)
    {
        double[][] inputs = [.. row];
        var last = new (double[] H, double[] C)[layers.Layers];
        for (var layer = 0; layer < layers.Layers; layer++)
        {
            var (outputs, end) = Run(new(prefix, layer, reverse: false), inputs);
            if (layers.Bidirectional)
            {
                var (backward, start) = Run(new(prefix, layer, reverse: true), [.. inputs.Reverse()]);
                outputs = [.. outputs.Zip(backward.Reverse(), (left, right) => (double[])[.. left, .. right])];
                end = ([.. end.H, .. start.H], [.. end.C, .. start.C]);
            }

            last[layer] = end;
            inputs = layers.Residual && layer > 0 ? [.. outputs.Zip(inputs, Plain.Add)] : outputs;
        }

        return (inputs, last);
    }

    /// <summary>The last output of each direction, side by side.</summary>
    internal double[] LastOutput(double[][] outputs) =>
        layers.Bidirectional ? [.. outputs[^1][..layers.StateSize], .. outputs[0][layers.StateSize..]] : outputs[^1];

    private (double[][] Outputs, (double[] H, double[] C) Last) Run(RecurrentLayerNames names, double[][] inputs)
    {
        var state = (H: new double[layers.StateSize], C: new double[layers.Hidden]);
        var outputs = new List<double[]>();
        foreach (var x in inputs)
        {
            state = Cell(names, x, state);
            outputs.Add(state.H);
        }

        return ([.. outputs], state);
    }

    private (double[] H, double[] C) Cell(RecurrentLayerNames names, double[] x, (double[] H, double[] C) state)
    {
        var (wx, rh) = (weights.Times(names.InputWeight, x), weights.Times(names.RecurrentWeight, state.H));
        if (layers.LayerNorm)
        {
            wx = Plain.Norm(wx, weights.Vector(names.InputNormWeight), weights.Vector(names.InputNormBias));
            rh = Plain.Norm(rh, weights.Vector(names.RecurrentNormWeight), weights.Vector(names.RecurrentNormBias));
        }
        else
        {
            (wx, rh) = (Plain.Add(wx, weights.Vector(names.InputBias)), Plain.Add(rh, weights.Vector(names.RecurrentBias)));
        }

        Func<double, double> activation = layers.Activation switch { CellActivation.Relu => Plain.Relu, CellActivation.Selu => Plain.Selu, _ => Math.Tanh };
        double[] Gate(double[] sums, int gate) => sums[(gate * layers.Hidden)..((gate + 1) * layers.Hidden)];
        switch (layers.Cell)
        {
            case CellKind.Lstm:
                var sums = Plain.Add(wx, rh);
                var (i, f, o) = (Plain.Each(Gate(sums, 0), Plain.Sigmoid), Plain.Each(Gate(sums, 1), Plain.Sigmoid), Plain.Each(Gate(sums, 3), Plain.Sigmoid));
                var c = Plain.Add(Plain.Product(f, state.C), Plain.Product(i, Plain.Each(Gate(sums, 2), activation)));
                var shown = layers.LayerNorm ? Plain.Norm(c, weights.Vector(names.CellNormWeight), weights.Vector(names.CellNormBias)) : c;
                var h = Plain.Product(o, Plain.Each(shown, activation));
                return (layers.Projection is null ? h : weights.Times(names.Projection, h), c);
            case CellKind.Gru:
                var r = Plain.Each(Plain.Add(Gate(wx, 0), Gate(rh, 0)), Plain.Sigmoid);
                var z = Plain.Each(Plain.Add(Gate(wx, 1), Gate(rh, 1)), Plain.Sigmoid);
                var n = Plain.Each(Plain.Add(Gate(wx, 2), Plain.Product(r, Gate(rh, 2))), activation);
                return ([.. Enumerable.Range(0, layers.Hidden).Select(unit => ((1 - z[unit]) * n[unit]) + (z[unit] * state.H[unit]))], state.C);
            default:
                Func<double, double> elman = layers.Cell switch { CellKind.ElmanRelu => Plain.Relu, CellKind.ElmanSelu => Plain.Selu, _ => Math.Tanh };
                return (Plain.Each(Plain.Add(wx, rh), elman), state.C);
        }
    }
}
