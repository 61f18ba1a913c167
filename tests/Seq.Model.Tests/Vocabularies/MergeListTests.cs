namespace Seq.Model.Tests.Vocabularies;

public sealed class MergeListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_last_symbol_of_a_word_carries_its_end() => Assert.Equal(["a", "😀", "b</w>"], MergeList.Symbols("a😀b"));

    [Theory]
    [InlineData("#version: 0.2\nt h\nth e</w>\n")]
    [InlineData("t h\nth e</w>")]
    [InlineData("\uFEFF#version: 0.2\r\nt h\r\nth e</w>\r\n")]
    public void A_list_is_read_with_or_without_its_version(string text) => Assert.Equal(["t h", "th e</w>"], MergeList.Read(Written(text)));

    [Theory]
    [InlineData("t h\nthe\n", "Line 2 is 'the'")]
    [InlineData("#version: 0.2\nt h e\n", "Line 2 is 't h e'")]
    [InlineData("e </w>\n", "format 0.1")]
    [InlineData("\u0120 t\n", "over bytes")]
    [InlineData("e</w> t\n", "across the end of a word")]
    [InlineData("#version: 0.2\n", "lists no merges")]
    public void A_line_that_is_no_merge_is_named(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<ModelFormatException>(() => MergeList.Read(Written(text))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_list_that_is_not_UTF8_or_not_there_is_named()
    {
        File.WriteAllBytes(_folder["m.txt"], [0xff, 0x20, 0x61]);

        Assert.Contains("not UTF-8", Assert.Throws<ModelFormatException>(() => MergeList.Read(_folder["m.txt"])).Message, StringComparison.Ordinal);
        Assert.Contains("none.txt", Assert.Throws<ModelFormatException>(() => MergeList.Read(_folder["none.txt"])).Message, StringComparison.Ordinal);
    }

    private string Written(string text)
    {
        File.WriteAllText(_folder["m.txt"], text);
        return _folder["m.txt"];
    }
}
