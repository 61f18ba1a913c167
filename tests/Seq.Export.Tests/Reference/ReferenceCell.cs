using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>One recurrent layer in one direction, by the equations of PyTorch's documentation and of the descriptions, in double precision.</summary>
internal sealed class ReferenceCell(ReferenceWeights weights, RecurrentLayers layers, RecurrentLayerNames names)
{
    private readonly double[,] _input = weights.Matrix(names.InputWeight);
    private readonly double[,] _recurrent = weights.Matrix(names.RecurrentWeight);
    private readonly double[,]? _projection = layers.Projection is null ? null : weights.Matrix(names.Projection);

    internal (double[] H, double[] C) Zero => (new double[layers.StateSize], new double[layers.Hidden]);

    /// <summary>One step. Without a cell state C stays as it was.</summary>
    internal (double[] H, double[] C) Step(double[] x, (double[] H, double[] C) state)
    {
        var i = Algebra.Product(_input, x);
        var r = Algebra.Product(_recurrent, state.H);
        i = layers.LayerNorm ? Normalized(i, names.InputNormWeight, names.InputNormBias) : Algebra.Add(i, weights.Vector(names.InputBias));
        r = layers.LayerNorm ? Normalized(r, names.RecurrentNormWeight, names.RecurrentNormBias) : Algebra.Add(r, weights.Vector(names.RecurrentBias));
        var h = new double[layers.Hidden];
        var c = (double[])state.C.Clone();
        for (var unit = 0; unit < layers.Hidden; unit++)
        {
            double In(int gate) => i[(gate * layers.Hidden) + unit];
            double Re(int gate) => r[(gate * layers.Hidden) + unit];
            switch (layers.Cell)
            {
                case CellKind.Lstm: // rows: i f g o
                    c[unit] = (Algebra.Sigmoid(In(1) + Re(1)) * state.C[unit]) + (Algebra.Sigmoid(In(0) + Re(0)) * Activated(In(2) + Re(2)));
                    break;
                case CellKind.Gru: // rows: r z n
                    var candidate = Activated(In(2) + (Algebra.Sigmoid(In(0) + Re(0)) * Re(2)));
                    var update = Algebra.Sigmoid(In(1) + Re(1));
                    h[unit] = ((1 - update) * candidate) + (update * state.H[unit]);
                    break;
                case CellKind.ElmanTanh:
                    h[unit] = Math.Tanh(In(0) + Re(0));
                    break;
                case CellKind.ElmanRelu:
                    h[unit] = Math.Max(0, In(0) + Re(0));
                    break;
                default:
                    h[unit] = Algebra.Selu(In(0) + Re(0));
                    break;
            }
        }

        if (layers.Cell == CellKind.Lstm)
        {
            var shown = layers.LayerNorm ? Normalized(c, names.CellNormWeight, names.CellNormBias) : c;
            for (var unit = 0; unit < layers.Hidden; unit++)
            {
                h[unit] = Algebra.Sigmoid(i[(3 * layers.Hidden) + unit] + r[(3 * layers.Hidden) + unit]) * Activated(shown[unit]);
            }
        }

        return (_projection is null ? h : Algebra.Product(_projection, h), c);
    }

    private double Activated(double x) => layers.Activation switch
    {
        CellActivation.Relu => Math.Max(0, x),
        CellActivation.Selu => Algebra.Selu(x),
        _ => Math.Tanh(x),
    };

    private double[] Normalized(double[] x, string gain, string bias)
    {
        var mean = x.Average();
        var deviation = Math.Sqrt(x.Average(value => (value - mean) * (value - mean)) + 1e-5);
        var (g, b) = (weights.Vector(gain), weights.Vector(bias));
        return [.. x.Select((value, unit) => ((value - mean) / deviation * g[unit]) + b[unit])];
    }
}
