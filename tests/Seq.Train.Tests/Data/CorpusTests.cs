using Seq.Model;
using Seq.Tests;

namespace Seq.Train.Tests;

public sealed class CorpusTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DataFolders _folders;

    public CorpusTests()
    {
        _folders = new(null, _folder["cache"]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_toy_text_has_sixteen_tokens_and_starts_each_line()
    {
        var corpus = LanguageCorpus.Load("toy", LanguageOptions.For("toy"), _folders);

        Assert.Equal(
            "<s> Mary had a little lamb . <s> The lamb was white as snow . <s>",
            string.Join(' ', corpus.Train.Ids.ToArray().Select(id => corpus.Vocabulary.Tokens[id])));
        Assert.Equal(16, corpus.Train.Count);
        Assert.Null(corpus.Validation);
    }

    [Fact]
    public void Lines_end_with_the_end_token_blank_ones_too()
    {
        var options = new LanguageOptions { Vocabulary = new() { End = "<eos>" }, Marks = LineMarks.End };

        var corpus = LanguageCorpus.Of(new(["a b", "", "b"], ["c"], []), options);

        Assert.Equal("a b <eos> <eos> b <eos>", Text(corpus.Vocabulary, corpus.Train));
        Assert.Equal("<unk> <eos>", Text(corpus.Vocabulary, corpus.Validation!)); // c is not in the train part.
    }

    [Fact]
    public void Tokens_of_all_parts_are_counted_if_that_is_asked_for() =>
        Assert.True(LanguageCorpus.Of(new(["a b"], ["c d"], []), new() { CountsAllParts = true }).Vocabulary.TryGetId("c", out _));

    [Fact]
    public void Marks_need_their_token() =>
        Assert.Contains("none; name one", Assert.Throws<DataException>(() => LanguageCorpus.Of(new(["a b"], [], []), new() { Marks = LineMarks.End })).Message, StringComparison.Ordinal);

    [Fact]
    public void A_text_of_the_users_is_one_stream_of_its_characters()
    {
        File.WriteAllText(_folder["t.txt"], "abc\nabc\nabc\nabc\nabc\n");
        var options = new LanguageOptions { Vocabulary = new() { Unit = TokenUnit.Characters, Start = "<s>" }, Shares = new(0.25, 0.25) };

        var corpus = LanguageCorpus.Load(_folder["t.txt"], options, _folders);

        Assert.Equal("abc\nabc\na", corpus.Vocabulary.Decode(corpus.Train.Ids)); // 19 characters, the last line end aside: 9, 5 and 5.
        Assert.Equal(10, corpus.Train.Count);
        Assert.Equal(6, corpus.Test!.Count);
        Assert.Equal(corpus.Vocabulary.Special.Start, corpus.Test.Ids[0]);
    }

    [Fact]
    public void Labelled_lines_are_split_at_random_and_none_is_lost()
    {
        File.WriteAllLines(_folder["l.tsv"], Enumerable.Range(0, 50).Select(line => $"{(line % 2 == 0 ? "even" : "odd")}\tword{line} the"));

        var corpus = LabelledCorpus.Load(_folder["l.tsv"], LabelledOptions.For("l.tsv"), _folders);

        Assert.Equal((40, 5, 5), (corpus.Examples.Train.Count, corpus.Examples.Validation.Count, corpus.Examples.Test.Count));
        var texts = corpus.Keep([.. corpus.Texts.Places.All]);
        Assert.Equal(50, texts.Select(text => text.Text).Distinct().Count());
        Assert.All(texts.Zip(corpus.Examples.All), pair => Assert.Equal(pair.First.Label, corpus.Labels.Tokens[pair.Second.Label]));
        Assert.NotEqual(texts.Select(text => text.Text), texts.Select(text => text.Text).Order());
    }

    [Fact]
    public void Rows_of_Keras_index_begin_with_its_start()
    {
        var options = LabelledOptions.For("imdb");

        var corpus = LabelledCorpus.Of(new([new("negative", "Bad, bad film"), new("positive", "A film")], [], []), options);

        Assert.Equal([1, 4, 4, 5], corpus.Examples.Train[0].Source); // bad 2, film 2: equal counts in ordinal order.
        Assert.Equal([0, 1], corpus.Examples.Train.Select(example => example.Label));
    }

    [Fact]
    public void Pairs_can_share_their_merges()
    {
        var side = new VocabularyOptions { Unit = TokenUnit.BytePairs, Merges = 1, Start = "<s>", End = "</s>" };

        var corpus = PairCorpus.Of(new([new("ab cd", "cd cd")], [], []), new() { Source = side, Target = side, SharesMerges = true });

        Assert.Equal(["c d</w>"], corpus.Source.Rules.Merges);
        Assert.Equal(corpus.Source.Rules.Merges, corpus.Target.Rules.Merges);
        Assert.Equal("cd cd", corpus.Target.Decode(corpus.Examples.Train[0].Target));
    }

    [Fact]
    public void Pairs_can_share_their_vocabulary_so_that_an_id_is_one_word_on_both_sides()
    {
        var options = new PairOptions { Source = new(), Target = new() { Start = "<s>", End = "</s>" }, SharesVocabulary = true };

        var corpus = PairCorpus.Of(new([new("to be", "be seen")], [], []), options);

        Assert.Equal(corpus.Source.Tokens, corpus.Target.Tokens);
        Assert.Equal(["be", "seen", "to"], corpus.Source.Tokens.Skip(3));
        Assert.Equal(corpus.Examples.Train[0].Source[1], corpus.Examples.Train[0].Target[0]);
        Assert.Equal((corpus.Target.Special.Start, corpus.Target.Special.End, corpus.Target.Special.Unknown), (1, 2, 0));
        Assert.Contains("data.target_unit", Assert.Throws<DataException>(() => PairCorpus.Of(
            new([new("a", "b")], [], []), options with { Source = new() { Unit = TokenUnit.Characters } })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sample_of_a_part_comes_from_all_of_it_in_its_order_and_is_always_the_same()
    {
        var numbers = Enumerable.Range(0, 1_000).ToList();

        var drawn = DataParts<int>.Drawn(numbers, 100);

        Assert.Equal(100, drawn.Distinct().Count());
        Assert.Equal(drawn.Order(), drawn);
        Assert.InRange(drawn.Count(number => number >= 500), 25, 75);
        Assert.Equal(drawn, DataParts<int>.Drawn(numbers, 100));
        Assert.Equal(numbers, DataParts<int>.Drawn(numbers, 1_000));
    }

    [Fact]
    public void A_text_can_be_read_from_its_end()
    {
        var texts = new StreamTexts(["one two three"], ["three one"], []);
        var options = new LanguageOptions { Vocabulary = new() { Unknown = null } };

        var (forward, backward) = (LanguageCorpus.Of(texts, options), LanguageCorpus.Of(texts, options with { Backward = true }));

        Assert.Equal(forward.Vocabulary.Tokens, backward.Vocabulary.Tokens);
        Assert.Equal(forward.Train.Ids.ToArray().Reverse(), backward.Train.Ids.ToArray());
        Assert.Equal("one three", backward.Vocabulary.Decode(backward.Validation!.Ids));
        Assert.Null(backward.Test);
    }

    [Fact]
    public void A_source_without_tokens_is_an_error() => Assert.Contains("'!!'", Assert.Throws<DataException>(() => PairCorpus.Of(
        new([new("a", "b"), new("!!", "b")], [], []), new() { Source = new() { Rules = TokenRules.Keras } })).Message, StringComparison.Ordinal);

    [Fact]
    public void Echo_says_the_first_two_again_and_depends_on_the_seed_alone()
    {
        var examples = new EchoTask().Examples(4);

        Assert.Equal((8_000, 2_000), (examples.Train.Count, examples.Test.Count));
        Assert.All(examples.All, example => Assert.Equal(example.Source[..2], example.Target));
        Assert.Equal(100, examples.Train.SelectMany(example => example.Source).Distinct().Count());
        Assert.Equal(examples.Test[^1].Source, new EchoTask().Examples(4).Test[^1].Source);
        Assert.NotEqual(examples.Test[^1].Source, new EchoTask().Examples(5).Test[^1].Source);
    }

    [Fact]
    public void Tags_belong_to_the_words_that_they_were_given_for()
    {
        var corpus = TaggedCorpus.Of(new([new(["The", "dog"], ["at", "nn"]), new(["The"], ["at"])], [new(["cat"], ["np"])], []), new());

        Assert.Equal(["<unk>", "The"], corpus.Source.Tokens);
        Assert.Equal([1, 0], corpus.Examples.Train[0].Source);
        Assert.Equal([0, 1], corpus.Examples.Train[0].Tags);
        Assert.Equal("np", corpus.Tags.Tokens[corpus.Examples.Validation[0].Tags[0]]);
    }

    [Theory]
    [InlineData("multi30k", "not for a language model; sets that are: brown, ")]
    [InlineData("brown", "is not here")]
    public void A_set_of_another_task_or_one_that_is_not_here_is_answered(string set, string expected) => Assert.Contains(
        expected, Assert.Throws<DataException>(() => LanguageCorpus.Load(set, LanguageOptions.For(set), _folders)).Message, StringComparison.Ordinal);

    private static string Text(Vocabulary vocabulary, TokenStream stream) => string.Join(' ', stream.Ids.ToArray().Select(id => vocabulary.Tokens[id]));
}
