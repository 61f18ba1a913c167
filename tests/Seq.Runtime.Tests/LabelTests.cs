using Seq.Model;

namespace Seq.Runtime.Tests;

/// <summary>Classifiers and taggers.</summary>
public sealed class LabelTests(Bundles bundles) : IClassFixture<Bundles>
{
    private const double Rounding = 1e-5; // Sums of probabilities in float32.

    public static TheoryData<CellKind, PoolingKind, bool> Classifiers => new()
    {
        { CellKind.Lstm, PoolingKind.Last, true },
        { CellKind.Gru, PoolingKind.Mean, false },
        { CellKind.Lstm, PoolingKind.Max, true },
        { CellKind.Gru, PoolingKind.Attention, true },
    };

    [Theory]
    [MemberData(nameof(Classifiers))]
    public void A_text_gets_the_same_labels_alone_and_in_any_batch(CellKind cell, PoolingKind pooling, bool bidirectional)
    {
        using var model = SeqModel.Open(bundles.Export(Classifier(cell, pooling, bidirectional), seed: 20));
        var inputs = Bundles.Sources(50, seed: 130);

        var together = model.ClassifyTokensBatch(inputs, new() { MaxBatchSize = 16 });

        for (var i = 0; i < inputs.Length; i++)
        {
            var alone = model.ClassifyTokensBatch([inputs[i]])[0];
            Assert.Equal(alone.Labels.Select(label => label.Label), together[i].Labels.Select(label => label.Label));
            Assert.Equal(alone.Labels.Select(label => label.Probability), together[i].Labels.Select(label => label.Probability), Near);
            Assert.Equal(1, together[i].Labels.Sum(label => label.Probability), Rounding);
            Assert.Equal(together[i].Labels.Max(label => label.Probability), together[i].Best.Probability);
        }
    }

    [Fact]
    public void One_sigmoid_says_no_or_yes_and_several_are_independent()
    {
        using var one = SeqModel.Open(bundles.Export(Classifier(CellKind.Gru, PoolingKind.Last, false) with { Classes = 1, Output = ClassifierOutput.Sigmoid }, seed: 21));
        using var several = SeqModel.Open(bundles.Export(Classifier(CellKind.Gru, PoolingKind.Last, false) with { Output = ClassifierOutput.Sigmoid }, seed: 22));

        var answer = one.Classify("s1 s2 s3");
        var answers = several.Classify("s1 s2 s3");
        var (ids, lengths) = BundleGraphs.Pad([one.SourceVocabulary.Encode("s1 s2 s3")]);
        var logit = one.Graphs.ScoreLabels(ids, lengths).Logits[0];
        var logits = several.Graphs.ScoreLabels(ids, lengths).Logits;

        Assert.Equal(Sigmoid(logit), answer.Labels.Single(label => label.Label == "t1").Probability, Rounding);
        Assert.Equal(Sigmoid(-logit), answer.Labels.Single(label => label.Label == "t0").Probability, Rounding);
        foreach (var label in answers.Labels)
        {
            Assert.Equal(Sigmoid(logits[label.Id]), label.Probability, Rounding);
        }

        Assert.Equal(logits.Count(value => value >= 0), answers.AtLeast(0.5).Count());
    }

    [Fact]
    public void Every_token_gets_a_tag_whatever_the_batch()
    {
        using var model = SeqModel.Open(bundles.Export(Tagger(), seed: 23));
        var inputs = Bundles.Sources(40, seed: 131);

        var together = model.TagTokensBatch(inputs, new() { MaxBatchSize = 9 });

        for (var i = 0; i < inputs.Length; i++)
        {
            var (ids, lengths) = BundleGraphs.Pad([inputs[i]]);
            var scores = model.Graphs.ScoreLabels(ids, lengths);
            Assert.Equal([1, inputs[i].Length, 5], scores.Shape);
            Assert.Equal(inputs[i], together[i].Tokens.Select(token => token.TokenId));
            foreach (var (token, place) in together[i].Tokens.Select((token, place) => (token, place)))
            {
                var row = scores.LogProbabilities.AsSpan(place * 5, 5).ToArray();
                Assert.Equal(row.Max(), Math.Log(token.Probability), Rounding);
                Assert.Equal($"t{token.TagId}", token.Tag);
                Assert.Equal($"s{inputs[i][place]}", token.Token);
            }
        }

        Assert.Equal(3, model.Tag("s1 s2 s3").Tags.Count());
    }

    [Fact]
    public void Empty_inputs_and_calls_of_other_kinds_are_typed_errors()
    {
        using var classifier = SeqModel.Open(bundles.Export(Classifier(CellKind.Gru, PoolingKind.Last, false), seed: 24));
        using var tagger = SeqModel.Open(bundles.Export(Tagger(), seed: 25));

        Assert.Throws<InvalidInputException>(() => classifier.ClassifyBatch([]));
        Assert.Equal(1, Assert.Throws<InvalidInputException>(() => classifier.ClassifyBatch(["s1", ""])).Input);
        Assert.Throws<InvalidInputException>(() => tagger.TagTokensBatch([[99]]));
        Assert.Throws<VocabularyException>(() => tagger.Tag("word"));
        Assert.Contains("Call Classify", Assert.Throws<ModelKindException>(() => classifier.Generate("s1")).Message);
        Assert.Contains("Call Tag", Assert.Throws<ModelKindException>(() => tagger.Classify("s1")).Message);
        Assert.Throws<ModelKindException>(() => classifier.DefaultSearch);
        Assert.Throws<ModelKindException>(() => classifier.Graphs.StepLogits(new long[1, 1]));
        Assert.ThrowsAny<OperationCanceledException>(() => tagger.Tag("s1", new CancellationToken(canceled: true)));
        classifier.WarmUp();
        classifier.Dispose();
        Assert.Throws<ObjectDisposedException>(() => classifier.Classify("s1"));
    }

    private static ClassifierDescription Classifier(CellKind cell, PoolingKind pooling, bool bidirectional) => new()
    {
        Vocabulary = Bundles.SourceVocabulary,
        Embedding = 6,
        Layers = new() { Cell = cell, Hidden = 14, Bidirectional = bidirectional },
        Pooling = pooling,
        Classes = 4,
    };

    [Fact]
    public void A_tagged_text_keeps_the_words_that_the_vocabulary_lacks()
    {
        var words = new Vocabulary(TokenUnit.Words, ["<unk>", "the"], new() { Unknown = 0 });
        var tags = new Vocabulary(TokenUnit.Words, ["D", "N"], SpecialTokens.None);

        var ofText = LabelOutputs.Tag([1, 0], words, tags, [0f, -1f, -1f, 0f], "the zebra");
        var ofIds = LabelOutputs.Tag([1, 0], words, tags, [0f, -1f, -1f, 0f], text: null);

        Assert.Equal([("the", "the", "D"), ("zebra", "<unk>", "N")], ofText.Tokens.Select(token => (token.Word, token.Token, token.Tag)));
        Assert.Equal(["the", "<unk>"], ofIds.Tokens.Select(token => token.Word));
    }

    private static TaggerDescription Tagger() => new()
    {
        Vocabulary = Bundles.SourceVocabulary,
        Embedding = 6,
        Layers = new() { Cell = CellKind.Lstm, Hidden = 14, Bidirectional = true },
        Tags = 5,
    };

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static bool Near(double one, double other) => Math.Abs(one - other) <= Rounding;
}
