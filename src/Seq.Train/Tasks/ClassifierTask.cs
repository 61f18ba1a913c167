using System.Globalization;
using Seq.Model;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Trains classifiers on labelled texts.</summary>
internal sealed class ClassifierTask : TrainingTask
{
    private readonly LabelledCorpus _corpus;
    private readonly ExampleBatches<LabelledExample, LabelledBatch> _batches;
    private readonly Classifier _model;
    private readonly ClassifierDescription _description;

    internal ClassifierTask(TrainingSettings settings, LabelledCorpus corpus)
        : base(settings, corpus.Source, corpus.Labels)
    {
        _corpus = corpus;
        _batches = ExampleBatches.Of(corpus.Examples.Train, Padding, BatchesOf(settings));
        _model = Make<Classifier>();
        _description = (ClassifierDescription)Description;
    }

    internal override SequenceModule Module => _model;

    internal override long? SamplesPerEpoch => _batches.Examples;

    internal override IReadOnlyList<string> MetricNames =>
        [Metric.Accuracy, Metric.Loss, Metric.MacroF1, .. Target.Count == 2 ? [Metric.F1] : Array.Empty<string>()];

    protected override IReadOnlyList<string> DataNotices => _corpus.Cut == 0
        ? []
        : [CutOf(_corpus, Settings.Data)];

    private int Padding => _corpus.Source.Special.Padding ?? 0;

    /// <summary>Says how many texts are cut.</summary>
    internal static string CutOf(LabelledCorpus corpus, DataSettings data)
    {
        var kept = data.TruncateAt == RowSide.Pre ? "last" : "first";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"data.max_length: {corpus.Cut:N0} of {corpus.Examples.Train.Count:N0} texts to learn from have more than {data.MaxLength:N0} tokens, and are cut to the {kept} {data.MaxLength:N0} (data.truncate_at).");
    }

    internal override IEnumerable<TrainingBatch> Batches(DataPosition from) => EpochsOf(_batches, from).Select(read =>
        new TrainingBatch(read.Batch, read.Next, read.Batch.Rows, read.Batch.SourceLengths.Sum(), read.Batch.Source.Length));

    internal override BatchLoss Backward(TrainingBatch batch, StepContext context)
    {
        var texts = (LabelledBatch)batch.Content;
        using var scope = NewDisposeScope();
        var source = WordDropout(Ids(texts.Source, texts.Rows, texts.Time));
        var loss = Loss(_model.Logits(source, new(texts.SourceLengths, texts.Time, Device)), Ids(texts.Labels), Settings.Loss.LabelSmoothing);
        (loss * context.Scale).backward();
        return new(loss.to(ScalarType.Float64).item<double>(), Weight: texts.Rows);
    }

    internal override Evaluation Evaluate(EvaluationRequest request)
    {
        using var quiet = no_grad();
        var confusion = new ConfusionMatrix(Target.Tokens);
        var (loss, shown) = (0.0, new List<ReportSample>());
        var examples = PartOf(_corpus.Examples, request.Part, request.Samples);
        var texts = request.Model is null ? [] : _corpus.Keep(PartOf(_corpus.Texts.Places, request.Part, request.Samples));
        var order = ByLength(examples, example => example.Source.Length);
        foreach (var batch in order.Chunk(Settings.Validation.BatchSize))
        {
            using var scope = NewDisposeScope();
            var rows = Array.ConvertAll(batch, index => examples[index]);
            var (found, lost) = request.Model is { } model
                ? Read(model.Classify([.. batch.Select(index => texts[index].Text)]), [.. rows.Select(row => row.Label)])
                : Classify(rows);
            loss += lost;
            for (var row = 0; row < found.Length; row++)
            {
                confusion.Add(rows[row].Label, found[row]);
            }

            if (shown.Count < 5)
            {
                shown.Add(new(Source.Decode(rows[0].Source), Target.Tokens[found[0]], Target.Tokens[rows[0].Label]));
            }
        }

        return new()
        {
            Metrics =
            [
                new(Metric.Accuracy, confusion.Accuracy), new(Metric.Loss, loss / examples.Count), new(Metric.MacroF1, confusion.MacroF1),
                .. Target.Count == 2 ? [new(Metric.F1, confusion.Of(1).F1)] : Array.Empty<Metric>(),
            ],
            Samples = examples.Count,
            Confusion = confusion,
            Examples = shown,
            Attention = _description.Pooling == PoolingKind.Attention && request.Model is null && examples.Count > 0
                ? [PoolingAttention.Draw(_model, new MadeList<int[]>(order.Length, index => examples[order[index]].Source), Source, Target, Device)]
                : [],
        };
    }

    internal override void WriteGolden(string path)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var sources = PartOf(_corpus.Examples, DataPart.Validation, GoldenRows.Count).Select(example => example.Source);
        GoldenSources.Write(path, sources, Source, Padding, Device, _model.Logits);
    }

    /// <summary>The likeliest labels of rows, and the sum of their losses.</summary>
    private (int[] Found, double Loss) Classify(LabelledExample[] rows)
    {
        var texts = LabelledBatch.Pad(rows, Padding);
        var logits = _model.Logits(Ids(texts.Source, texts.Rows, texts.Time), new(texts.SourceLengths, texts.Time, Device));
        var loss = Loss(logits, Ids(texts.Labels), 0).to(ScalarType.Float64).item<double>() * rows.Length;
        return (Array.ConvertAll(Choices(logits).cpu().data<long>().ToArray(), label => (int)label), loss);
    }

    /// <summary>The same of the probabilities that another model gives.</summary>
    private (int[] Found, double Loss) Read(IReadOnlyList<double[]> probabilities, int[] labels)
    {
        double LossOf(double[] row, int label) => _description.Output == ClassifierOutput.Sigmoid && _description.Classes > 1
            ? row.Select((probability, place) => -Math.Log(Math.Max(double.Epsilon, place == label ? probability : 1 - probability))).Sum()
            : -Math.Log(Math.Max(double.Epsilon, row[label]));
        return ([.. probabilities.Select(row => Array.IndexOf(row, row.Max()))], probabilities.Zip(labels, LossOf).Sum());
    }

    /// <summary>Mean cross-entropy of the rows; of sigmoids, the sum over the classes.</summary>
    private Tensor Loss(Tensor logits, Tensor labels, double smoothing)
    {
        if (_description.Output == ClassifierOutput.Softmax)
        {
            return nn.functional.cross_entropy(logits, labels, label_smoothing: smoothing);
        }

        var wanted = _description.Classes == 1 ? labels.unsqueeze(1).to(logits.dtype) : nn.functional.one_hot(labels, _description.Classes).to(logits.dtype);
        var smoothed = smoothing > 0 ? (wanted * (1 - smoothing)) + (smoothing / 2) : wanted;
        return nn.functional.binary_cross_entropy_with_logits(logits, smoothed, reduction: nn.Reduction.Sum) / labels.shape[0];
    }

    private Tensor Choices(Tensor logits) => _description.Classes == 1 ? logits.gt(0).squeeze(1).to(ScalarType.Int64) : logits.argmax(1);
}
