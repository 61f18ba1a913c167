using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests;

public class InitTests
{
    [Fact]
    public void Constants_and_identities_are_written_in_place_without_a_gradient()
    {
        using var scope = NewDisposeScope();
        var parameter = torch.rand(2, 3).AsParameter();

        Assert.Same(parameter, init.constant_(parameter, 2.5));
        OperatorCase.Near([2.5, 2.5, 2.5, 2.5, 2.5, 2.5], parameter);
        OperatorCase.Near([0, 0, 0, 0, 0, 0], init.zeros_(parameter));
        OperatorCase.Near([1, 1, 1, 1, 1, 1], init.ones_(parameter));
        OperatorCase.Near([1, 0, 0, 0, 1, 0], init.eye_(parameter));
        Assert.True(parameter.is_leaf);
    }

    [Fact]
    public void Fans_count_inputs_and_outputs_times_the_receptive_field()
    {
        using var scope = NewDisposeScope();

        Assert.Equal((3, 2), init.CalculateFanInAndFanOut(torch.ones(2, 3)));
        Assert.Equal((15, 10), init.CalculateFanInAndFanOut(torch.ones(2, 3, 5)));
        Assert.Throws<ArgumentException>(() => init.CalculateFanInAndFanOut(torch.ones(2)));
    }

    [Fact]
    public void Gains_are_those_of_the_literature()
    {
        Assert.Equal(1, init.calculate_gain(init.NonlinearityType.Sigmoid));
        Assert.Equal(5.0 / 3, init.calculate_gain(init.NonlinearityType.Tanh), 12);
        Assert.Equal(Math.Sqrt(2), init.calculate_gain(init.NonlinearityType.ReLU), 12);
        Assert.Equal(Math.Sqrt(2 / 1.04), init.calculate_gain(init.NonlinearityType.LeakyReLU, 0.2), 12);
    }

    [Fact]
    public void Uniform_rules_fill_their_interval()
    {
        using var scope = NewDisposeScope();
        var weight = torch.zeros(100, 200);

        Within(init.uniform_(weight, -2, 3), -2, 3);
        Within(init.xavier_uniform_(weight), -Math.Sqrt(6.0 / 300), Math.Sqrt(6.0 / 300));
        Within(init.kaiming_uniform_(weight, Math.Sqrt(5)), -1 / Math.Sqrt(200), 1 / Math.Sqrt(200));

        static void Within(Tensor tensor, double low, double high)
        {
            var edge = 0.01 * (high - low);
            Assert.InRange(tensor.min().ToDouble(), low, low + edge);
            Assert.InRange(tensor.max().ToDouble(), high - edge, high);
        }
    }

    [Fact]
    public void Normal_rules_have_their_spread()
    {
        using var scope = NewDisposeScope();
        var weight = torch.zeros(200, 200);

        // The standard deviation of 40,000 draws errs by 0.35%: allow five times that.
        Assert.InRange(init.normal_(weight, 1, 2).std().ToDouble(), 1.965, 2.035);
        Assert.InRange(init.xavier_normal_(weight, 2).std().ToDouble() / (2 * Math.Sqrt(2.0 / 400)), 0.98, 1.02);
        Assert.InRange(
            init.kaiming_normal_(weight, 0, init.FanInOut.FanOut, init.NonlinearityType.ReLU).std().ToDouble() / 0.1, 0.98, 1.02);
    }

    [Theory]
    [InlineData(3, 5)]
    [InlineData(5, 3)]
    public void Orthogonal_rows_or_columns_are_perpendicular(int rows, int columns)
    {
        using var scope = NewDisposeScope();

        var weight = init.orthogonal_(torch.empty(rows, columns), 2);

        var gram = rows < columns ? weight.mm(weight.t()) : weight.t().mm(weight);
        Assert.True(gram.allclose(torch.eye(3) * 4, atol: 1e-5));
    }

    [Fact]
    public void Linear_layers_start_within_one_over_the_root_of_their_inputs()
    {
        using var layer = nn.Linear(400, 100);

        Assert.InRange(layer.weight.abs().max().ToDouble(), 0.049, 0.05);
        Assert.InRange(layer.bias!.abs().max().ToDouble(), 0.04, 0.05);
    }
}
