using System.Text;

namespace Seq.Model.Tests.Vocabularies;

public sealed class RowRulesTests : IDisposable
{
    private static readonly SpecialTokens Special = new() { Padding = 0, Start = 1 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(new[] { 2, 3, 4, 2 }, false, null, RowSide.Pre, null)]
    [InlineData(new[] { 1, 2, 3, 4, 2 }, true, null, RowSide.Pre, null)]
    [InlineData(new[] { 3, 4, 2 }, true, 3, RowSide.Pre, null)] // The start token is the first to go, as with Keras.
    [InlineData(new[] { 1, 2, 3 }, true, 3, RowSide.Post, null)]
    [InlineData(new[] { 0, 1, 2, 3, 4, 2 }, true, 6, RowSide.Pre, RowSide.Pre)]
    [InlineData(new[] { 2, 3, 4, 2, 0, 0 }, false, 6, RowSide.Pre, RowSide.Post)]
    [InlineData(new[] { 3, 4, 2 }, false, 3, RowSide.Pre, RowSide.Post)]
    public void A_row_is_begun_then_cut_then_padded(int[] expected, bool starts, int? most, RowSide truncateAt, RowSide? padAt)
    {
        var vocabulary = Of(new() { Starts = starts, MaxLength = most, TruncateAt = truncateAt, PadAt = padAt });

        Assert.Equal(expected, vocabulary.FitRow(vocabulary.Encode("a b c a")));
    }

    [Fact]
    public void Without_rules_a_row_is_all_tokens() => Assert.Equal([2, 3], Of(null).FitRow([2, 3]));

    [Fact]
    public void A_row_of_no_tokens_is_all_padding() => Assert.Equal([0, 0], Of(new() { MaxLength = 2, PadAt = RowSide.Pre }).FitRow([]));

    [Fact]
    public void The_file_gives_the_rules_back()
    {
        var rules = new RowRules { Starts = true, MaxLength = 500, TruncateAt = RowSide.Post, PadAt = RowSide.Pre };
        var bytes = VocabularyFile.ToBytes(Of(rules));
        File.WriteAllBytes(_folder["v.json"], bytes);

        Assert.Equal(rules, VocabularyFile.Read(_folder["v.json"]).Rules.Row);
        Assert.Matches("\"row\": \\{\\s+\"starts\": true,\\s+\"max_length\": 500,\\s+\"truncate_at\": \"post\",\\s+\"pad_at\": \"pre\"", Encoding.UTF8.GetString(bytes));
    }

    [Fact]
    public void Rules_that_cannot_be_followed_are_refused()
    {
        Assert.Contains("the vocabulary has none", Refused(new() { Starts = true }, SpecialTokens.None), StringComparison.Ordinal);
        Assert.Contains("between 1 and 65536", Refused(new() { MaxLength = 0 }), StringComparison.Ordinal);
        Assert.Contains("between 1 and 65536", Refused(new() { MaxLength = 65_537 }), StringComparison.Ordinal);
        Assert.Contains("give max_length", Refused(new() { PadAt = RowSide.Pre }), StringComparison.Ordinal);
        Assert.Contains("use pre or post", Refused(new() { MaxLength = 3, TruncateAt = (RowSide)7 }), StringComparison.Ordinal);
    }

    private static string Refused(RowRules rules, SpecialTokens? special = null) => Assert.Throws<VocabularyException>(() => Of(rules, special)).Message;

    private static Vocabulary Of(RowRules? rules, SpecialTokens? special = null) =>
        new(TokenUnit.Words, ["<pad>", "<start>", "a", "b", "c"], special ?? Special, new() { Row = rules });
}
