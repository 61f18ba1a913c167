using Seq.Decoding.Processors;
using Seq.Decoding.Tests.Models;

namespace Seq.Decoding.Tests.Processors;

public sealed class ProcessorTests
{
    private const float Never = float.NegativeInfinity;

    [Fact]
    public void A_repetition_penalty_lowers_each_token_of_the_prefix_once()
    {
        float[] logits = [2f, -2f, 1f, 0f];
        new RepetitionPenalty(2f).Apply([0, 1, 0, 3], logits);

        Assert.Equal([1f, -4f, 1f, 0f], logits);
    }

    [Fact]
    public void A_repetition_penalty_keeps_impossible_tokens_impossible_and_one_changes_nothing()
    {
        float[] logits = [Never, 5f];
        new RepetitionPenalty(2f).Apply([0], logits);
        new RepetitionPenalty(1f).Apply([0, 1], logits);

        Assert.Equal([Never, 5f], logits);
    }

    [Fact]
    public void A_rule_that_is_aware_of_the_prompt_counts_what_it_says()
    {
        float[] logits = [2f, 2f, 2f, 2f];
        new PromptAware([0, 1], new FrequencyPenalty(1f)).Apply([1, 2], logits);

        Assert.Equal([1f, 0f, 1f, 2f], logits);
    }

    [Fact]
    public void A_rule_on_the_output_alone_is_not_given_the_prompt()
    {
        var options = new SearchOptions { StartToken = 0, EndTokens = [1], Processors = [new PromptAware([0], new ForcedPrefix([2]))] };

        var error = Assert.Throws<DecodingRequestException>(() => new Decoder(options).Decode(new FixedModel([0f, 0f, 0f])));
        var unknown = Assert.Throws<SearchOptionsException>(() => new Decoder(options with { Processors = [new PromptAware([7], new NoRepeatNGram(2))] }).Decode(new FixedModel([0f, 0f, 0f])));

        Assert.Equal(["PromptAware is given a ForcedPrefix, which is about the output alone. Give it as it is."], error.Problems);
        Assert.Equal(["PromptAware names token 7, but the model's tokens go from 0 to 2."], unknown.Problems);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public void A_minimum_length_holds_the_end_tokens_back(int tokens, bool mayEnd)
    {
        float[] logits = [0f, 1f, 2f];
        new MinLength(3, [1, 2]).Apply(new int[tokens], logits);

        Assert.Equal(mayEnd ? [0f, 1f, 2f] : [0f, Never, Never], logits);
    }

    [Fact]
    public void Suppressed_tokens_become_impossible()
    {
        float[] logits = [0f, 1f, 2f];
        new SuppressTokens([2, 0, 2]).Apply([], logits);

        Assert.Equal([Never, 1f, Never], logits);
    }

    [Fact]
    public void A_bias_is_added()
    {
        float[] logits = [0f, 1f, 2f];
        new TokenBias(new Dictionary<int, float> { [2] = -0.5f, [0] = 3f, [1] = Never }).Apply([], logits);

        Assert.Equal([3f, Never, 1.5f], logits);
    }

    [Theory]
    [InlineData(1, new[] { 2, 0, 2 }, new[] { 0, 2 })]
    [InlineData(2, new[] { 0, 1, 2, 0, 3, 0 }, new[] { 1, 3 })] // after 0 came 1 and 3
    [InlineData(3, new[] { 0, 1, 2, 0, 1 }, new[] { 2 })]       // after 0 1 came 2
    [InlineData(3, new[] { 0, 1, 2, 1, 0 }, new int[0])]
    [InlineData(2, new[] { 1, 1 }, new[] { 1 })]
    [InlineData(3, new[] { 1, 1 }, new int[0])]                 // the last two tokens are not yet followed by one
    [InlineData(4, new[] { 1, 1 }, new int[0])]
    [InlineData(2, new int[0], new int[0])]
    public void No_n_gram_appears_twice(int size, int[] prefix, int[] forbidden)
    {
        var logits = new float[4];
        new NoRepeatNGram(size).Apply(prefix, logits);

        Assert.Equal(forbidden, Enumerable.Range(0, 4).Where(token => logits[token] == Never));
    }

    // Left alone, greedy search says 0 0 0 0 with the first logits and ends at once with the second.
    public static TheoryData<ILogitsProcessor, float[]> All { get; } = new()
    {
        { new RepetitionPenalty(3f), [3f, 1f, 2f] },
        { new NoRepeatNGram(1), [3f, 1f, 2f] },
        { new SuppressTokens([0]), [3f, 1f, 2f] },
        { new TokenBias(new Dictionary<int, float> { [2] = 5f }), [3f, 1f, 2f] },
        { new MinLength(3, [1]), [2f, 3f, 1f] },
        { new PresencePenalty(2.5f), [3f, 1f, 2f] },
        { new FrequencyPenalty(1.5f), [3f, 1f, 2f] },
        { new SuppressSequences([[0, 0]]), [3f, 1f, 2f] },
        { new ForcedPrefix([2, 0]), [3f, 1f, 2f] },
        { new MustContain([[2]], [1], 3), [3f, 1f, 2f] },
        { new SoftPrefix([2], 0.8f), [3f, 1f, 2f] },
        { new AllowedTokens(prefix => prefix.Length == 1 ? [2] : [0, 1, 2]), [3f, 1f, 2f] },
    };

    [Theory]
    [MemberData(nameof(All))]
    public void Each_changes_the_tokens_that_every_search_finds(ILogitsProcessor processor, float[] logits)
    {
        var options = new SearchOptions { StartToken = 0, EndTokens = [1], MaxLength = 3 };
        foreach (var search in new[] { options, options with { BeamSize = 2 }, options with { Sampling = new() { TopP = 0.01f } } })
        {
            var without = new Decoder(search).Decode(new FixedModel(logits))[0].Best;
            var with = new Decoder(search with { Processors = [processor] }).Decode(new FixedModel(logits))[0].Best;
            Assert.NotEqual(without.Tokens, with.Tokens.AsEnumerable());
        }
    }

    [Fact]
    public void Search_shows_them_the_tokens_so_far_without_the_start_token()
    {
        var seen = new List<string>();
        var options = new SearchOptions { StartToken = 4, EndTokens = [], MaxLength = 3, Processors = [new Spy(seen)] };
        new Decoder(options).Decode(new FixedModel([0f, 1f, 3f, 2f, 0f]));
        new Decoder(options with { BeamSize = 2 }).Decode(new FixedModel([0f, 1f, 3f, 2f, 0f]));

        Assert.Equal(["", "2", "2 2", "", "2", "3", "2 2", "2 3"], seen);
    }

    [Fact]
    public void They_apply_in_their_order_and_the_minimum_length_last()
    {
        // Token 0, once used: the penalty halves 4 to 2, then the bias makes it 3. The other way round it would be (4 + 1) / 2 = 2.5.
        // The bias on the end token does not help it past the minimum length.
        var options = new SearchOptions
        {
            StartToken = 0,
            EndTokens = [2],
            MinLength = 2,
            MaxLength = 2,
            Processors = [new RepetitionPenalty(2f), new TokenBias(new Dictionary<int, float> { [0] = 1f, [2] = 99f })],
        };
        var best = new Decoder(options).Decode(new FixedModel([4f, 0f, 0f]))[0].Best;

        Assert.Equal([0, 0], best.Tokens.ToArray());
        Assert.Equal(-Math.Log(1 + Math.Exp(-5)), best.TokenLogProbabilities[0], precision: 6);
        Assert.Equal(-Math.Log(1 + Math.Exp(-3)), best.TokenLogProbabilities[1], precision: 6);
    }

    [Fact]
    public void The_minimum_length_of_the_options_is_the_processor()
    {
        var options = new SearchOptions { StartToken = 0, EndTokens = [1], MaxLength = 9 };
        var best = new Decoder(options with { MinLength = 3 }).Decode(new FixedModel([0f, 2f, 1f]))[0].Best;
        var same = new Decoder(options with { Processors = [new MinLength(3, [1])] }).Decode(new FixedModel([0f, 2f, 1f]))[0].Best;

        Assert.Equal([2, 2, 2], best.Tokens.ToArray());
        Assert.Equal(Description.Of(same), Description.Of(best));
    }

    [Fact]
    public void Arguments_out_of_range_are_errors()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RepetitionPenalty(0.9f));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RepetitionPenalty(float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NoRepeatNGram(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MinLength(-1, [1]));
        Assert.Throws<ArgumentException>(() => new MinLength(1, [-1]));
        Assert.Throws<ArgumentException>(() => new SuppressTokens([3, -2]));
        Assert.Throws<ArgumentException>(() => new TokenBias(new Dictionary<int, float> { [0] = float.NaN }));
        Assert.Throws<ArgumentException>(() => new TokenBias(new Dictionary<int, float> { [0] = float.PositiveInfinity }));
        Assert.Throws<ArgumentException>(() => new TokenBias(new Dictionary<int, float> { [-1] = 1f }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PresencePenalty(float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FrequencyPenalty(float.PositiveInfinity));
        Assert.Throws<ArgumentException>(() => new SuppressSequences([]));
        Assert.Throws<ArgumentException>(() => new SuppressSequences([[1], []]));
        Assert.Throws<ArgumentException>(() => new ForcedPrefix([]));
        Assert.Throws<ArgumentException>(() => new ForcedPrefix([1, -1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SoftPrefix([1], 1f));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SoftPrefix([1], 0f));
        Assert.Throws<ArgumentException>(() => new SoftPrefix([], 0.5f));
    }

    private sealed class Spy(List<string> seen) : ILogitsProcessor
    {
        public void Apply(ReadOnlySpan<int> prefix, Span<float> logits) => seen.Add(string.Join(' ', prefix.ToArray()));
    }
}
