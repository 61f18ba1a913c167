using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Trains taggers on tagged sentences.</summary>
internal sealed class TaggerTask : TrainingTask
{
    private readonly TaggedCorpus _corpus;
    private readonly ExampleBatches<TaggedExample, TaggedBatch> _batches;
    private readonly Tagger _model;
    private readonly LossWeights _weights;

    internal TaggerTask(TrainingSettings settings, TaggedCorpus corpus)
        : base(settings, corpus.Source, corpus.Tags)
    {
        _corpus = corpus;
        _batches = ExampleBatches.Of(corpus.Examples.Train, Padding, BatchesOf(settings));
        _weights = new(settings.Loss, corpus.Tags); // Before the module: a token it does not know ends the constructor.
        _model = Make<Tagger>();
    }

    internal override SequenceModule Module => _model;

    internal override long? SamplesPerEpoch => _batches.Examples;

    internal override IReadOnlyList<string> MetricNames => [Metric.TokenAccuracy, Metric.Loss, Metric.SentenceAccuracy, Metric.UnknownAccuracy, Metric.MacroF1];

    private int Padding => _corpus.Source.Special.Padding ?? 0;

    internal override IEnumerable<TrainingBatch> Batches(DataPosition from) => EpochsOf(_batches, from).Select(read =>
        new TrainingBatch(read.Batch, read.Next, read.Batch.Rows, read.Batch.Lengths.Sum(), read.Batch.Source.Length));

    internal override BatchLoss Backward(TrainingBatch batch, StepContext context)
    {
        var rows = (TaggedBatch)batch.Content;
        using var scope = NewDisposeScope();
        var hidden = _model.Hidden(WordDropout(Ids(rows.Source, rows.Rows, rows.Time)), new(rows.Lengths, rows.Time, Device));
        var (weights, scale) = _weights.Of(rows.Tags, rows.Lengths, Device);
        var loss = OutputLoss.Backward(_model.Output, hidden.reshape(-1, hidden.shape[2]), Ids(rows.Tags), Settings.Loss, weights, context.Scale * scale);
        return new(loss.Mean, Weight: batch.Tokens);
    }

    internal override Evaluation Evaluate(EvaluationRequest request)
    {
        using var quiet = no_grad();
        var confusion = new ConfusionMatrix(Target.Tokens);
        var (likelihood, right, unknown, unknownRight, shown) = (default(Likelihood), 0, 0L, 0L, new List<ReportSample>());
        var examples = PartOf(_corpus.Examples, request.Part, request.Samples);
        foreach (var batch in ByLength(examples, example => example.Source.Length).Chunk(Settings.Validation.BatchSize))
        {
            using var scope = NewDisposeScope();
            var sentences = Array.ConvertAll(batch, index => examples[index]);
            var found = request.Model?.Tag([.. sentences.Select(sentence => sentence.Source)]) ?? TagsOf(sentences, ref likelihood);
            for (var row = 0; row < sentences.Length; row++)
            {
                var (words, tags, said) = (sentences[row].Source, sentences[row].Tags, found[row]);
                var allRight = true;
                for (var step = 0; step < tags.Length; step++)
                {
                    confusion.Add(tags[step], said[step]);
                    var isRight = tags[step] == said[step];
                    allRight &= isRight;
                    unknown += words[step] == Source.Special.Unknown ? 1 : 0;
                    unknownRight += isRight && words[step] == Source.Special.Unknown ? 1 : 0;
                }

                right += allRight ? 1 : 0;
            }

            if (shown.Count < 5)
            {
                shown.Add(new(Source.Decode(sentences[0].Source), Tags(found[0]), Tags(sentences[0].Tags)));
            }
        }

        return new()
        {
            Metrics =
            [
                new(Metric.TokenAccuracy, confusion.Accuracy), .. request.Model is null ? [new(Metric.Loss, likelihood.NatsPerToken)] : Array.Empty<Metric>(), new(Metric.SentenceAccuracy, (double)right / examples.Count),
                .. unknown == 0 ? Array.Empty<Metric>() : [new(Metric.UnknownAccuracy, (double)unknownRight / unknown)], new(Metric.MacroF1, confusion.MacroF1),
            ],
            Samples = examples.Count,
            Confusion = confusion,
            Examples = shown,
        };
    }

    internal override void WriteGolden(string path)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var sources = PartOf(_corpus.Examples, DataPart.Validation, GoldenRows.Count).Select(example => example.Source);
        GoldenSources.Write(path, sources, Source, Padding, Device, _model.Logits);
    }

    /// <summary>The likeliest tags of sentences; the likelihood of the right ones is added up.</summary>
    private int[][] TagsOf(TaggedExample[] sentences, ref Likelihood likelihood)
    {
        var rows = TaggedBatch.Pad(sentences, Padding);
        var hidden = _model.Hidden(Ids(rows.Source, rows.Rows, rows.Time), new(rows.Lengths, rows.Time, Device)).reshape(rows.Source.Length, -1);
        likelihood += OutputLoss.LikelihoodOf(_model.Output, hidden, rows.Tags, rows.Lengths);
        var found = LikeliestTokens.Of(_model.Output, hidden);
        return [.. sentences.Select((sentence, row) => Array.ConvertAll(found[(row * rows.Time)..][..sentence.Tags.Length], tag => (int)tag))];
    }

    private string Tags(int[] ids) => string.Join(' ', ids.Select(id => Target.Tokens[id]));
}
