namespace Seq.Train.Tests;

public sealed class BrownCorpusTests
{
    private const string Text = "\tThe/at half/abn 1/2/cd didn't/dod* ;/. ;/.\n\t\n\n  Why/wrb ?/. ?/. ?/.  \n";

    [Fact]
    public void A_tag_stands_behind_the_last_slash_and_blank_lines_are_no_sentences()
    {
        var sentences = BrownCorpus.Sentences("ca01", Text, mergesDoubledMarks: false).ToList();

        Assert.Equal(["The", "half", "1/2", "didn't", ";", ";"], sentences[0].Words);
        Assert.Equal(["at", "abn", "cd", "dod*", ".", "."], sentences[0].Tags);
        Assert.Equal(2, sentences.Count);
        Assert.All(sentences, sentence => Assert.Equal("ca01", sentence.Text));
    }

    [Fact]
    public void Doubled_marks_can_be_merged()
    {
        var sentences = BrownCorpus.Sentences("ca01", Text, mergesDoubledMarks: true).ToList();

        Assert.Equal(["The", "half", "1/2", "didn't", ";"], sentences[0].Words);
        Assert.Equal(["Why", "?"], sentences[1].Words);
        Assert.All(sentences, sentence => Assert.Equal(sentence.Words.Count, sentence.Tags.Count));
    }

    [Theory]
    [InlineData("The/at dog")]
    [InlineData("/at")]
    [InlineData("dog/")]
    public void A_token_without_word_or_tag_is_named(string text) =>
        Assert.StartsWith("ca01, line 1: '", Assert.Throws<DataException>(() => BrownCorpus.Sentences("ca01", text, false).Count()).Message, StringComparison.Ordinal);

    [Fact]
    public void Bengios_parts_follow_each_other_in_the_stream()
    {
        var parts = BrownParts.Bengio(["a", "b", "c", "d", "e", "f"], train: 3, validation: 2);

        Assert.Equal(["a b c", "d e", "f"], parts.All);
        Assert.Throws<DataException>(() => BrownParts.Bengio(["a", "b"], train: 1, validation: 1));
    }

    [Fact]
    public void Sentences_are_split_eighty_to_twenty_with_a_tenth_of_the_former_for_choosing()
    {
        var sentences = Enumerable.Range(0, 1000).Select(sentence => new BrownSentence("ca01", [$"s{sentence}"], ["nn"])).ToList();

        var parts = BrownParts.Language(sentences, LanguageOptions.BrownSentences);
        var others = BrownParts.Language(sentences, LanguageOptions.BrownSentences with { Shares = new(0.1, 0.3) });

        Assert.Equal((720, 80, 200), (parts.Train.Count, parts.Validation.Count, parts.Test.Count));
        Assert.Equal((600, 100, 300), (others.Train.Count, others.Validation.Count, others.Test.Count));
    }

    [Fact]
    public void A_taggers_parts_are_whole_texts_of_every_category()
    {
        var sentences = Enumerable.Range(0, 100).SelectMany(text => Enumerable.Range(0, 3).Select(_ => new BrownSentence($"c{text:00}", ["w"], ["t"]))).ToList();

        var parts = BrownParts.ByText(sentences);

        Assert.Equal((240, 30, 30), (parts.Train.Count, parts.Validation.Count, parts.Test.Count));
        Assert.Equal(["c08", "c18"], parts.Validation.Select(sentence => sentence.Text).Distinct().Take(2));
        Assert.Equal(["c09", "c19"], parts.Test.Select(sentence => sentence.Text).Distinct().Take(2));
    }

    [Theory]
    [InlineData("nn-tl-hl", "nn")]
    [InlineData("fw-nn-nc", "nn")]
    [InlineData("dod*", "dod*")]
    [InlineData("--hl", "-")]
    [InlineData("ppss+bem", "ppss+bem")]
    public void Tags_lose_their_marks(string tag, string simple) => Assert.Equal(simple, BrownTags.Simplify(tag));
}
