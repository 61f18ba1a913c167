using FsCheck.Fluent;

namespace Seq.Model.Tests.Vocabularies;

public sealed class DetokenizationTests
{
    private static readonly TokenRules Punctuation = new() { Split = WordSplit.Punctuation };
    private static readonly string[] Texts =
    [
        "Don't stop: it's a well-known (old) trick, isn't it?",
        "He paid $5 and/or 3% [more]; why?!",
        "«oui», “yes”, ¿no?",
    ];

    public static TheoryData<string> Sentences => [.. Texts];

    [Theory]
    [MemberData(nameof(Sentences))]
    public void Marks_stand_where_a_reader_expects_them(string text)
    {
        var vocabulary = new Vocabulary(TokenUnit.Words, [.. Punctuation.SplitWords(text).Distinct()], SpecialTokens.None, Punctuation);

        Assert.Equal(text, vocabulary.Decode(vocabulary.Encode(text)));
    }

    [Theory]
    [MemberData(nameof(Sentences))]
    public void Byte_pairs_follow_the_same_rule(string text)
    {
        var vocabulary = BytePairTests.Of(["o n", "s t"], string.Concat(text.Where(character => character != ' ').Distinct()), Punctuation);

        Assert.Equal(text, vocabulary.Decode(vocabulary.Encode(text)));
    }

    [Fact]
    public void The_text_of_more_tokens_begins_with_the_text_of_fewer() => Law.Holds(Gen.Elements("a", "b's", "(c)", ".", "-", "'", "$", "?", "x/y").ListOf().Select(words => string.Join(' ', words)), text =>
    {
        foreach (var vocabulary in (Vocabulary[])
        [
            new(TokenUnit.Words, [.. "a b s ( c ) . - ' $ ? x / y".Split(' ')], SpecialTokens.None, Punctuation),
            BytePairTests.Of(["b s</w>"], "abs(c).-'$?x/y", Punctuation),
            BytePairTests.Of(["b '", "b' s</w>", "( c"], "abs(c).-'$?x/y", TokenRules.Default),
        ])
        {
            var ids = vocabulary.Encode(text);
            for (var count = 0; count < ids.Length; count++)
            {
                Assert.StartsWith(vocabulary.Decode(ids.AsSpan(0, count)), vocabulary.Decode(ids.AsSpan(0, count + 1)), StringComparison.Ordinal);
            }
        }
    }, 200);

    [Fact]
    public void Whether_a_space_stands_between_two_tokens_depends_on_these_two_alone() => Law.Holds(Gen.Choose(0, 5).ListOf().Where(ids => ids.Count >= 2), ids =>
    {
        var vocabulary = new Vocabulary(TokenUnit.Words, ["a", "b", "(", ")", "'", "."], SpecialTokens.None, Punctuation);
        int[] all = [.. ids];

        var added = vocabulary.Decode(all)[vocabulary.Decode(all.AsSpan(0, all.Length - 1)).Length..];

        Assert.Equal(vocabulary.Decode(all.AsSpan(all.Length - 2))[vocabulary.Decode(all.AsSpan(all.Length - 2, 1)).Length..], added);
    });
}
