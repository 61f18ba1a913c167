using Seq.Tests;

namespace Seq.Train.Tests;

public sealed class UserFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Lines_end_at_line_feeds_alone_and_blank_ones_count()
    {
        Assert.Equal(["a\u0085b", "", "c\rd", "e"], UserFile.ReadLines(Written("t.txt", "\uFEFFa\u0085b\n\nc\rd\r\ne\n")));
        Assert.Empty(UserFile.ReadLines(Written("t.txt", "")));
        Assert.Equal([""], UserFile.ReadLines(Written("t.txt", "\n")));
    }

    [Fact]
    public void A_line_longer_than_any_buffer_is_one_line()
    {
        var text = string.Concat(Enumerable.Repeat("0123456789é", 50_000));

        Assert.Equal(["x", text, "y"], UserFile.ReadLines(Written("t.txt", $"x\n{text}\ny")));
    }

    [Fact]
    public void A_wrong_byte_is_found_in_its_line()
    {
        File.WriteAllBytes(_folder["t.txt"], [.. "good\n"u8, 0xc3, 0x28, .. "\n"u8]);

        Assert.Equal($"{_folder["t.txt"]}: line 2 is not UTF-8. Save the file as UTF-8.", Assert.Throws<DataException>(() => UserFile.ReadLines(_folder["t.txt"]).Count()).Message);
    }

    [Fact]
    public void Pairs_come_from_tabs_or_from_JSON_lines()
    {
        PairText[] expected = [new("one two", "12"), new("\"three\"", "3")];

        Assert.Equal(expected, UserFile.ReadPairs(Written("p.tsv", "one two\t12\n\"three\"\t3\n")));
        Assert.Equal(expected, UserFile.ReadPairs(Written("p.jsonl", """
            {"source":"one two","target":"12"}
            {"target":"3","source":"\"three\"","more":1}
            """)));
    }

    [Fact]
    public void Labels_come_first_in_lines_and_by_name_in_JSON()
    {
        Assert.Equal([new("good", "a film")], UserFile.ReadLabelled(Written("l.tsv", "good\ta film\n")));
        Assert.Equal([new("good", "a film")], UserFile.ReadLabelled(Written("l.jsonl", """{"text":"a film","label":"good"}""")));
        Assert.Equal(["a\nb"], UserFile.ReadTexts(Written("t.jsonl", """{"text":"a\nb"}""")));
    }

    [Theory]
    [InlineData("p.tsv", "a\tb\nno tab\n", "line 2 has 0 tabs: 'no tab'. Correct it: give source, one tab, target.")]
    [InlineData("p.tsv", "a\tb\tc\n", "line 1 has 2 tabs")]
    [InlineData("p.tsv", "a\tb\n\nc\td\n", "line 2 has 0 tabs: ''")]
    [InlineData("p.tsv", "a\tb\n \tb\n", "line 2 has an empty source")]
    [InlineData("p.tsv", "a\t\n", "line 1 has an empty target")]
    [InlineData("p.jsonl", "{\"source\":\"a\",\"target\":\"b\"}\n{\"source\":\"a\"", "line 2 is not JSON")]
    [InlineData("p.jsonl", "{\"source\":\"a\",\"target\":3}", "line 1 has no text named \"target\"")]
    [InlineData("p.jsonl", "[\"a\"]", "give an object with \"source\" and \"target\"")]
    [InlineData("p.jsonl", "{\"source\":\"a\",\"target\":\"\\ud800 b\"}", "line 1 has half a surrogate pair")]
    [InlineData("p.tsv", "\u001b[2J\n", "\uFFFD[2J")]
    public void A_malformed_line_is_named(string file, string text, string expected)
    {
        var exception = Assert.Throws<DataException>(() => UserFile.ReadPairs(Written(file, text)).Count());

        Assert.StartsWith($"{_folder[file]}: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_is_a_word() => Assert.Contains(
        "line 1 has a label that holds white space", Assert.Throws<DataException>(() => UserFile.ReadLabelled(Written("l.tsv", "very good\tx\n")).Count()).Message, StringComparison.Ordinal);

    [Fact]
    public void A_path_that_is_nothing_is_answered_with_the_sets()
    {
        Assert.Contains("Sets: brown, ", Assert.Throws<DataException>(() => UserFile.ReadLines(_folder["none"]).Count()).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Throws<DataException>(() => UserFile.ReadLines(_folder["."]).Count()).Message, StringComparison.Ordinal);
    }

    private string Written(string name, string text)
    {
        File.WriteAllText(_folder[name], text);
        return _folder[name];
    }
}
