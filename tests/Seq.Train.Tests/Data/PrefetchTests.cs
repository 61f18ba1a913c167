namespace Seq.Train.Tests;

public sealed class PrefetchTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Order_and_content_are_those_of_the_source(int ahead) => Assert.Equal(Enumerable.Range(0, 1000), Prefetch.Run(Enumerable.Range(0, 1000), ahead));

    [Fact]
    public void An_exception_comes_where_its_item_would_have_come()
    {
        var seen = new List<int>();

        var exception = Assert.Throws<DataException>(() => seen.AddRange(Prefetch.Run(FailingAfter(3), 2)));

        Assert.Equal("no more", exception.Message);
        using var items = Prefetch.Run(FailingAfter(3), 2).GetEnumerator();
        Assert.True(items.MoveNext() && items.MoveNext() && items.MoveNext());
        Assert.Throws<DataException>(() => items.MoveNext());
    }

    [Fact]
    public void Leaving_early_ends_the_source_and_makes_no_more_than_was_allowed()
    {
        var (made, disposed) = (0, false);

        foreach (var item in Prefetch.Run(Source(), 3))
        {
            if (item == 10)
            {
                break;
            }
        }

        Assert.True(disposed);
        Assert.InRange(made, 11, 16);

        IEnumerable<int> Source()
        {
            try
            {
                while (true)
                {
                    yield return made++;
                }
            }
            finally
            {
                disposed = true;
            }
        }
    }

    [Fact]
    public void Cancelling_ends_a_wait_for_a_slow_source()
    {
        using var cancel = new CancellationTokenSource();

        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (var item in Prefetch.Run(Slow(cancel), 1, cancel.Token))
            {
                Assert.Equal(0, item);
            }
        });
    }

    private static IEnumerable<int> Slow(CancellationTokenSource cancel)
    {
        yield return 0;
        cancel.CancelAfter(10);
        cancel.Token.WaitHandle.WaitOne();
        Thread.Sleep(20);
        yield return 1;
    }

    private static IEnumerable<int> FailingAfter(int items)
    {
        for (var item = 0; item < items; item++)
        {
            yield return item;
        }

        throw new DataException("no more");
    }
}
