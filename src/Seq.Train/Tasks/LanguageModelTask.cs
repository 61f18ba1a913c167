using Seq.Model;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Trains language models on streams, by truncated back-propagation through time with states carried from batch to batch (Mikolov et al. 2010).</summary>
internal sealed class LanguageModelTask : TrainingTask
{
    private readonly LanguageCorpus _corpus;
    private readonly LanguageModel _model;
    private readonly LossWeights _weights;
    private LanguageState? _carried;

    internal LanguageModelTask(TrainingSettings settings, LanguageCorpus corpus)
        : base(settings, corpus.Vocabulary, corpus.Vocabulary)
    {
        _corpus = corpus;
        _weights = new(settings.Loss, corpus.Vocabulary); // Before the module: a token it does not know ends the constructor.
        _model = Make<LanguageModel>();
    }

    internal override SequenceModule Module => _model;

    internal override long? SamplesPerEpoch => _corpus.Train.Predictions;

    internal override string SampleName => "tokens";

    internal override IReadOnlyList<string> MetricNames => [Metric.Perplexity, Metric.Loss, Bits];

    private string Bits => Source.Unit == TokenUnit.Characters ? Metric.BitsPerCharacter : Metric.BitsPerToken;

    internal override IEnumerable<TrainingBatch> Batches(DataPosition from)
    {
        if (!Settings.Data.Stateful)
        {
            foreach (var (batch, next) in EpochsOf(StreamWindows.Of(_corpus.Train, Settings.Data.Steps, BatchesOf(Settings)), from))
            {
                yield return new(batch, next, batch.Tokens, batch.Tokens, batch.Input.Length);
            }
        }

        for (var (epoch, place) = from; ; (epoch, place) = (epoch + 1, 0))
        {
            var random = Settings.Data.RandomSteps ? new RandomSteps(Settings.Seed, epoch) : null;
            var batcher = new StreamBatcher(_corpus.Train, Settings.Data.BatchSize, Settings.Data.Steps, random);
            foreach (var batch in batcher.From(place))
            {
                var next = batch.Next < batcher.RowSteps ? new DataPosition(epoch, batch.Next) : new(epoch + 1, 0);
                yield return new(batch, next, batch.Tokens, batch.Tokens, batch.Input.Length);
            }
        }
    }

    internal override BatchLoss Backward(TrainingBatch batch, StepContext context)
    {
        var read = (StreamBatch)batch.Content;
        using var scope = NewDisposeScope();
        var (hidden, undropped, next) = _model.Read(WordDropout(Ids(read.Input, read.Rows, read.Steps)), read.Place == 0 ? null : _carried);
        var flat = hidden.reshape(-1, hidden.shape[2]);                                          // [batch · time, output]
        var leaf = flat.detach().requires_grad_(true);
        var (weights, scale) = _weights.Of(read.Target, read.Lengths, Device);
        var loss = OutputLoss.Backward(
            _model.Output, leaf, Ids(read.Target), Settings.Loss.At(context.Share), weights, context.Scale * scale, EpochSeed.Of(Settings.Seed, (int)context.Step));
        if (Settings.Regularisation.Activation is > 0 and var activation)
        {
            (leaf.pow(2).mean() * (activation * context.Scale)).backward();
        }

        GoBack(flat, leaf.grad!, undropped, context.Scale);
        if (Settings.Data.Stateful)
        {
            Carry(next.Detach());
        }

        return new(loss.Mean, read.Tokens, Settings.Data.RandomSteps ? (double)read.Steps / Settings.Data.Steps : 1);
    }

    internal override Evaluation Evaluate(EvaluationRequest request)
    {
        var stream = request.Part switch
        {
            DataPart.Train => _corpus.Train,
            DataPart.Validation => _corpus.Validation ?? _corpus.Train,
            _ => _corpus.Test ?? throw new DataException($"The data of {Settings.Preset} has no test part; give data.test_share, or evaluate on validation."),
        };
        var ids = request.Samples < stream.Predictions ? stream.Ids[..(request.Samples.Value + 1)].ToArray() : null;
        var likelihood = request.Model?.Score((ids ?? stream.Ids)[1..].ToArray())
            ?? LanguageEvaluation.Measure(_model, ids is null ? stream : new(ids), RowsFor(ids?.Length ?? stream.Count, request.Thorough), Device);
        var unknown = ids is null && Source.Special.Unknown is { } id ? stream.Ids[1..].Count(id) : 0;
        if (ids is null && unknown == 0)
        {
            likelihood = likelihood with { Characters = PredictedCharacters(stream) };
        }

        return new()
        {
            Metrics =
            [
                new(Metric.Perplexity, likelihood.Perplexity), new(Metric.Loss, likelihood.NatsPerToken),
                new(Bits, likelihood.BitsPerToken),
                .. Bits != Metric.BitsPerCharacter && likelihood.Characters > 0 ? [new(Metric.BitsPerCharacter, likelihood.BitsPerCharacter)] : Array.Empty<Metric>(),
            ],
            Samples = likelihood.Tokens,
            Notes = unknown > 0 && Bits != Metric.BitsPerCharacter
                ? [FormattableString.Invariant($"no bits per character: {unknown:N0} of {likelihood.Tokens:N0} tokens are unknown, and their characters were not predicted")]
                : [],
            Examples = [LanguageSamples.Draw(_model, Source, Settings.Seed, Device)],
        };
    }

    internal override void WriteGolden(string path) => LanguageGolden.Write(path, _model, _corpus.Validation ?? _corpus.Train, Source, Device);

    internal override void SaveCarried(string path)
    {
        if (_carried is not null)
        {
            CarriedState.Save(path, _carried);
        }
    }

    internal override void LoadCarried(string path) => Carry(CarriedState.Load(path, (LanguageModelDescription)Description, Settings.Data.BatchSize, Device));

    protected override void DisposeCarried() => _carried?.Dispose();

    /// <summary>Characters that the predicted tokens spell: those of the text but for its first token's, each mark as one.</summary>
    private long PredictedCharacters(TokenStream stream)
    {
        var first = stream.Ids[0];
        var isMark = first == Source.Special.Start || first == Source.Special.End;
        return stream.Characters - (isMark ? 1 : Source.Decode([first]).EnumerateRunes().Count());
    }

    /// <summary>Rows read side by side in an evaluation: each begins with a state that knows nothing, so few of them where the result is reported.</summary>
    private int RowsFor(int tokens, bool thorough) => Math.Clamp(tokens / 1_000, 1, thorough ? Math.Min(10, Settings.Validation.BatchSize) : Settings.Validation.BatchSize);

    /// <summary>Takes gradients back through the layers: that of their dropped outputs, and that of the change of the outputs before dropout (TAR).</summary>
    /// <param name="outputs">What entered the output layer, [batch · time, output].</param>
    /// <param name="gradient">Its gradient, [batch · time, output].</param>
    /// <param name="undropped">The same without dropout, [batch, time, output].</param>
    /// <param name="scale">What the step's gradient counts.</param>
    private void GoBack(Tensor outputs, Tensor gradient, Tensor undropped, double scale)
    {
        var changes = undropped.shape[1] - 1;
        if (Settings.Regularisation.Change is > 0 and var change && changes > 0)
        {
            var moved = undropped.narrow(1, 1, changes) - undropped.narrow(1, 0, changes);               // [batch, time − 1, output]
            ((outputs * gradient).sum() + (moved.pow(2).mean() * (change * scale))).backward();          // One way back: both have the same graph behind them.
        }
        else
        {
            outputs.backward([gradient]);
        }
    }

    private void Carry(LanguageState next)
    {
        var kept = next.Keep();
        _carried?.Dispose();
        _carried = kept;
    }
}
