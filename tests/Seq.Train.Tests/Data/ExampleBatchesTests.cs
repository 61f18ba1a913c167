using Seq.Model;

namespace Seq.Train.Tests;

public sealed class ExampleBatchesTests
{
    private static readonly LabelledExample[] Labelled = [.. Enumerable.Range(1, 40).Select(length => new LabelledExample([.. Enumerable.Range(1, length)], length % 2))];

    [Fact]
    public void An_epoch_goes_on_from_any_of_its_batches()
    {
        var batches = ExampleBatches.Of(Labelled, new(), new() { Rows = 4, PoolBatches = 2 });
        var all = batches.Epoch(3).ToList();

        var rest = ExampleBatches.Of(Labelled, new(), new() { Rows = 4, PoolBatches = 2 }).Epoch(3, index: 6).ToList();

        Assert.Equal(10, batches.Count(3));
        Assert.Equal(all.Skip(6).Select(batch => string.Join(' ', batch.Source)), rest.Select(batch => string.Join(' ', batch.Source)));
        Assert.Equal(all[7].Labels, batches.Read(3, 7).Labels);
    }

    [Fact]
    public void Labels_stay_with_their_texts() => Assert.All(
        ExampleBatches.Of(Labelled, new(), new() { Rows = 4 }).Epoch(0),
        batch => Assert.Equal(batch.SourceLengths.Select(length => length % 2), batch.Labels));

    [Fact]
    public void Tags_stay_with_their_tokens_and_padding_is_told_by_the_lengths()
    {
        var batch = TaggedBatch.Pad([new([5, 6], [1, 2]), new([7], [3])], paddingToken: 9);

        Assert.Equal([5, 6, 7, 9], batch.Source);
        Assert.Equal([1, 2, 3, 0], batch.Tags);
        Assert.Equal([2, 1], batch.Lengths);
        Assert.Throws<ArgumentException>(() => TaggedBatch.Pad([new([5, 6], [1])]));
    }

    [Fact]
    public void Pairs_become_the_batches_that_encoder_decoders_take()
    {
        var batch = ExampleBatches.Of([new PairExample([1, 2], [3])], startToken: 8, endToken: 9, new()).Read(0, 0);

        Assert.Equal([1, 2], batch.Source);
        Assert.Equal([8, 3], batch.TargetInput);
        Assert.Equal([3, 9], batch.TargetOutput);
    }

    [Fact]
    public void Byte_pairs_are_cut_anew_in_each_epoch_and_alike_when_it_is_read_again()
    {
        var side = new VocabularyOptions { Unit = TokenUnit.BytePairs, Merges = 20, Start = "<s>", End = "</s>" };
        var corpus = PairCorpus.Of(new([.. Enumerable.Repeat(new PairText("lower newer lower", "newer lowest newest"), 8)], [], []), new() { Source = side, Target = side });
        var batches = ExampleBatches.WithDropout(PairCorpus.Keep(corpus.Texts!, corpus.Texts!.Places.Train), corpus.Source, corpus.Target, 0.3, new() { Rows = 4 });

        var batch = batches.Read(1, 1);

        Assert.Equal(batch.Source, batches.Epoch(1).Last().Source);
        Assert.NotEqual(batch.Source, batches.Read(2, 1).Source);
        Assert.NotEqual(batch.Source, batches.Read(1, 0).Source);
        Assert.Equal("lower newer lower", corpus.Source.Decode([.. batch.Source.Take((int)batch.SourceLengths[0]).Select(id => (int)id)]));
    }

    [Fact]
    public void No_examples_are_an_error() => Assert.Throws<DataException>(() => ExampleBatches.Of(Array.Empty<LabelledExample>(), new(), new()));
}
