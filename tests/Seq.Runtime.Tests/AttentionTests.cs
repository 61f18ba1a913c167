using Seq.Decoding;
using Seq.Model;

namespace Seq.Runtime.Tests;

/// <summary>Where the steps of a result looked, and what is made of it.</summary>
public sealed class AttentionTests(Bundles bundles) : IClassFixture<Bundles>
{
    private const float Rounding = 1e-5f;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Attention_in_results_is_over_the_source_alone_and_the_same_in_any_batch(int beamSize)
    {
        using var model = SeqModel.Open(bundles.Attention);
        var sources = Bundles.Sources(7, seed: 110);
        var options = new GenerateOptions { Search = model.DefaultSearch with { BeamSize = beamSize, KeepAttention = true } };

        var together = model.GenerateTokensBatch(sources, options);

        for (var i = 0; i < sources.Length; i++)
        {
            var best = together[i].Best;
            Assert.Equal(best.Length, best.Attention.Length);
            Assert.Equal(best.Length, best.Alignment.Length);
            Assert.All(best.Attention, weights => Assert.Equal(sources[i].Length, weights.Length));
            Assert.All(best.Attention, weights => Assert.Equal(1f, weights.Sum(), Rounding));
            Assert.Equal(best.Attention.SelectMany(step => step), model.GenerateTokens(sources[i], options).Best.Attention.SelectMany(step => step));
        }
    }

    [Fact]
    public void A_model_without_attention_says_so()
    {
        using var model = SeqModel.Open(bundles.Of(Bundles.Describe(CellKind.Gru)));

        Assert.Throws<SearchOptionsException>(() => model.Generate("s1", new() { Search = model.DefaultSearch with { KeepAttention = true } }));
        Assert.Throws<SearchOptionsException>(() => model.Generate("s1", new() { UnknownReplacement = new() }));
    }

    [Fact]
    public void A_vocabulary_without_an_unknown_token_has_none_to_replace()
    {
        using var model = SeqModel.Open(bundles.Attention);

        var exception = Assert.Throws<SearchOptionsException>(() => model.Generate("s1", new() { UnknownReplacement = new() }));

        Assert.StartsWith("UnknownReplacement is set, but the target vocabulary", Assert.Single(exception.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_tokens_become_the_words_they_look_at_or_what_a_dictionary_has_for_them()
    {
        var target = new Vocabulary(TokenUnit.Words, ["<unk>", "</s>", "the", "."], new() { Unknown = 0, End = 1 }, new() { Split = WordSplit.Punctuation });
        var source = new Vocabulary(TokenUnit.Words, ["<unk>", "das"], new() { Unknown = 0 });
        // "<unk> the <unk>." looks at "Seq", "das", "Haus".
        var hypothesis = new Hypothesis
        {
            Tokens = [0, 2, 0, 3],
            FinishReason = FinishReason.Length,
            LogProbability = 0,
            Score = 0,
            TokenLogProbabilities = [0, 0, 0, 0],
            Attention = [[0.1f, 0.8f, 0.1f], [1, 0, 0], [0.2f, 0.3f, 0.5f], [1, 0, 0]],
        };
        var words = UnknownWords.Surface(source, "das Seq Haus", [1, 0, 0]);

        Assert.Equal("Seq the Haus.", UnknownWords.Replace(hypothesis, target, words, new()));
        Assert.Equal("Seq the house.", UnknownWords.Replace(hypothesis, target, words, new() { Dictionary = new Dictionary<string, string> { ["Haus"] = "house" } }));
        Assert.Equal("<unk> the <unk>.", target.Decode(hypothesis.Tokens.AsSpan()));
    }
}
