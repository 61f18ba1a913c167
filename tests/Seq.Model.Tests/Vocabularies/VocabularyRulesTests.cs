namespace Seq.Model.Tests.Vocabularies;

public sealed class VocabularyRulesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Characters_can_be_put_into_lower_case()
    {
        var vocabulary = new Vocabulary(TokenUnit.Characters, ["a", "é"], SpecialTokens.None, new() { Lowercase = true });

        Assert.Equal([0, 1], vocabulary.Encode("AÉ"));
    }

    [Fact]
    public void A_file_written_before_there_were_rules_has_the_default_ones()
    {
        File.WriteAllText(_folder["v.json"], """{"unit":"words","special":{},"tokens":["a","B,"]}""");

        var vocabulary = VocabularyFile.Read(_folder["v.json"]);

        Assert.Equal(TokenRules.Default, vocabulary.Rules);
        Assert.Equal([0, 1], vocabulary.Encode("a B,"));
    }

    [Fact]
    public void Default_rules_are_not_written() => Assert.DoesNotContain(
        "rules", System.Text.Encoding.UTF8.GetString(VocabularyFile.ToBytes(new Vocabulary(TokenUnit.Words, ["a"], SpecialTokens.None, new()))), StringComparison.Ordinal);

    [Fact]
    public void A_file_gives_the_rules_back_and_the_same_bytes()
    {
        var vocabulary = BytePairTests.Of(["a b", "ab c</w>"], "abc", new() { Lowercase = true, DropLineBreaks = true, Split = WordSplit.Punctuation });
        var bytes = VocabularyFile.ToBytes(vocabulary);
        File.WriteAllBytes(_folder["v.json"], bytes);

        var read = VocabularyFile.Read(_folder["v.json"]);

        Assert.Equal(vocabulary.Rules with { Merges = null }, read.Rules with { Merges = null });
        Assert.Equal(["a b", "ab c</w>"], read.Rules.Merges);
        Assert.Equal(vocabulary.Encode("ABC<br />ab"), read.Encode("ABC<br />ab"));
        Assert.Equal(bytes, VocabularyFile.ToBytes(read));
    }

    [Fact]
    public void The_words_of_the_rules_are_those_of_the_documentation()
    {
        var bytes = VocabularyFile.ToBytes(new Vocabulary(TokenUnit.Words, ["a"], SpecialTokens.None, TokenRules.Keras));

        var text = System.Text.Encoding.UTF8.GetString(bytes);

        Assert.Contains("\"split\": \"keras\"", text, StringComparison.Ordinal);
        Assert.Contains("\"lowercase\": true", text, StringComparison.Ordinal);
        Assert.Contains("\"drop_line_breaks\": true", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"unit":"byte-pairs","special":{},"tokens":["a"]}""")]
    [InlineData("""{"unit":"words","special":{},"rules":{"split":"spaces"},"tokens":["a"]}""")]
    [InlineData("""{"unit":"words","special":{},"rules":{"merges":["a b"]},"tokens":["a"]}""")]
    [InlineData("""{"unit":"byte-pairs","special":{},"rules":{"merges":["a b"]},"tokens":["a"]}""")]
    [InlineData("""{"unit":"byte-pairs","special":{},"rules":{"merges":[null]},"tokens":["a"]}""")]
    [InlineData("""{"unit":"characters","special":{},"rules":{"split":"keras"},"tokens":["a"]}""")]
    public void A_file_with_impossible_rules_is_named(string json)
    {
        File.WriteAllText(_folder["v.json"], json);

        Assert.StartsWith(_folder["v.json"], Assert.Throws<ModelFormatException>(() => VocabularyFile.Read(_folder["v.json"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Merges_cannot_be_changed_through_the_list_they_came_in()
    {
        var merges = new List<string> { "a b" };
        var vocabulary = BytePairTests.Of(merges, "ab", TokenRules.Default);
        merges.Clear();

        Assert.Equal(["a b"], vocabulary.Rules.Merges);
    }
}
