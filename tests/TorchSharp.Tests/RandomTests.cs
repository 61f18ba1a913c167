using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class RandomTests
{
    public static TheoryData<string> Names => [.. Draws.Keys];

    private static Dictionary<string, Func<Generator, Tensor>> Draws { get; } = new()
    {
        ["rand"] = g => torch.rand(5, generator: g),
        ["randn"] = g => torch.randn(5, generator: g),
        ["randint"] = g => torch.randint(0, 100, [5], generator: g),
        ["randperm"] = g => torch.randperm(9, generator: g),
        ["uniform_"] = g => torch.zeros(5).uniform_(-1, 1, g),
        ["normal_"] = g => torch.zeros(5).normal_(2, 3, g),
        ["exponential_"] = g => torch.zeros(5).exponential_(2, g),
        ["bernoulli"] = g => torch.full(20, 0.5).bernoulli(g),
        ["bernoulli_"] = g => torch.zeros(20).bernoulli_(0.5, g),
        ["multinomial"] = g => torch.ones(9).multinomial(5, false, g),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_draws_and_another_seed_others(string name)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(7);

        var first = Draws[name](generator);
        var next = Draws[name](generator);
        var again = Draws[name](generator.manual_seed(7));

        Assert.True(first.Equals(again));
        Assert.False(first.Equals(next));
    }

    [Fact]
    public void The_default_generator_is_seeded_saved_and_restored()
    {
        using var scope = NewDisposeScope();
        manual_seed(11);
        Assert.Equal(11, initial_seed());
        var first = torch.rand(3);
        var state = get_rng_state();
        var second = torch.rand(3);

        set_rng_state(state);
        Assert.True(second.Equals(torch.rand(3)));
        random.manual_seed(11);
        Assert.True(first.Equals(torch.rand(3)));
    }

    [Fact]
    public void A_generators_state_can_be_carried_to_another()
    {
        using var scope = NewDisposeScope();
        using var first = new Generator(1);
        using var second = new Generator(2);
        _ = torch.rand(4, generator: first);

        second.set_state(first.get_state());

        Assert.True(torch.rand(4, generator: first).Equals(torch.rand(4, generator: second)));
    }

    [Fact]
    public void Draws_have_the_moments_of_their_distribution()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        const int Count = 40_000;

        // Five standard errors: 5 σ / 200.
        Assert.InRange(torch.randn(Count, generator: generator).mean().ToDouble(), -0.025, 0.025);
        Assert.InRange(torch.randn(Count, generator: generator).std().ToDouble(), 0.98, 1.02);
        Assert.InRange(torch.zeros(Count).uniform_(2, 4, generator).mean().ToDouble(), 2.98, 3.02);
        Assert.InRange(torch.zeros(Count).exponential_(2, generator).mean().ToDouble(), 0.487, 0.513);
        Assert.InRange(torch.zeros(Count).bernoulli_(0.3, generator).mean().ToDouble(), 0.288, 0.312);
    }

    [Fact]
    public void Draws_stay_in_their_range()
    {
        using var scope = NewDisposeScope();

        var integers = torch.randint(-3, 4, [1000]);
        Assert.Equal(-3, integers.min().ToInt64());
        Assert.Equal(3, integers.max().ToInt64());
        Assert.Equal(Enumerable.Range(0, 50).Select(k => (long)k), torch.randperm(50).sort().Values.data<long>().ToArray());
        Assert.All(torch.tensor(new[] { 0f, 1f, 0f }).multinomial(20, true).data<long>().ToArray(), drawn => Assert.Equal(1, drawn));
        Assert.Equal([2, 2], torch.randint(5, (2, 2)).shape);
        Assert.Equal(ScalarType.Int64, torch.randint(5, [3]).dtype);
    }
}
