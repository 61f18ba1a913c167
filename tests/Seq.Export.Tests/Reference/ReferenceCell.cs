using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>One recurrent layer in one direction, by the equations of PyTorch's documentation, in double precision.</summary>
internal sealed class ReferenceCell
{
    private readonly CellKind _cell;
    private readonly int _hidden;
    private readonly double[,] _input;
    private readonly double[,] _recurrent;
    private readonly double[] _inputBias;
    private readonly double[] _recurrentBias;

    internal ReferenceCell(ReferenceWeights weights, CellKind cell, int hidden, RecurrentLayerNames names)
    {
        _cell = cell;
        _hidden = hidden;
        _input = weights.Matrix(names.InputWeight);
        _recurrent = weights.Matrix(names.RecurrentWeight);
        _inputBias = weights.Vector(names.InputBias);
        _recurrentBias = weights.Vector(names.RecurrentBias);
    }

    internal (double[] H, double[] C) Zero => (new double[_hidden], new double[_hidden]);

    /// <summary>One step. Without a cell state C stays as it was.</summary>
    internal (double[] H, double[] C) Step(double[] x, (double[] H, double[] C) state)
    {
        var i = Algebra.Add(Algebra.Product(_input, x), _inputBias);
        var r = Algebra.Add(Algebra.Product(_recurrent, state.H), _recurrentBias);
        var h = new double[_hidden];
        var c = (double[])state.C.Clone();
        for (var unit = 0; unit < _hidden; unit++)
        {
            double In(int gate) => i[(gate * _hidden) + unit];
            double Re(int gate) => r[(gate * _hidden) + unit];
            switch (_cell)
            {
                case CellKind.Lstm: // rows: i f g o
                    c[unit] = (Algebra.Sigmoid(In(1) + Re(1)) * state.C[unit]) + (Algebra.Sigmoid(In(0) + Re(0)) * Math.Tanh(In(2) + Re(2)));
                    h[unit] = Algebra.Sigmoid(In(3) + Re(3)) * Math.Tanh(c[unit]);
                    break;
                case CellKind.Gru: // rows: r z n
                    var candidate = Math.Tanh(In(2) + (Algebra.Sigmoid(In(0) + Re(0)) * Re(2)));
                    var update = Algebra.Sigmoid(In(1) + Re(1));
                    h[unit] = ((1 - update) * candidate) + (update * state.H[unit]);
                    break;
                case CellKind.ElmanTanh:
                    h[unit] = Math.Tanh(In(0) + Re(0));
                    break;
                default:
                    h[unit] = Math.Max(0, In(0) + Re(0));
                    break;
            }
        }

        return (h, c);
    }
}
