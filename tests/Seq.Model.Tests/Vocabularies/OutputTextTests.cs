using System.Text;
using FsCheck.Fluent;

namespace Seq.Model.Tests.Vocabularies;

public sealed class OutputTextTests
{
    private static readonly TokenRules Punctuation = new() { Split = WordSplit.Punctuation };
    private static readonly SpecialTokens Special = new() { Padding = 0, Start = 1, End = 2, Unknown = 3 };
    private static readonly string[] Marked = ["<pad>", "<s>", "</s>", "<unk>"];

    private static readonly Vocabulary[] Vocabularies =
    [
        new(TokenUnit.Words, [.. Marked, "the", "cat", "'", "-"], Special),
        new(TokenUnit.Words, [.. Marked, "the", "cat", ".", "(", "'", "-", "$"], Special, Punctuation),
        new(TokenUnit.Characters, [.. Marked, "a", "b", " ", "𝄞"], Special),
        new(TokenUnit.BytePairs, [.. Marked, "a", "b", "a</w>", "b</w>", "'", "'</w>", "</w>"], Special, new() { Merges = [] }),
        new(TokenUnit.BytePairs, [.. Marked, "a", "'", ".", "a</w>", "'</w>", ".</w>"], Special, new() { Merges = [], Split = WordSplit.Punctuation }),
    ];

    [Fact]
    public void The_texts_that_tokens_add_are_those_of_the_decoded_text() => Law.Holds(
        from vocabulary in Gen.Elements(Vocabularies)
        from ids in Gen.Choose(0, vocabulary.Count - 1).ListOf()
        select (Vocabulary: vocabulary, Ids: ids),
        drawn =>
        {
            var texts = drawn.Vocabulary.OutputTexts();
            var (text, context) = (new StringBuilder(), 0);
            int[] ids = [.. drawn.Ids.Where(id => texts.Texts[0][id] is not null)]; // The others have no text of their own.
            foreach (var id in ids)
            {
                text.Append(texts.Texts[context][id]);
                context = texts.ContextAfter[id];
            }

            Assert.Equal(drawn.Vocabulary.Decode(ids), text.ToString());
        });

    [Fact]
    public void Words_have_a_space_before_them_except_the_first_and_special_tokens_no_text()
    {
        var texts = Vocabularies[0].OutputTexts();

        Assert.Equal(2, texts.Texts.Count);
        Assert.Equal([null, null, null, "<unk>", "the", "cat", "'", "-"], texts.Texts[0]);
        Assert.Equal([null, null, null, " <unk>", " the", " cat", " '", " -"], texts.Texts[1]);
        Assert.Equal([0, 0, 0, 1, 1, 1, 1, 1], texts.ContextAfter);
    }

    [Fact]
    public void Characters_are_their_own_text_wherever_they_stand() =>
        Assert.Equal([null, null, null, "<unk>", "a", "b", " ", "𝄞"], Assert.Single(Vocabularies[2].OutputTexts().Texts));
}
