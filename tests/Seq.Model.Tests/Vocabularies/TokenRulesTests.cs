using FsCheck.Fluent;

namespace Seq.Model.Tests.Vocabularies;

public sealed class TokenRulesTests
{
    [Theory]
    [InlineData("Hello, world!", "Hello|,|world|!")]
    [InlineData("don't  stop_it", "don|'|t|stop_it")]
    [InlineData("na\u00efve e\u0301te\u0301 😀😀 3½", "na\u00efve|e\u0301te\u0301|😀|😀|3½")]
    [InlineData("...", ".|.|.")]
    [InlineData(" \t\u00a0\u0085", "")]
    public void Punctuation_cuts_around_every_mark(string text, string words) => AssertWords(words, text, new() { Split = WordSplit.Punctuation });

    [Theory]
    [InlineData("The film -- it's (very) good!", "the|film|it's|very|good")]
    [InlineData("A<br />B<BR/>c <br>D", "a|b|c|d")]
    [InlineData("e.g. a_b\tc\\d", "e|g|a|b|c|d")]
    [InlineData("!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~", "")]
    public void Keras_drops_marks_and_line_breaks_and_keeps_the_apostrophe(string text, string words) => AssertWords(words, text, TokenRules.Keras);

    [Fact]
    public void Without_the_option_a_line_break_is_the_word_that_Keras_makes_of_it() => AssertWords("a|br|b", "a<br />b", TokenRules.Keras with { DropLineBreaks = false });

    [Fact]
    public void A_bracket_that_starts_no_line_break_stays() => AssertWords("a|<|br|<|b", "a <br <br /><b", new() { Split = WordSplit.Punctuation, DropLineBreaks = true });

    [Fact]
    public void Lower_case_is_that_of_no_language() => AssertWords("straße|été", "Straße ÉTÉ", new() { Lowercase = true });

    [Fact]
    public void Cutting_around_marks_loses_nothing_but_white_space() => Law.Holds(
        Gen.Elements("a", "Z", "é", "\u0301", "7", "_", ".", "'", " ", "\n", "\u00a0", "😀", "漢").ListOf().Select(string.Concat), text =>
    {
        var words = new TokenRules { Split = WordSplit.Punctuation }.SplitWords(text);

        Assert.Equal(string.Concat(text.Where(character => !char.IsWhiteSpace(character))), string.Concat(words));
        Assert.DoesNotContain("", words);
    });

    [Fact]
    public void A_text_of_a_million_marks_is_cut_at_once()
    {
        var words = new TokenRules { Split = WordSplit.Punctuation, DropLineBreaks = true }.SplitWords(new string('<', 1_000_000));

        Assert.Equal(1_000_000, words.Count);
    }

    private static void AssertWords(string expected, string text, TokenRules rules) => Assert.Equal(expected, string.Join('|', rules.SplitWords(text)));
}
