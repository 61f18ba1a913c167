using FsCheck;
using FsCheck.Fluent;

namespace Seq.Model.Tests.Vocabularies;

public sealed class BytePairTests
{
    // The words of section 3.2 of Sennrich et al. 2016: low, lowest, newer, wider. Merging r·</w> is built into the last symbol here.
    private static readonly string[] Merges = ["e r</w>", "l o", "lo w", "lo w</w>", "n e", "ne w"];
    private static readonly Vocabulary Low = Of(Merges, "lowernwidt", TokenRules.Default);

    private static readonly Gen<string> Word = Gen.Elements('a', 'b', 'c').NonEmptyListOf().Select(string.Concat);

    [Theory]
    [InlineData("low", "low</w>")]
    [InlineData("lower", "low er</w>")]
    [InlineData("newer", "new er</w>")]
    [InlineData("wider", "w i d er</w>")]
    [InlineData("lowlow", "low low</w>")]
    [InlineData("o", "o</w>")]
    public void A_word_is_cut_into_what_the_merges_leave(string word, string tokens) =>
        Assert.Equal(tokens, string.Join(' ', Low.Encode(word).Select(id => Low.Tokens[id])));

    [Fact]
    public void Words_come_back_with_one_space_between_them() => Assert.Equal("lower newer o", Low.Decode(Low.Encode(" lower\t newer o ")));

    [Fact]
    public void Of_equal_symbols_the_leftmost_pair_is_merged_first()
    {
        var vocabulary = Of(["a a"], "a", TokenRules.Default);

        Assert.Equal(["aa", "aa", "a</w>"], vocabulary.Encode("aaaaa").Select(id => vocabulary.Tokens[id]));
    }

    [Fact]
    public void Text_that_holds_the_sign_of_a_words_end_comes_back()
    {
        var vocabulary = Of(["/ w"], "</w>a", TokenRules.Default);

        Assert.Equal("a</w> </w>a", vocabulary.Decode(vocabulary.Encode("a</w> </w>a")));
    }

    [Fact]
    public void The_queue_gives_what_merging_step_by_step_gives() => Law.Holds(Gen.Elements("a b", "a a", "b a</w>", "ab a", "aa b", "c c", "b c", "ab ab").ListOf().Select(merges => merges.Distinct().ToArray()).Zip(Word), pair =>
    {
        var (merges, word) = pair;
        var pairs = new BytePairs(merges);

        Assert.Equal(StepByStep(merges, word), pairs.Segment(word));
        Assert.Equal(StepByStep(merges, word), pairs.Segment(word, dropout: 0, () => 0));
    });

    [Fact]
    public void A_word_of_a_hundred_thousand_characters_is_cut_in_good_time()
    {
        var vocabulary = Of(["a a", "aa aa", "aaaa aaaa"], "a", TokenRules.Default);

        Assert.Equal(12_500, vocabulary.Encode(new string('a', 100_001)).Length - 1);
    }

    [Fact]
    public void Dropout_gives_other_tokens_that_spell_the_same_text()
    {
        var random = new Random(1);

        var cuts = Enumerable.Range(0, 50).Select(_ => Low.Encode("lower newer", 0.5, random.NextDouble)).ToList();

        Assert.All(cuts, cut => Assert.Equal("lower newer", Low.Decode(cut)));
        Assert.True(cuts.Select(cut => string.Join(' ', cut)).Distinct().Count() > 5);
    }

    [Fact]
    public void Dropout_of_all_merges_leaves_characters() => Assert.Equal(["l", "o", "w</w>"], Low.Encode("low", 1, () => 0.999).Select(id => Low.Tokens[id]));

    [Fact]
    public void Dropout_is_a_probability_and_needs_merges()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Low.Encode("low", double.NaN, () => 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Low.Encode("low", 1.1, () => 0));
        Assert.Contains("has none", Assert.Throws<VocabularyException>(() => Samples.Source.Encode("one", 0.1, () => 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_character_is_one_unknown_token_set_apart()
    {
        var vocabulary = new Vocabulary(TokenUnit.BytePairs, ["<unk>", "a", "a</w>"], new() { Unknown = 0 }, new() { Merges = [] });

        Assert.Equal([1, 0, 2], vocabulary.Encode("aéa"));
        Assert.Equal("a <unk> a", vocabulary.Decode([2, 0, 2]));
    }

    [Theory]
    [InlineData("a", "is not two symbols")]
    [InlineData("a b c", "is not two symbols")]
    [InlineData("a  b", "is not two symbols")]
    [InlineData("a</w> b", "crosses the end of a word")]
    [InlineData("</ w>", "crosses the end of a word")]
    [InlineData("a b,a b", "twice")]
    [InlineData("a c", "which is not one of its tokens")]
    public void Impossible_merges_are_refused(string merges, string expected)
    {
        string[] tokens = ["a", "b", "ab", "abc", "a</w>b", "</w>"];

        var exception = Assert.Throws<VocabularyException>(
            () => new Vocabulary(TokenUnit.BytePairs, tokens, SpecialTokens.None, new TokenRules { Merges = merges.Split(',') }));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Merges_and_unit_belong_together()
    {
        Assert.Contains("list no merges", Refusal(TokenUnit.BytePairs, new()), StringComparison.Ordinal);
        Assert.Contains("is not byte-pairs", Refusal(TokenUnit.Words, new() { Merges = [] }), StringComparison.Ordinal);
        Assert.Contains("of characters", Refusal(TokenUnit.Characters, new() { Split = WordSplit.Keras }), StringComparison.Ordinal);
        Assert.Contains("use whitespace, punctuation or keras", Refusal(TokenUnit.Words, new() { Split = (WordSplit)7 }), StringComparison.Ordinal);
    }

    internal static Vocabulary Of(IReadOnlyList<string> merges, string characters, TokenRules rules) => new(
        TokenUnit.BytePairs,
        [.. characters.SelectMany(character => (string[])[character.ToString(), character + MergeList.WordEnd]).Concat(merges.Select(merge => merge.Replace(" ", "", StringComparison.Ordinal))).Distinct()],
        SpecialTokens.None,
        rules with { Merges = merges });

    private static string Refusal(TokenUnit unit, TokenRules rules) =>
        Assert.Throws<VocabularyException>(() => new Vocabulary(unit, ["a"], SpecialTokens.None, rules)).Message;

    private static List<string> StepByStep(string[] merges, string word)
    {
        var symbols = MergeList.Symbols(word).ToList();
        while (true)
        {
            var best = Enumerable.Range(0, symbols.Count - 1)
                .Select(place => (Rank: Array.IndexOf(merges, $"{symbols[place]} {symbols[place + 1]}"), Place: place)).Where(pair => pair.Rank >= 0).Order().ToList();
            if (best.Count == 0)
            {
                return symbols;
            }

            symbols[best[0].Place] += symbols[best[0].Place + 1];
            symbols.RemoveAt(best[0].Place + 1);
        }
    }
}
