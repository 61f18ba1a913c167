using FsCheck.Fluent;
using Seq.Decoding.Tests;

namespace Seq.Train.Tests;

public sealed class BatchPlanTests
{
    private static readonly int[] Lengths = [.. Enumerable.Range(0, 1000).Select(place => 1 + (place * 7919 % 97))];

    [Fact]
    public void Every_example_is_in_one_batch_and_no_batch_is_too_big() => Law.Holds(
        Gen.Choose(1, 50).ListOf().Zip(Gen.Choose(1, 9).Zip(Gen.Choose(0, 60))).Zip(Gen.Choose(0, 4).Zip(Gen.Elements(false, true))), shape =>
    {
        var ((lengths, (rows, budget)), (pool, shuffles)) = shape;
        var options = new BatchOptions { Rows = rows, TokenBudget = budget, PoolBatches = pool, Shuffle = shuffles, Seed = 3 };

        var plan = BatchPlan.Make(lengths, options, epoch: 2);

        Assert.Equal(Enumerable.Range(0, lengths.Count), plan.SelectMany(batch => batch).Order());
        Assert.All(plan, batch => Assert.InRange(batch.Length, 1, rows));
        Assert.All(plan.Where(batch => budget > 0 && batch.Length > 1), batch => Assert.InRange(batch.Length * batch.Max(place => lengths[place]), 1, budget));
    }, 500);

    [Fact]
    public void The_order_depends_on_seed_and_epoch_alone()
    {
        var options = new BatchOptions { Seed = 5 };

        Assert.Equal(Text(BatchPlan.Make(Lengths, options, 3)), Text(BatchPlan.Make(Lengths, options, 3)));
        Assert.NotEqual(Text(BatchPlan.Make(Lengths, options, 3)), Text(BatchPlan.Make(Lengths, options, 4)));
        Assert.NotEqual(Text(BatchPlan.Make(Lengths, options, 3)), Text(BatchPlan.Make(Lengths, options with { Seed = 6 }, 3)));
    }

    [Fact]
    public void Neighbouring_seeds_and_epochs_do_not_meet()
    {
        var options = new BatchOptions { Rows = 4 };
        var orders = from seed in Enumerable.Range(0, 10) from epoch in Enumerable.Range(0, 10) select Text(BatchPlan.Make(Lengths, options with { Seed = (ulong)seed }, epoch));

        Assert.Equal(100, orders.Distinct().Count());
    }

    [Fact]
    public void Without_shuffling_and_bucketing_the_order_is_that_of_the_data() =>
        Assert.Equal(Enumerable.Range(0, 1000), BatchPlan.Make(Lengths, new() { Shuffle = false, PoolBatches = 0 }, 9).SelectMany(batch => batch));

    [Fact]
    public void Bucketing_saves_most_of_the_padding_and_one_pool_saves_it_all_but_the_steps()
    {
        Assert.InRange(Padding(0), 0.4, 0.6);
        Assert.InRange(Padding(10), 0, 0.15);
        Assert.InRange(Padding(1000), 0, 0.05);

        static double Padding(int pool)
        {
            var count = new PaddingCount();
            foreach (var batch in BatchPlan.Make(Lengths, new() { PoolBatches = pool }, 0))
            {
                long[] lengths = [.. batch.Select(place => (long)Lengths[place])];
                count.Add(lengths, (int)lengths.Max() * batch.Length);
            }

            return count.Share;
        }
    }

    [Fact]
    public void A_pool_of_more_examples_than_there_can_be_is_one_pool_of_all() => Assert.Equal(
        Text(BatchPlan.Make(Lengths, new() { Rows = 8, PoolBatches = 1_000 }, 0)), Text(BatchPlan.Make(Lengths, new() { Rows = 8, PoolBatches = int.MaxValue }, 0)));

    [Fact]
    public void No_examples_make_no_batches() => Assert.Empty(BatchPlan.Make([], new(), 0));

    [Fact]
    public void Batches_of_a_pool_come_in_random_order()
    {
        var longest = BatchPlan.Make(Lengths, new() { PoolBatches = 1000 }, 0).Select(batch => batch.Max(place => Lengths[place])).ToList();

        Assert.NotEqual(longest.Order(), longest);
    }

    private static string Text(IReadOnlyList<int[]> plan) => string.Join('|', plan.Select(batch => string.Join(' ', batch)));
}
