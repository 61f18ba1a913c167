using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>The gate orders on numbers written out, so that a swapped pair is seen without running a model.</summary>
public class GateOrderTests
{
    [Fact]
    public void Gates_of_an_LSTM_move_from_i_f_g_o_to_i_o_f_c()
    {
        float[] onnx = new float[8];
        GateOrder.ToOnnx(CellKind.Lstm, [/* i */ 1, 2, /* f */ 3, 4, /* g */ 5, 6, /* o */ 7, 8], onnx);
        Assert.Equal([/* i */ 1, 2, /* o */ 7, 8, /* f */ 3, 4, /* c */ 5, 6], onnx);
    }

    [Fact]
    public void Gates_of_a_GRU_move_from_r_z_n_to_z_r_h()
    {
        float[] onnx = new float[6];
        GateOrder.ToOnnx(CellKind.Gru, [/* r */ 1, 2, /* z */ 3, 4, /* n */ 5, 6], onnx);
        Assert.Equal([/* z */ 3, 4, /* r */ 1, 2, /* h */ 5, 6], onnx);
    }

    [Fact]
    public void An_Elman_layer_stays_as_it_is()
    {
        float[] onnx = new float[2];
        GateOrder.ToOnnx(CellKind.ElmanRelu, [1, 2], onnx);
        Assert.Equal([1, 2], onnx);
    }

    [Fact]
    public void A_layer_lists_input_biases_then_recurrent_ones_and_the_forward_direction_first()
    {
        // Hidden size 1, input width 1: every tensor is one number per gate (r z n), tens for the reverse direction.
        var tensors = new Dictionary<string, float[]>
        {
            ["m.weight_ih_l0"] = [1, 2, 3],
            ["m.weight_hh_l0"] = [4, 5, 6],
            ["m.bias_ih_l0"] = [7, 8, 9],
            ["m.bias_hh_l0"] = [-7, -8, -9],
            ["m.weight_ih_l0_reverse"] = [10, 20, 30],
            ["m.weight_hh_l0_reverse"] = [40, 50, 60],
            ["m.bias_ih_l0_reverse"] = [70, 80, 90],
            ["m.bias_hh_l0_reverse"] = [-70, -80, -90],
        };

        var weights = RecurrentWeights.Of(name => tensors[name], "m", new() { Cell = CellKind.Gru, Hidden = 1, Bidirectional = true }, layer: 0, width: 1);

        Assert.Equal([2, 1, 3, 20, 10, 30], Numbers(weights.Input));
        Assert.Equal([5, 4, 6, 50, 40, 60], Numbers(weights.Recurrent));
        Assert.Equal([8, 7, 9, -8, -7, -9, 80, 70, 90, -80, -70, -90], Numbers(weights.Bias));
        Assert.Equal([2, 3, 1], weights.Input.Sizes);
        Assert.Equal([2, 6], weights.Bias.Sizes);
    }

    private static float[] Numbers(Initializer data) => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(data.Data.Span).ToArray();
}
