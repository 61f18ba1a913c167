using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class AutogradTests
{
    // Central differences in float64 with this step err by about step² and rounding / step: below 1e-7.
    private const double Step = 1e-5;

    public static TheoryData<string> Names => [.. Functions.Keys];

    private static Dictionary<string, Func<Tensor, Tensor>> Functions { get; } = new()
    {
        ["products and sums"] = x => (x * x.sum()) + (x / 3) - (2 - x),
        ["pointwise"] = x => x.tanh().exp() + x.sigmoid().log() + x.square().add(1).sqrt() + nn.functional.selu(x),
        ["matrix products"] = x => x.matmul(x.t()).mm(torch.ones(2, 3, x.dtype)),
        ["softmax"] = x => x.softmax(1) * x.log_softmax(0),
        ["reductions"] = x => x.mean() * x.std(1) + x.logsumexp(1) + x.norm(1),
        ["views"] = x => torch.cat([x.t().contiguous().view(2, 3), x.flip(1)], 1).narrow(1, 1, 4).pow(2),
        ["indexing"] = x => x[TensorIndex.Colon, TensorIndex.Slice(1)] * x.index_select(1, torch.tensor(new[] { 2L, 0L })),
        ["gather and mask"] = x => x.gather(1, torch.tensor(new[,] { { 2L, 2L }, { 0L, 1L } })).sum() * x.masked_fill(x > 0, 0.5),
        ["layer norm"] = x => nn.functional.layer_norm(x, [3]).pow(3),
        ["convolution"] = x => nn.functional.conv1d(x.view(1, 2, 3), x.view(3, 2, 1)).pow(2),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_agree_with_differences(string name)
    {
        using var scope = NewDisposeScope();
        var start = new[] { 0.3, -0.7, 1.1, 0.9, 0.4, -1.3 };
        var weights = torch.linspace(0.5, 1.5, Functions[name](torch.tensor(start, [2, 3])).numel(), ScalarType.Float64);
        var x = torch.tensor(start, [2, 3], requires_grad: true);

        Loss(x).backward();

        var expected = start.Select((_, k) => (At(k, Step) - At(k, -Step)) / (2 * Step)).ToArray();
        OperatorCase.Near(expected, x.grad!, 1e-6);

        Tensor Loss(Tensor at) => (Functions[name](at).flatten() * weights).sum();
        double At(int k, double change)
        {
            var moved = start.ToArray();
            moved[k] += change;
            return Loss(torch.tensor(moved, [2, 3])).ToDouble();
        }
    }

    [Fact]
    public void Gradients_add_up_until_they_are_cleared()
    {
        using var scope = NewDisposeScope();
        var x = torch.tensor(2f, requires_grad: true);
        Assert.Null(x.grad);

        (x * 3).backward();
        (x * 3).backward();
        Assert.Equal(6, x.grad!.ToSingle());

        x.grad = null;
        Assert.Null(x.grad);
    }

    [Fact]
    public void No_grad_records_nothing_and_gives_back_what_was()
    {
        using var scope = NewDisposeScope();
        var x = torch.ones(1, requires_grad: true);
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            using (enable_grad())
            {
                Assert.True((x * 2).requires_grad);
            }

            Assert.False((x * 2).requires_grad);
        }

        Assert.True(is_grad_enabled());
        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
        }

        Assert.False(is_inference_mode_enabled());
    }

    [Fact]
    public void Detach_cuts_the_graph()
    {
        using var scope = NewDisposeScope();
        var x = torch.tensor(3f, requires_grad: true);

        (x * x.detach()).backward();

        Assert.Equal(3, x.grad!.ToSingle());
        Assert.True(x.is_leaf);
        Assert.False((x * 2).is_leaf);
    }

    [Fact]
    public void Grad_returns_gradients_without_storing_them()
    {
        using var scope = NewDisposeScope();
        var x = torch.tensor(2.0, requires_grad: true);
        var unused = torch.tensor(1.0, requires_grad: true);

        var first = autograd.grad([x.pow(3)], [x, unused], create_graph: true, allow_unused: true);
        var second = autograd.grad([first[0]], [x]);

        Assert.Equal(12, first[0].ToDouble());
        Assert.Null(first[1]);
        Assert.Equal(12, second[0].ToDouble());
        Assert.Null(x.grad);
    }

    [Fact]
    public void Backward_takes_weights_and_inputs()
    {
        using var scope = NewDisposeScope();
        var (x, other) = (torch.ones(2, requires_grad: true), torch.ones(2, requires_grad: true));

        (x * other * 3).backward([torch.tensor(new[] { 1f, 10f })], inputs: [x]);

        OperatorCase.Near([3, 30], x.grad!);
        Assert.Null(other.grad);
    }

    [Fact]
    public void A_retained_gradient_of_an_intermediate_is_kept()
    {
        using var scope = NewDisposeScope();
        var middle = torch.tensor(2f, requires_grad: true) * 2;
        middle.retain_grad();

        middle.square().backward();

        Assert.Equal(8, middle.grad!.ToSingle());
    }
}
