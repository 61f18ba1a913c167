using Seq.Model;

namespace Seq.Train.Tests;

public sealed class VocabularyBuilderTests
{
    private static readonly TokenCounts Counts = Counted("b a b c a b d");

    [Fact]
    public void Special_tokens_come_first_then_words_by_frequency_then_in_ordinal_order()
    {
        var vocabulary = VocabularyBuilder.Build(Counts, new() { Padding = "<pad>", Start = "<s>", End = "</s>" });

        Assert.Equal(["<pad>", "<unk>", "<s>", "</s>", "b", "a", "c", "d"], vocabulary.Tokens);
        Assert.Equal(new SpecialTokens { Padding = 0, Unknown = 1, Start = 2, End = 3 }, vocabulary.Special);
    }

    [Fact]
    public void One_token_may_start_and_end() =>
        Assert.Equal(new SpecialTokens { Unknown = 0, Start = 1, End = 1 }, VocabularyBuilder.Build(Counts, new() { Start = "<s>", End = "<s>" }).Special);

    [Fact]
    public void Size_and_frequency_bound_the_words()
    {
        Assert.Equal(["<unk>", "b", "a"], VocabularyBuilder.Build(Counts, new() { MinCount = 2 }).Tokens);
        Assert.Equal(["<unk>", "b"], VocabularyBuilder.Build(Counts, new() { MaxSize = 2 }).Tokens);
        Assert.Contains("special tokens only", Assert.Throws<DataException>(() => VocabularyBuilder.Build(Counts, new() { MinCount = 9 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_special_token_that_occurs_in_the_text_is_listed_once()
    {
        var vocabulary = VocabularyBuilder.Build(Counted("a <unk> a <unk> <unk>"), new());

        Assert.Equal(["<unk>", "a"], vocabulary.Tokens);
        Assert.Equal([1, 0], vocabulary.Encode("a <unk>"));
    }

    [Fact]
    public void Keras_index_reserves_four_ids_and_leaves_the_rest_unknown()
    {
        var vocabulary = VocabularyBuilder.BuildKerasIndex(Counted("the film the end a"), 6, TokenRules.Keras);

        Assert.Equal([4, 5, 2, 4], vocabulary.Encode("The A film THE"));
        Assert.Equal(6, vocabulary.Count);
        Assert.Equal(new SpecialTokens { Padding = 0, Start = 1, Unknown = 2 }, vocabulary.Special);
    }

    [Fact]
    public void Labels_are_in_ordinal_order_and_have_no_unknown() =>
        Assert.Equal(["B", "a", "b"], VocabularyBuilder.BuildLabels(["b", "a", "B", "a"]).Tokens);

    [Fact]
    public void Byte_pairs_are_learned_with_every_character_in_both_forms()
    {
        var vocabulary = VocabularyBuilder.Build(Counted("ab ab ba"), new() { Unit = TokenUnit.BytePairs, Merges = 1, Unknown = null });

        Assert.Equal(["a", "a</w>", "b", "b</w>", "ab</w>"], vocabulary.Tokens);
        Assert.Equal("aabb ab", vocabulary.Decode(vocabulary.Encode("aabb ab")));
    }

    [Fact]
    public void Merges_that_are_given_are_used()
    {
        var vocabulary = VocabularyBuilder.Build(Counted("ab"), new() { Unit = TokenUnit.BytePairs, Rules = new() { Merges = ["x y"] }, Unknown = null });

        Assert.Equal(["a", "a</w>", "b", "b</w>", "x", "y", "xy"], vocabulary.Tokens);
    }

    private static TokenCounts Counted(string text)
    {
        var counts = new TokenCounts();
        counts.AddText(text, TokenUnit.Words, TokenRules.Default);
        return counts;
    }
}
