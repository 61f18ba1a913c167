namespace Seq.Model.Tests.Vocabularies;

public sealed class VocabularyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_character_beyond_the_basic_plane_is_one_token()
    {
        var vocabulary = new Vocabulary(TokenUnit.Characters, ["a", "😀", "é"], SpecialTokens.None);
        Assert.Equal([1, 0, 2, 1], vocabulary.Encode("😀aé😀"));
        Assert.Equal("😀aé😀", vocabulary.Decode([1, 0, 2, 1]));
    }

    [Fact]
    public void Words_are_split_at_any_white_space_and_joined_by_one_space()
    {
        Assert.Equal([1, 2, 1], Samples.Source.Encode("  one\ttwo\n one "));
        Assert.Equal("one two", Samples.Source.Decode([1, 2]));
        Assert.Empty(Samples.Source.Encode(" \t"));
        Assert.Equal("", Samples.Source.Decode([]));
    }

    [Fact]
    public void Padding_start_and_end_do_not_reach_the_text() => Assert.Equal("12", Samples.Target.Decode([3, 1, 0, 2, 3, 0]));

    [Fact]
    public void A_special_token_written_in_the_text_is_not_that_token() => Assert.Throws<VocabularyException>(() => Samples.Target.Encode("1#"));

    [Fact]
    public void The_unknown_token_stands_for_what_the_vocabulary_lacks()
    {
        var vocabulary = new Vocabulary(TokenUnit.Words, ["<unk>", "a"], new() { Unknown = 0 });
        Assert.Equal([1, 0, 0], vocabulary.Encode("a b <unk>"));
        Assert.Equal("a <unk>", vocabulary.Decode([1, 0]));
    }

    [Fact]
    public void Without_an_unknown_token_the_error_says_which_token_where_and_what_to_do()
    {
        var exception = Assert.Throws<VocabularyException>(() => Samples.Source.Encode("one three"));
        Assert.Equal(
            "Token 2 of the text 'one three' is 'three', which is not one of the 3 tokens of the vocabulary (and it has no unknown token). Use only tokens the model knows.",
            exception.Message);
    }

    [Fact]
    public void A_long_text_is_cut_in_the_error_without_splitting_a_character()
    {
        var message = Assert.Throws<VocabularyException>(() => Samples.Source.Encode(new string('x', 59) + string.Concat(Enumerable.Repeat("😀", 10_000)))).Message;
        Assert.True(message.Length < 400, message);
        Assert.DoesNotContain('\uFFFD', message);
    }

    [Fact]
    public void Control_characters_do_not_reach_the_terminal_through_an_error() =>
        Assert.DoesNotContain('\u001b', Assert.Throws<VocabularyException>(() => Samples.Source.Encode("\u001b[2J")).Message);

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void An_id_outside_the_vocabulary_is_refused(int id)
    {
        var exception = Assert.Throws<VocabularyException>(() => Samples.Target.Decode([1, id]));
        Assert.Contains($"Token id {id} lies outside the vocabulary of 4 tokens", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TokenUnit.Characters, "", "no tokens")]
    [InlineData(TokenUnit.Characters, "a,a", "lists the token 'a' twice, as 0 and 1")]
    [InlineData(TokenUnit.Characters, "a,ab", "is not one character")]
    [InlineData(TokenUnit.Characters, "a,e\u0301", "is not one character")]
    [InlineData(TokenUnit.Words, "a,b c", "holds white space")]
    [InlineData(TokenUnit.Words, "a,b\u00A0c", "holds white space")]
    [InlineData((TokenUnit)9, "a", "use characters, words or byte-pairs")]
    public void Impossible_tokens_are_refused(TokenUnit unit, string tokens, string expected) => AssertRefused(expected, unit, SpecialTokens.None, tokens.Split(',', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void Empty_missing_and_ill_formed_tokens_are_refused()
    {
        AssertRefused("Token 1 of the vocabulary is empty", TokenUnit.Words, SpecialTokens.None, "a", "");
        AssertRefused("Token 0 of the vocabulary is empty", TokenUnit.Words, SpecialTokens.None, null!, "a");
        AssertRefused("surrogate", TokenUnit.Words, SpecialTokens.None, "a\uD800");
        AssertRefused("surrogate", TokenUnit.Characters, SpecialTokens.None, "\uDC00");
        AssertRefused("surrogate", TokenUnit.Words, new() { Start = 0 }, "\uD83Dx");
    }

    [Fact]
    public void Special_ids_must_exist()
    {
        AssertRefused("The padding token of the vocabulary is 1; ids go from 0 to 0.", TokenUnit.Words, new() { Padding = 1 }, "a");
        AssertRefused("start token of the vocabulary is -1", TokenUnit.Words, new() { Start = -1 }, "a");
        AssertRefused("end token", TokenUnit.Words, new() { End = 5 }, "a");
        AssertRefused("unknown token", TokenUnit.Words, new() { Unknown = int.MinValue }, "a");
    }

    [Fact]
    public void The_tokens_cannot_be_changed_through_the_list()
    {
        string[] tokens = ["a", "b"];
        var vocabulary = new Vocabulary(TokenUnit.Characters, tokens, SpecialTokens.None);
        tokens[0] = "z";
        Assert.Equal("a", vocabulary.Tokens[0]);
        Assert.IsNotType<string[]>(vocabulary.Tokens);
    }

    [Fact]
    public void A_file_gives_the_vocabulary_back_and_the_same_bytes()
    {
        string[] tokens = ["<pad>", "a", "\"", "\\", "\u0001", "😀", "é", "<"];
        var vocabulary = new Vocabulary(TokenUnit.Characters, tokens, new() { Padding = 0, Unknown = 0 });
        var bytes = VocabularyFile.ToBytes(vocabulary);
        File.WriteAllBytes(_folder["v.json"], bytes);
        var read = VocabularyFile.Read(_folder["v.json"]);
        Assert.Equal(tokens, read.Tokens);
        Assert.Equal(vocabulary.Special, read.Special);
        Assert.Equal(TokenUnit.Characters, read.Unit);
        Assert.Equal(bytes, VocabularyFile.ToBytes(read));
    }

    [Theory]
    [InlineData("""{"unit":"words","special":{},"tokens":["a",null]}""")]
    [InlineData("""{"unit":"words","special":{},"tokens":null}""")]
    [InlineData("""{"unit":"words","special":null,"tokens":["a"]}""")]
    [InlineData("""{"unit":0,"special":{},"tokens":["a"]}""")]
    [InlineData("""{"unit":"bytes","special":{},"tokens":["a"]}""")]
    [InlineData("""{"unit":"words","special":{"start":9},"tokens":["a"]}""")]
    [InlineData("""{"unit":"words","special":{"begin":0},"tokens":["a"]}""")]
    [InlineData("""{"unit":"words","special":{},"tokens":["\ud800"]}""")]
    [InlineData("""{"unit":"words","tokens":["a"]}""")]
    [InlineData("""{"unit":"words","special":{},"tokens":[]}""")]
    [InlineData("""{"unit":"words","special":{},"tokens":["a","a"]}""")]
    public void A_wrong_file_is_named(string json)
    {
        File.WriteAllText(_folder["v.json"], json);
        Assert.StartsWith(_folder["v.json"], Assert.Throws<ModelFormatException>(() => VocabularyFile.Read(_folder["v.json"])).Message, StringComparison.Ordinal);
    }

    private static void AssertRefused(string expected, TokenUnit unit, SpecialTokens special, params string[] tokens) =>
        Assert.Contains(expected, Assert.Throws<VocabularyException>(() => new Vocabulary(unit, tokens, special)).Message, StringComparison.Ordinal);
}
