using Seq.Model;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Trains encoder-decoders on pairs, teacher forced or with scheduled sampling.</summary>
internal sealed class EncoderDecoderTask : TrainingTask
{
    private readonly IPairData _data;
    private readonly EncoderDecoder _model;
    private readonly LossWeights _weights;
    private readonly EncoderDecoderDescription _description;

    internal EncoderDecoderTask(TrainingSettings settings, IPairData data)
        : base(settings, data.Source, data.Target)
    {
        _data = data;
        if (settings.Model.SharedEmbeddings && !data.Source.Tokens.SequenceEqual(data.Target.Tokens))
        {
            throw new TrainingSettingsException([$"model.shared_embeddings needs one vocabulary for both sides, and those of '{settings.Data.Source}' are different; leave it out."]);
        }

        _weights = new(settings.Loss, data.Target); // Before the module: a token it does not know ends the constructor.
        _model = Make<EncoderDecoder>();
        _description = (EncoderDecoderDescription)Description;
    }

    internal override SequenceModule Module => _model;

    internal override long? SamplesPerEpoch => _data.Examples;

    internal override IReadOnlyList<string> MetricNames => PairMetrics.NamesOf(_data);

    internal override IEnumerable<TrainingBatch> Batches(DataPosition from) => _data.Batches(from).Select(read =>
        new TrainingBatch(read.Batch, read.Next, read.Batch.Rows, read.Batch.TargetLengths.Sum(), read.Batch.TargetOutput.Length));

    internal override BatchLoss Backward(TrainingBatch batch, StepContext context)
    {
        var pairs = (SequenceBatch)batch.Content;
        using var scope = NewDisposeScope();
        var encoded = _model.Encode(WordDropout(Ids(pairs.Source, pairs.Rows, pairs.SourceTime)), new(pairs.SourceLengths, pairs.SourceTime, Device));
        var fed = Ids(pairs.TargetInput, pairs.Rows, pairs.TargetTime);
        var own = Settings.Regularisation.ScheduledSampling * context.Share;
        var steps = new RealSteps(pairs.TargetLengths, pairs.TargetTime, Device);
        var looked = Settings.Loss.Coverage > 0 ? new List<Tensor>() : null;
        var hidden = own > 0 ? steps.Of(ScheduledSampling.Decode(_model, encoded, fed, own, looked))
            : looked is null ? _model.DecodeReal(fed, steps, encoded)
            : steps.Of(_model.Decode(fed, encoded, encoded.Initial, looked).Hidden);
        var (weights, scale) = _weights.Of(pairs.TargetOutput, pairs.TargetLengths, Device);
        var leaf = looked is null ? hidden : hidden.detach().requires_grad_(true);
        var loss = OutputLoss.Backward(
            _model.Output, leaf, steps.OfFlat(Ids(pairs.TargetOutput)), Settings.Loss.At(context.Share), weights is null ? null : steps.OfFlat(weights), context.Scale * scale,
            EpochSeed.Of(Settings.Seed, (int)context.Step));
        if (looked is not null)
        {
            var repeated = CoverageLoss.Of(cat(looked, 1), weights) * (Settings.Loss.Coverage * context.Scale * scale);
            ((hidden * leaf.grad!).sum() + repeated).backward();                                             // One way back: both have the same graph behind them.
        }

        return new(loss.Mean, batch.Tokens);
    }

    internal override Evaluation Evaluate(EvaluationRequest request) =>
        new PairEvaluation(_model, Source, Target, Device, request).Measure(_data.Part(request.Part, request.Samples, request.Seed), Settings.Validation, _data);

    internal override void WriteGolden(string path)
    {
        var pairs = _data.Part(DataPart.Validation, GoldenRows.Count, null);
        using var view = new TorchModel(_model, Device, owned: false);
        var batch = SequenceBatch.Pad([.. pairs.Select(pair => (pair.Source, pair.Target))], _description.StartToken, _description.EndToken);
        GoldenRows.Write(path, view, batch, _description.EndToken, Source, Target);
    }
    protected override IReadOnlyList<string> DataNotices => _data.LeftOut is { } leftOut ? [leftOut] : [];
}
