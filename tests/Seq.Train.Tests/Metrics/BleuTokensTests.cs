namespace Seq.Train.Tests;

/// <summary>Expected tokens are those of sacreBLEU 2.6.0.</summary>
public sealed class BleuTokensTests
{
    [Theory]
    [InlineData("Hello, world!", "Hello , world !")]
    [InlineData("It costs $1,000.50 (or 5-6 euros).", "It costs $ 1,000.50 ( or 5 - 6 euros ) .")]
    [InlineData("U.S. and 3.5. 7,", "U . S . and 3.5 . 7 ,")]
    [InlineData("\"Quote\" &quot;q&quot; &amp; &lt;b&gt;", "\" Quote \" \" q \" & < b >")]
    [InlineData("don't re-run 4-x", "don't re-run 4 - x")]
    [InlineData("a\u00a0b\u001cc", "a b c")]
    [InlineData("<skipped>x-\ny\nz", "xy z")]
    [InlineData(" . ,a", ". , a")]
    [InlineData("😀.😀", "😀 . 😀")]
    [InlineData("[a]{b}~^_`@:;=?<>/*+#%&", "[ a ] { b } ~ ^ _ ` @ : ; = ? < > / * + # % &")]
    [InlineData("", "")]
    public void The_rules_of_mteval_13a_set_punctuation_apart_and_leave_numbers_whole(string text, string tokens) =>
        Assert.Equal(tokens, string.Join(' ', BleuTokens.Of(text, BleuTokenizer.Mteval13a)));

    [Fact]
    public void Without_rules_white_space_separates() =>
        Assert.Equal(["Hello,", "world!"], BleuTokens.Of("  Hello,\t world!\n", BleuTokenizer.None));

    [Fact]
    public void Characters_are_code_points_and_white_space_is_none() =>
        Assert.Equal(["a", "b", "😀", "é"], BleuTokens.Of("a b😀\u2003é ", BleuTokenizer.Character));

    [Theory]
    [InlineData("ΟΔΟΣ ΣΟΦΟΣ.", "οδος σοφος.")]
    [InlineData("ΑΣ'Α Σ", "ασ'α σ")]
    [InlineData("İSTANBUL", "i\u0307stanbul")]
    [InlineData("STRASSE ß ẞ", "strasse ß ß")]
    public void Lower_case_is_Unicodes_full_mapping(string text, string lower) => Assert.Equal(lower, ScoredText.Lower(text));
}
