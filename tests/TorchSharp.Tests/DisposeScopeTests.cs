using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class DisposeScopeTests
{
    [Fact]
    public void A_scope_disposes_the_tensors_made_in_it()
    {
        Tensor inside;
        using (NewDisposeScope())
        {
            inside = torch.ones(3);
            Assert.False(inside.IsInvalid);
        }

        Assert.True(inside.IsInvalid);
    }

    [Fact]
    public void A_tensor_moved_out_lives_in_the_outer_scope_and_dies_with_it()
    {
        Tensor moved;
        using (var outer = NewDisposeScope())
        {
            using (var inner = NewDisposeScope())
            {
                moved = torch.ones(3);
                Assert.Same(moved, moved.MoveToOuterDisposeScope());
                Assert.False(inner.Contains(moved));
                Assert.True(outer.Contains(moved));
            }

            Assert.Equal(3, moved.sum().ToSingle());
        }

        Assert.True(moved.IsInvalid);
    }

    [Fact]
    public void A_tensor_moved_out_of_the_outermost_scope_belongs_to_nobody()
    {
        Tensor kept;
        using (NewDisposeScope())
        {
            kept = torch.ones(2).MoveToOuterDisposeScope();
        }

        using (kept)
        {
            Assert.Equal(2, kept.numel());
        }
    }

    [Fact]
    public void Detached_and_attached_tensors_change_owner()
    {
        using var other = NewDisposeScope();
        using (var scope = NewDisposeScope())
        {
            var detached = scope.Detach(torch.ones(1));
            var (first, second) = (torch.ones(1), torch.ones(1));
            scope.MoveToOther(other, first, second);
            Assert.Equal(0, scope.DisposablesCount);
            Assert.Equal(2, other.DisposablesCount);

            scope.Attach(detached);
            Assert.Equal([detached], scope.DisposablesView);
            detached.MoveToOtherDisposeScope(first);
            Assert.Equal(3, other.DisposablesCount);
        }
    }

    [Fact]
    public void Everything_but_what_is_kept_is_disposed()
    {
        using var scope = NewDisposeScope();
        var (kept, dropped) = (torch.ones(1), torch.ones(1));

        Assert.Same(kept, scope.DisposeEverythingBut(kept));

        Assert.True(dropped.IsInvalid);
        Assert.False(kept.IsInvalid);
        scope.DisposeEverything();
        Assert.True(kept.IsInvalid);
    }

    [Fact]
    public void A_tensor_disposed_by_hand_leaves_its_scope()
    {
        using var scope = NewDisposeScope();
        var tensor = torch.ones(1);

        tensor.Dispose();
        tensor.Dispose();

        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void A_closed_scope_refuses_work()
    {
        var scope = NewDisposeScope();
        scope.Dispose();
        scope.Dispose();

        Assert.Throws<ObjectDisposedException>(() => scope.DisposablesCount);
        Assert.Throws<ObjectDisposedException>(() => scope.Attach(Array.Empty<IDisposable>()));
    }

    [Fact]
    public void A_scope_takes_only_tensors_and_packed_sequences()
    {
        using var scope = NewDisposeScope();
        using var stream = new MemoryStream();

        Assert.Throws<InvalidOperationException>(() => scope.Attach(stream));
    }

    [Fact]
    public void Scopes_belong_to_their_thread()
    {
        using var scope = NewDisposeScope();
        Tensor? other = null;

        var thread = new Thread(() => other = torch.ones(1));
        thread.Start();
        thread.Join();

        Assert.False(scope.Contains(other!));
        Assert.Equal(0, scope.DisposablesCount);
        other!.Dispose();
    }

    [Fact]
    public void An_outer_scope_closed_first_leaves_the_inner_one_in_charge()
    {
        var outer = NewDisposeScope();
        using var inner = NewDisposeScope();
        outer.Dispose();

        var tensor = torch.ones(1);

        Assert.True(inner.Contains(tensor));
    }

    [Fact]
    public void A_parameter_takes_the_place_of_the_tensor_it_is_made_from()
    {
        using var scope = NewDisposeScope();
        var data = torch.ones(2);

        var parameter = data.AsParameter();

        Assert.True(data.IsInvalid);
        Assert.True(parameter.requires_grad);
        Assert.Equal([parameter], scope.DisposablesView);
    }

    [Fact]
    public void Two_references_to_one_tensor_live_apart()
    {
        using var first = torch.ones(2);
        using var second = first.alias();
        Assert.Equal(first.Handle, second.Handle);

        first.Dispose();

        Assert.Equal(2, second.sum().ToSingle());
    }

    [Fact]
    public void Statistics_count_what_a_thread_makes_and_disposes()
    {
        var counts = new long[4];
        var thread = new Thread(() =>
        {
            using var outside = torch.ones(1);
            using (NewDisposeScope())
            {
                _ = torch.ones(1);
                torch.ones(1).DetachFromDisposeScope().Dispose();
            }

            var seen = DisposeScopeManager.Statistics;
            counts = [seen.CreatedOutsideScopeCount, seen.CreatedInScopeCount, seen.DetachedFromScopeCount, seen.ThreadTotalLiveCount];
        });
        thread.Start();
        thread.Join();

        Assert.Equal([1, 2, 1, 1], counts);
    }

    [Fact]
    public void A_closed_scope_gives_its_memory_back()
    {
        var before = Tensor.TotalCount;
        for (var k = 0; k < 50; k++)
        {
            using var scope = NewDisposeScope();
            var x = torch.randn(100, 100);
            for (var j = 0; j < 10; j++)
            {
                x = (x + 1).relu();
            }
        }

        // Other tests may run beside this one; a leak here would be a thousand tensors.
        Assert.InRange(Tensor.TotalCount - before, -500, 500);
    }
}
