using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

/// <summary>Recurrent layers against the equations, written out per step with plain operators.</summary>
public class RecurrentTests
{
    private const int Inputs = 3;
    private const int Hidden = 4;
    private const int Time = 5;
    private const int Batch = 2;

    // The same float32 sums in another order.
    private const double Tolerance = 1e-5;

    public static TheoryData<string, int, bool, bool> Kinds
    {
        get
        {
            var all = new TheoryData<string, int, bool, bool>();
            foreach (var kind in new[] { "lstm", "gru", "tanh", "relu" })
            {
                all.Add(kind, 1, false, true);
                all.Add(kind, 2, false, true);
                all.Add(kind, 2, true, true);
                all.Add(kind, 1, true, false);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Layers_follow_the_equations(string kind, int layers, bool bidirectional, bool bias)
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var module = Make(kind, layers, bidirectional, bias);
        var x = torch.randn(Time, Batch, Inputs);
        var h0 = torch.randn(layers * (bidirectional ? 2 : 1), Batch, Hidden);
        var c0 = torch.randn(layers * (bidirectional ? 2 : 1), Batch, Hidden);

        var (output, hn, cn) = Run(module, x, h0, c0);

        var (expected, expectedH, expectedC) = ByHand(kind, module, layers, bidirectional, bias, x, h0, c0);
        Assert.Equal(expected.shape, output.shape);
        Assert.True(output.allclose(expected, Tolerance, Tolerance));
        Assert.True(hn.allclose(expectedH, Tolerance, Tolerance));
        Assert.True(cn is null || cn.allclose(expectedC, Tolerance, Tolerance));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_missing_state_is_zero(string kind, int layers, bool bidirectional, bool bias)
    {
        using var scope = NewDisposeScope();
        var module = Make(kind, layers, bidirectional, bias);
        var x = torch.randn(Time, Batch, Inputs);
        var zero = torch.zeros(layers * (bidirectional ? 2 : 1), Batch, Hidden);

        Assert.True(Run(module, x, null, null).Output.Equals(Run(module, x, zero, zero).Output));
    }

    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    [InlineData("tanh")]
    [InlineData("relu")]
    public void Cells_take_one_step(string kind)
    {
        using var scope = NewDisposeScope();
        var (x, h, c) = (torch.randn(Batch, Inputs), torch.randn(Batch, Hidden), torch.randn(Batch, Hidden));
        nn.Module cell = kind switch
        {
            "lstm" => nn.LSTMCell(Inputs, Hidden),
            "gru" => nn.GRUCell(Inputs, Hidden),
            _ => nn.RNNCell(Inputs, Hidden, kind == "relu" ? nn.NonLinearities.ReLU : nn.NonLinearities.Tanh),
        };

        var (nextH, nextC) = cell switch
        {
            LSTMCell lstm => lstm.call(x, (h, c)),
            GRUCell gru => (gru.call(x, h), c),
            RNNCell rnn => (rnn.call(x, h), c),
            _ => throw new InvalidOperationException(kind),
        };

        var (expectedH, expectedC) = Step(kind, name => cell.get_parameter(name), x, h, c);
        Assert.True(nextH.allclose(expectedH, Tolerance, Tolerance));
        Assert.True(nextC.allclose(expectedC, Tolerance, Tolerance));
        Assert.Equal(["weight_ih", "weight_hh", "bias_ih", "bias_hh"], cell.named_parameters().Select(item => item.name));
    }

    [Fact]
    public void Batch_first_only_swaps_the_axes()
    {
        using var scope = NewDisposeScope();
        var timeMajor = nn.LSTM(Inputs, Hidden, 2);
        var batchMajor = nn.LSTM(Inputs, Hidden, 2, batchFirst: true);
        batchMajor.load_state_dict(timeMajor.state_dict());
        var x = torch.randn(Time, Batch, Inputs);

        var expected = timeMajor.call(x).Item1.transpose(0, 1);

        Assert.True(batchMajor.call(x.transpose(0, 1)).Item1.allclose(expected, Tolerance, Tolerance));
    }

    [Fact]
    public void Dropout_between_layers_works_in_training_only()
    {
        using var scope = NewDisposeScope();
        var module = nn.GRU(Inputs, Hidden, 2, dropout: 0.5);
        var x = torch.randn(Time, Batch, Inputs);

        Assert.False(module.call(x).Item1.Equals(module.call(x).Item1));
        module.eval();
        Assert.True(module.call(x).Item1.Equals(module.call(x).Item1));
    }

    [Fact]
    public void New_weights_lie_within_one_over_the_root_of_the_hidden_size()
    {
        using var module = nn.LSTM(2, 16, 2, bidirectional: true);

        foreach (var (name, parameter) in module.named_parameters())
        {
            Assert.InRange(parameter.abs().max().ToDouble(), 0.1, 0.25);
            Assert.True(parameter.requires_grad, name);
        }
    }

    [Theory]
    [InlineData("lstm", true)]
    [InlineData("gru", false)]
    [InlineData("tanh", false)]
    public void A_packed_sequence_gives_what_each_row_gives_alone(string kind, bool bidirectional)
    {
        using var scope = NewDisposeScope();
        var module = Make(kind, 1, bidirectional, true);
        var x = torch.randn(Time, 3, Inputs);
        long[] lengths = [3, 5, 2];
        var packed = nn.utils.rnn.pack_padded_sequence(x, torch.tensor(lengths), enforce_sorted: false);
        Assert.Equal([3, 3, 2, 1, 1], packed.batch_sizes.data<long>().ToArray());
        Assert.Equal([1, 0, 2], packed.sorted_indices.data<long>().ToArray());

        var (sequence, hn) = module switch
        {
            LSTM lstm => (lstm.call(packed).Item1, lstm.call(packed).Item2),
            GRU gru => gru.call(packed),
            RNN rnn => rnn.call(packed),
            _ => throw new InvalidOperationException(kind),
        };
        var (padded, paddedLengths) = nn.utils.rnn.pad_packed_sequence(sequence, padding_value: -7);

        Assert.Equal(lengths, paddedLengths.data<long>().ToArray());
        for (var row = 0; row < 3; row++)
        {
            var alone = Run(module, x.narrow(1, row, 1).narrow(0, 0, lengths[row]), null, null);
            Assert.True(padded.narrow(1, row, 1).narrow(0, 0, lengths[row]).allclose(alone.Output, Tolerance, Tolerance));
            Assert.True(hn.narrow(1, row, 1).allclose(alone.Hn, Tolerance, Tolerance));
            Assert.True((padded.narrow(1, row, 1).narrow(0, lengths[row], Time - lengths[row]) == -7).all().ToBoolean());
        }
    }

    [Fact]
    public void Sequences_are_padded_and_packed()
    {
        using var scope = NewDisposeScope();
        var sequences = new[] { torch.tensor(new[] { 1f, 2f, 3f }), torch.tensor(new[] { 4f }) };

        OperatorCase.Near([1, 2, 3, 4, 9, 9], nn.utils.rnn.pad_sequence(sequences, true, 9));
        OperatorCase.Near([1, 4, 2, 3], nn.utils.rnn.pack_sequence(sequences).data);
    }

    [Fact]
    public void A_packed_sequence_lives_and_dies_with_its_scope()
    {
        nn.utils.rnn.PackedSequence kept;
        using var outer = NewDisposeScope();
        using (NewDisposeScope())
        {
            kept = nn.utils.rnn.pack_padded_sequence(torch.ones(2, 1, 1), torch.tensor(new[] { 2L })).MoveToOuterDisposeScope();
        }

        Assert.False(kept.data.IsInvalid);
        outer.DisposeEverything();
        Assert.True(kept.data.IsInvalid);
    }

    private static nn.Module Make(string kind, int layers, bool bidirectional, bool bias) => kind switch
    {
        "lstm" => nn.LSTM(Inputs, Hidden, layers, bias, bidirectional: bidirectional),
        "gru" => nn.GRU(Inputs, Hidden, layers, bias, bidirectional: bidirectional),
        _ => nn.RNN(
            Inputs, Hidden, layers, kind == "relu" ? nn.NonLinearities.ReLU : nn.NonLinearities.Tanh, bias, bidirectional: bidirectional),
    };

    private static (Tensor Output, Tensor Hn, Tensor? Cn) Run(nn.Module module, Tensor x, Tensor? h0, Tensor? c0)
    {
        switch (module)
        {
            case LSTM lstm:
                return lstm.call(x, h0 is null ? null : (h0, c0!));
            case GRU gru:
                var (output, hn) = gru.call(x, h0!);
                return (output, hn, null);
            default:
                var (elman, last) = ((RNN)module).call(x, h0);
                return (elman, last, null);
        }
    }

    private static (Tensor Output, Tensor Hn, Tensor Cn) ByHand(
        string kind, nn.Module module, int layers, bool bidirectional, bool bias, Tensor x, Tensor h0, Tensor c0)
    {
        var (hn, cn) = (new List<Tensor>(), new List<Tensor>());
        for (var layer = 0; layer < layers; layer++)
        {
            var directions = new List<Tensor>();
            foreach (var suffix in bidirectional ? new[] { "", "_reverse" } : [""])
            {
                var (h, c) = (h0[hn.Count], c0[hn.Count]);
                var steps = new Tensor[Time];
                Tensor? Weight(string name) => bias || name[0] == 'w' ? module.get_parameter($"{name}_l{layer}{suffix}") : null;
                for (var k = 0; k < Time; k++)
                {
                    var t = suffix.Length > 0 ? Time - 1 - k : k;
                    (h, c) = Step(kind, Weight, x[t], h, c);
                    steps[t] = h;
                }

                hn.Add(h);
                cn.Add(c);
                directions.Add(torch.stack(steps));
            }

            x = torch.cat(directions, 2);
        }

        return (x, torch.stack(hn), torch.stack(cn));
    }

    /// <summary>One step: PyTorch's documentation of LSTM, GRU and RNN, line by line.</summary>
    private static (Tensor H, Tensor C) Step(string kind, Func<string, Tensor?> weight, Tensor x, Tensor h, Tensor c)
    {
        var input = x.matmul(weight("weight_ih")!.t()) + (weight("bias_ih") ?? torch.zeros(1));
        var recurrent = h.matmul(weight("weight_hh")!.t()) + (weight("bias_hh") ?? torch.zeros(1));
        switch (kind)
        {
            case "lstm":
                var gates = (input + recurrent).chunk(4, 1);
                var (i, f, g, o) = (gates[0].sigmoid(), gates[1].sigmoid(), gates[2].tanh(), gates[3].sigmoid());
                var next = (f * c) + (i * g);
                return (o * next.tanh(), next);
            case "gru":
                var (a, b) = (input.chunk(3, 1), recurrent.chunk(3, 1));
                var (r, z) = ((a[0] + b[0]).sigmoid(), (a[1] + b[1]).sigmoid());
                var n = (a[2] + (r * b[2])).tanh();
                return (((1 - z) * n) + (z * h), c);
            default:
                return (kind == "relu" ? (input + recurrent).relu() : (input + recurrent).tanh(), c);
        }
    }
}
