using Seq.Decoding.Text;

namespace Seq.Decoding.Tests.Text;

public sealed class UnknownWordReplacementTests
{
    private static readonly string[] Words = ["<s>", "</s>", "<unk>", "says"];

    private static readonly Hypothesis Found = new()
    {
        Tokens = [2, 3, 2],
        EndToken = 1,
        FinishReason = FinishReason.EndToken,
        LogProbability = 0,
        TokenLogProbabilities = [0, 0, 0, 0],
        Score = 0,
        Attention = [[0.7f, 0.2f, 0.1f], [0.1f, 0.8f, 0.1f], [0.1f, 0.3f, 0.6f], [0f, 0f, 1f]],
    };

    [Fact]
    public void An_unknown_word_becomes_the_source_word_looked_at_most() =>
        Assert.Equal(["Obama", "says", "ja"], new UnknownWordReplacement(2).Words(Found, token => Words[token], ["Obama", "sagt", "ja"]).ToArray());

    [Fact]
    public void A_dictionary_comes_before_copying() => Assert.Equal(
        ["Obama", "says", "yes"],
        new UnknownWordReplacement(2, word => word == "ja" ? "yes" : null).Words(Found, token => Words[token], ["Obama", "sagt", "ja"]).ToArray());

    [Fact]
    public void Positions_beyond_the_words_of_the_source_do_not_count() =>
        Assert.Equal(["Obama", "says", "sagt"], new UnknownWordReplacement(2).Words(Found, token => Words[token], ["Obama", "sagt"]).ToArray());

    [Fact]
    public void An_empty_source_leaves_the_unknown_word() =>
        Assert.Equal(["<unk>", "says", "<unk>"], new UnknownWordReplacement(2).Words(Found, token => Words[token], []).ToArray());

    [Fact]
    public void A_hypothesis_without_attention_is_an_error()
    {
        var replacement = new UnknownWordReplacement(2);
        var error = Assert.Throws<ArgumentException>(() => replacement.Words(Found with { Attention = [] }, token => Words[token], ["a"]));

        Assert.StartsWith("The hypothesis does not tell where it looked. Decode with SearchOptions.KeepAttention.", error.Message, StringComparison.Ordinal);
    }
}
