using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class ErrorTests
{
    [Fact]
    public void Shapes_that_do_not_fit_are_named()
    {
        using var scope = NewDisposeScope();
        var x = torch.ones(2, 3);

        var error = Assert.Throws<ExternalException>(() => x.mm(x));

        Assert.Contains("2x3 and 2x3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_index_out_of_range_is_named()
    {
        using var scope = NewDisposeScope();
        var table = nn.Embedding(3, 2);

        Assert.Contains(
            "index out of range",
            Assert.Throws<ExternalException>(() => table.call(torch.tensor(new[] { 3L }))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "out of range", Assert.Throws<ExternalException>(() => torch.ones(2)[5]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void After_an_error_the_next_call_works()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ExternalException>(() => torch.ones(2).view(3));

        Assert.Equal(2, torch.ones(2).sum().ToSingle());
    }

    [Fact]
    public void A_disposed_tensor_says_so()
    {
        var x = torch.ones(2);
        x.Dispose();

        Assert.True(x.IsInvalid);
        Assert.Equal("Tensor invalid -- empty handle.", Assert.Throws<InvalidOperationException>(() => x.sum()).Message);
        Assert.Throws<InvalidOperationException>(() => x.shape);
        Assert.Throws<InvalidOperationException>(() => torch.cat([x, x]));
    }

    [Fact]
    public void Elements_are_read_only_as_their_own_type()
    {
        using var x = torch.ones(2);

        Assert.Contains("Int64", Assert.Throws<ArgumentException>(() => x.data<long>()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => x.item<float>());
    }

    [Fact]
    public void Array_and_shape_must_agree() =>
        Assert.Throws<ArgumentException>(() => torch.tensor(new[] { 1f, 2f, 3f }, [2, 2]));

    [Fact]
    public void A_leaf_that_learns_cannot_change_in_place()
    {
        using var x = torch.ones(2, requires_grad: true);

        Assert.Contains("in-place", Assert.Throws<ExternalException>(() => x.add_(1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_backward_pass_needs_the_graph()
    {
        using var scope = NewDisposeScope();
        var loss = torch.ones(2, requires_grad: true).exp().sum();
        loss.backward();

        Assert.Contains("second time", Assert.Throws<ExternalException>(loss.backward).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CUDA_that_is_missing_is_refused_by_name()
    {
        if (cuda.is_available())
        {
            using var there = torch.ones(1).cuda();
            Assert.True(there.is_cuda);
            return;
        }

        Assert.Equal(0, cuda.device_count());
        Assert.Contains("CUDA", Assert.Throws<InvalidOperationException>(() => torch.ones(1).cuda()).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => nn.Linear(1, 1).cuda());
        Assert.Throws<InvalidOperationException>(() => torch.device("cuda:0"));
    }
}
