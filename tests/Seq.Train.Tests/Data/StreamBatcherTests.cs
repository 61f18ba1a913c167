using FsCheck.Fluent;
using Seq.Decoding.Tests;

namespace Seq.Train.Tests;

public sealed class StreamBatcherTests
{
    private static readonly TokenStream Eleven = new([.. Enumerable.Range(0, 11)]);

    [Fact]
    public void Rows_are_parts_of_the_stream_and_targets_are_what_follows()
    {
        var batcher = new StreamBatcher(Eleven, rows: 2, steps: 3); // 10 predictions: rows 0…4 and 5…9.

        var first = batcher.Read(0);
        var second = batcher.Read(first.Next);

        Assert.Equal([0, 1, 2, 5, 6, 7], first.Input);
        Assert.Equal([1, 2, 3, 6, 7, 8], first.Target);
        Assert.Equal([3, 4, 8, 9], second.Input);
        Assert.Equal([4, 5, 9, 10], second.Target);
        Assert.Equal(batcher.RowSteps, second.Next);
        Assert.True(first.IsFull && second.IsFull);
    }

    [Fact]
    public void Where_rows_do_not_divide_the_stream_the_first_rows_have_a_step_more()
    {
        var batcher = new StreamBatcher(Eleven, rows: 3, steps: 3); // 10 predictions: 4, 3 and 3.

        var last = batcher.Read(3);

        Assert.Equal([1, 0, 0], last.Lengths);
        Assert.Equal([3, 0, 0], last.Input);
        Assert.Equal([4, 0, 0], last.Target);
        Assert.False(last.IsFull);
        Assert.Equal(1, last.Tokens);
    }

    [Fact]
    public void Every_token_but_the_first_is_predicted_once_after_the_one_before_it() => Law.Holds(
        Gen.Choose(2, 200).Zip(Gen.Choose(1, 20).Zip(Gen.Choose(1, 30))).Zip(Gen.Elements(false, true)), shape =>
    {
        var ((count, (rows, steps)), isRandom) = shape;
        var stream = new TokenStream([.. Enumerable.Range(100, count)]);
        var batcher = new StreamBatcher(stream, Math.Min(rows, count - 1), steps, isRandom ? new RandomSteps(7, 1) : null);
        var predicted = new List<long>();
        foreach (var batch in batcher.From(0))
        {
            for (var row = 0; row < batch.Rows; row++)
            {
                for (var step = 0; step < batch.Lengths[row]; step++)
                {
                    Assert.Equal(batch.Input[(row * batch.Steps) + step] + 1, batch.Target[(row * batch.Steps) + step]);
                    predicted.Add(batch.Target[(row * batch.Steps) + step]);
                }
            }
        }

        Assert.Equal(Enumerable.Range(101, count - 1).Select(id => (long)id), predicted.Order());
    }, 300);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reading_on_from_a_place_gives_the_batches_that_would_have_come(bool isRandom)
    {
        var batcher = new StreamBatcher(new([.. Enumerable.Range(0, 1000)]), 4, 20, isRandom ? new RandomSteps(3, 2) : null);
        var all = batcher.From(0).ToList();

        var rest = new StreamBatcher(new([.. Enumerable.Range(0, 1000)]), 4, 20, isRandom ? new RandomSteps(3, 2) : null).From(all[4].Place).ToList();

        Assert.Equal(all.Skip(4).Select(batch => string.Join(' ', batch.Input)), rest.Select(batch => string.Join(' ', batch.Input)));
        Assert.Equal(0, all[0].Place);
    }

    [Fact]
    public void Random_steps_lie_around_the_given_ones_and_change_with_the_epoch()
    {
        var steps = Enumerable.Range(0, 2000).Select(place => new RandomSteps(1, 0).At(place, 70)).ToList();

        Assert.InRange(steps.Average(), 66, 70); // 0.95 · 70 + 0.05 · 35 = 68.25
        Assert.InRange(steps.Count(step => step < 50), 60, 140); // about 5% are around 35
        Assert.All(steps, step => Assert.InRange(step, 5, 90));
        Assert.NotEqual(steps, Enumerable.Range(0, 2000).Select(place => new RandomSteps(1, 1).At(place, 70)));
    }

    [Fact]
    public void A_stream_too_short_for_its_rows_is_refused()
    {
        Assert.Contains("at most 10 rows", Assert.Throws<DataException>(() => new StreamBatcher(Eleven, 11, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("at least 2", Assert.Throws<DataException>(() => new TokenStream([1])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new StreamBatcher(Eleven, 2, 3).Read(5));
    }
}
