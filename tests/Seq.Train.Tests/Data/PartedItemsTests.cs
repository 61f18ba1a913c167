using Seq.Model;
using Seq.Tests;

namespace Seq.Train.Tests;

/// <summary>Data that is read line by line gives the examples that it gives when all of it is held as lists of strings.</summary>
public sealed class PartedItemsTests : IDisposable
{
    private static readonly PartShares Shares = new(0.1, 0.2);
    private readonly TemporaryFolder _folder = new();
    private readonly DataFolders _folders;

    public PartedItemsTests()
    {
        _folders = new(null, _folder["cache"]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pairs_are_those_of_the_shuffled_lines_in_their_order()
    {
        string[] lines = [.. Enumerable.Range(0, 90).Select(line => $"w{line % 7} {line} w{line % 3}\tx{line % 5} x{line % 2}")];
        File.WriteAllLines(_folder["p.tsv"], lines);
        var options = new PairOptions { Shares = Shares, Seed = 5 };

        var corpus = PairCorpus.Load(_folder["p.tsv"], options, _folders);

        var plain = DataParts<string>.Shuffled(lines, Shares, 5);
        Assert.Equal((63, 9, 18), (corpus.Examples.Train.Count, corpus.Examples.Validation.Count, corpus.Examples.Test.Count));
        Assert.All(plain.All.Zip(corpus.Examples.All), item =>
        {
            Assert.Equal(corpus.Source.Encode(item.First.Split('\t')[0]), item.Second.Source);
            Assert.Equal(corpus.Target.Encode(item.First.Split('\t')[1]), item.Second.Target);
        });
        var counts = new TokenCounts();
        foreach (var line in plain.Train)
        {
            counts.AddText(line.Split('\t')[0], TokenUnit.Words, TokenRules.Default);
        }

        Assert.Equal(VocabularyBuilder.Build(counts, options.Source).Tokens, corpus.Source.Tokens);
        Assert.Equal(plain.Test, PairCorpus.Keep(corpus.Texts!, corpus.Texts!.Places.Test).Select(pair => $"{pair.Source}\t{pair.Target}"));
    }

    [Fact]
    public void Labelled_texts_are_those_of_the_shuffled_lines_in_their_order()
    {
        string[] lines = [.. Enumerable.Range(0, 90).Select(line => $"l{line % 4}\tw{line % 7} {line}")];
        File.WriteAllLines(_folder["l.tsv"], lines);

        var corpus = LabelledCorpus.Load(_folder["l.tsv"], new() { Shares = Shares, Seed = 5 }, _folders);

        var plain = DataParts<string>.Shuffled(lines, Shares, 5);
        Assert.All(plain.All.Zip(corpus.Examples.All), item =>
        {
            Assert.Equal(item.First.Split('\t')[0], corpus.Labels.Tokens[item.Second.Label]);
            Assert.Equal(corpus.Source.Encode(item.First.Split('\t')[1]), item.Second.Source);
        });
        Assert.Equal(plain.Validation, corpus.Keep(corpus.Texts.Places.Validation).Select(item => $"{item.Label}\t{item.Text}"));
    }

    [Fact]
    public void Tagged_sentences_are_those_of_the_shuffled_sentences_in_their_order()
    {
        string[][] sentences = [.. Enumerable.Range(0, 40).Select(sentence => (string[])[.. Enumerable.Range(0, 1 + (sentence % 4)).Select(word => $"w{sentence + word}\tt{word}")])];
        File.WriteAllText(_folder["t.tsv"], string.Join("\n\n", sentences.Select(sentence => string.Join('\n', sentence))));
        var options = new TaggedOptions { Shares = Shares, Seed = 5 };

        var corpus = TaggedCorpus.Load(_folder["t.tsv"], options with { Vocabulary = options.Vocabulary with { MinCount = 1 } }, _folders);

        Assert.All(DataParts<string[]>.Shuffled(sentences, Shares, 5).All.Zip(corpus.Examples.All), item =>
        {
            Assert.Equal(item.First.SelectMany(word => corpus.Source.Encode(word.Split('\t')[0])), item.Second.Source);
            Assert.Equal(item.First.Select(word => word.Split('\t')[1]), item.Second.Tags.Select(tag => corpus.Tags.Tokens[tag]));
        });
    }

    [Fact]
    public void Batches_are_those_of_pairs_that_are_held_as_objects()
    {
        File.WriteAllLines(_folder["p.tsv"], Enumerable.Range(0, 200).Select(line => $"{string.Join(' ', Enumerable.Repeat("a b", 1 + (line % 9)))}\t{line % 10} x"));
        var corpus = PairCorpus.Load(_folder["p.tsv"], new() { Shares = Shares }, _folders);
        var options = new BatchOptions { Rows = 8, PoolBatches = 3, Seed = 11 };

        var held = ExampleBatches.Of(corpus.Examples.Train.ToArray(), 1, 2, options);
        var packed = ExampleBatches.Of(corpus.Examples.Train, 1, 2, options);

        for (var epoch = 0; epoch < 2; epoch++)
        {
            Assert.Equal(held.Epoch(epoch).Select(Text), packed.Epoch(epoch).Select(Text));
        }

        static string Text(SequenceBatch batch) => $"{string.Join(' ', batch.Source)} | {string.Join(' ', batch.SourceLengths)} | {string.Join(' ', batch.TargetOutput)}";
    }

    [Fact]
    public void References_of_a_training_outlive_its_file()
    {
        File.WriteAllLines(_folder["p.tsv"], Enumerable.Range(0, 60).Select(line => $"a b {line % 2}\tseldom{line} c"));
        var settings = Preset.Find("seq2seq").Settings with { Data = new() { Source = _folder["p.tsv"], ValidationShare = 0.2, TestShare = 0.2 } };
        var corpus = PairCorpus.Load(_folder["p.tsv"], new() { Shares = new(0.2, 0.2) }, _folders);
        var data = new PairData(settings, corpus);

        File.Delete(_folder["p.tsv"]);

        Assert.All(data.Part(DataPart.Validation, 5, null), item => Assert.StartsWith("seldom", item.Reference, StringComparison.Ordinal));
        Assert.Equal(5, data.Part(DataPart.Validation, 5, null).Count);
        Assert.Contains("p.tsv", Assert.Throws<DataException>(() => data.Part(DataPart.Test, null, null)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "holds no examples")]
    [InlineData(1, "holds 1 example, of which none is left to learn from. Give more, or set data.validation_share and data.test_share to 0.")]
    public void Parts_that_leave_nothing_to_learn_from_are_an_error(int items, string expected) => Assert.Contains(
        expected, Assert.Throws<DataException>(() => PartedItems<int>.Shuffled([.. Enumerable.Range(0, items)], Shares, 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void Of_a_part_no_more_is_read_than_its_last_item_needs()
    {
        var read = 0;
        var items = new PartedItems<int>(Counted(), new([0, 2], [1, 3], [4, 5, 6, 7, 8, 9]));

        Assert.Equal([1, 3], items.Read(DataPart.Validation));
        Assert.Equal(4, read);
        Assert.Equal([0, 2], items.Read(DataPart.Train));
        Assert.Equal(4 + 3, read);

        IEnumerable<int> Counted()
        {
            for (var item = 0; item < 10; item++)
            {
                read++;
                yield return item;
            }
        }
    }

    [Fact]
    public void A_file_that_changes_while_it_is_read_is_an_error()
    {
        var calls = 0;
        var growing = new PartedItems<string>(Items(), [], []);

        Assert.Contains("had 2 items", Assert.Throws<DataException>(() => growing.Read().ToList()).Message, StringComparison.Ordinal);

        IEnumerable<string> Items()
        {
            calls++;
            for (var item = 0; item < 1 + calls; item++)
            {
                yield return "a";
            }
        }
    }
}
