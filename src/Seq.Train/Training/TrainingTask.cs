using Seq.Model;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>What a step knows beside its batch.</summary>
/// <param name="Scale">What the gradient counts: one over the batches of the step.</param>
/// <param name="Share">Share of the training that is done, from 0 to 1.</param>
/// <param name="Step">The step, from 1.</param>
internal readonly record struct StepContext(double Scale, double Share, long Step);

/// <summary>What a batch gave.</summary>
/// <param name="Loss">Mean cross-entropy of the batch in nats per token, or per example of a classifier, before the weights moved.</param>
/// <param name="Weight">What the loss counts in a mean over batches: its tokens, or the examples of a classifier.</param>
/// <param name="RateShare">What the learning rate is multiplied by for this batch.</param>
internal readonly record struct BatchLoss(double Loss, double Weight, double RateShare = 1);

/// <summary>The parts of the data.</summary>
public enum DataPart
{
    /// <summary>What is learned from.</summary>
    Train,

    /// <summary>What chooses the model.</summary>
    Validation,

    /// <summary>What results are reported on.</summary>
    Test,
}

/// <summary>How models of a kind are trained: module, batches, forward and backward pass, evaluation. One task lives on one thread.</summary>
internal abstract class TrainingTask : IDisposable
{
    private IReadOnlyList<string> _copied = [];

    /// <param name="settings">The settings.</param>
    /// <param name="source">Tokens of the source side.</param>
    /// <param name="target">Tokens of the target side.</param>
    protected TrainingTask(TrainingSettings settings, Vocabulary source, Vocabulary target)
    {
        (Settings, Source, Target) = (settings, source, target);
        Description = settings.Model.Describe(settings.Task, source, target);
        Description.Validate();
        if (settings.Regularisation.WordDropout > 0 && source.Special.Unknown is null)
        {
            throw new TrainingSettingsException(["regularisation.word_dropout puts the unknown token in the place of words, but the vocabulary has none; set it to 0."]);
        }

        Device = DeviceChoice.Parse(settings.Device)!.Value.Open();
    }

    internal TrainingSettings Settings { get; }

    internal Vocabulary Source { get; }

    internal Vocabulary Target { get; }

    internal ModelDescription Description { get; }

    /// <summary>Where the module is.</summary>
    internal Device Device { get; }

    internal abstract SequenceModule Module { get; }

    /// <summary>Each trained tensor with the name it has in a checkpoint.</summary>
    internal IReadOnlyList<(string Name, Parameter Value)> Weights => field ??= [.. Module.Named()];

    /// <summary>Samples of an epoch; null where the data has no end.</summary>
    internal abstract long? SamplesPerEpoch { get; }

    /// <summary>What a sample is, in the plural.</summary>
    internal virtual string SampleName => "samples";

    /// <summary>What the task did without being asked in so many words: examples that were left out, weights that were copied.</summary>
    internal IReadOnlyList<string> Notices => [.. DataNotices, .. _copied];

    /// <summary>Names of the metrics, the one that decides which model is the best where the settings name none first.</summary>
    internal abstract IReadOnlyList<string> MetricNames { get; }

    /// <summary>The metric that decides which model is the best.</summary>
    /// <exception cref="TrainingSettingsException">The settings name one that this kind of model does not have.</exception>
    internal string DecidingMetric => Settings.Validation.Metric is not { } name
        ? MetricNames[0]
        : MetricNames.Contains(name)
            ? name
            : throw new TrainingSettingsException([$"validation.metric is {name}, which this model does not have; use one of {string.Join(", ", MetricNames)}."]);

    /// <summary>What of the data is left out.</summary>
    protected virtual IReadOnlyList<string> DataNotices => [];

    public void Dispose()
    {
        DisposeCarried();
        Module.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The batches from a place on, epoch after epoch without end; enumerated on another thread than the rest is called on.</summary>
    internal abstract IEnumerable<TrainingBatch> Batches(DataPosition from);

    /// <summary>Runs a batch forward and backward; gradients are added to those that are there.</summary>
    internal abstract BatchLoss Backward(TrainingBatch batch, StepContext context);

    /// <summary>Evaluates the module, which is in evaluation mode.</summary>
    internal abstract Evaluation Evaluate(EvaluationRequest request);

    /// <summary>Writes a few ragged examples with what the model computes on them; the module is in evaluation mode.</summary>
    internal abstract void WriteGolden(string path);

    /// <summary>Loads weights into the module.</summary>
    internal void LoadWeights(SafetensorsFile weights) => ModuleWeights.Load(Module, weights);

    /// <summary>Writes states that go from batch to batch, if there are any.</summary>
    internal virtual void SaveCarried(string path)
    {
    }

    /// <summary>Reads what <see cref="SaveCarried"/> wrote.</summary>
    /// <exception cref="ModelFormatException">The file is damaged or of another model.</exception>
    internal virtual void LoadCarried(string path)
    {
    }

    /// <summary>Draws the first weights as the settings say.</summary>
    /// <exception cref="TrainingSettingsException">The model has nothing that one of the settings names.</exception>
    /// <exception cref="DataException">The file of word vectors cannot be read.</exception>
    internal void Initialise() => _copied = Initialiser.Apply(Module, Settings.Initialisation, Source);

    /// <summary>How examples are put into batches.</summary>
    internal static BatchOptions BatchesOf(TrainingSettings settings) => new()
    {
        Rows = settings.Data.BatchSize,
        TokenBudget = settings.Data.TokenBudget ?? 0,
        PoolBatches = settings.Data.PoolBatches,
        Seed = settings.Seed,
    };

    /// <summary>The batches of epoch after epoch, each with the place after it.</summary>
    internal static IEnumerable<(TBatch Batch, DataPosition Next)> EpochsOf<TExample, TBatch>(ExampleBatches<TExample, TBatch> batches, DataPosition from)
    {
        for (var (epoch, index) = from; ; (epoch, index) = (epoch + 1, 0))
        {
            var count = batches.Count(epoch);
            foreach (var batch in batches.Epoch(epoch, index))
            {
                index++;
                yield return (batch, index < count ? new(epoch, index) : new(epoch + 1, 0));
            }
        }
    }

    /// <summary>The examples of a part, or a sample of them, always the same; where there is no part for validation, of those to learn from.</summary>
    /// <exception cref="DataException">There is no test part.</exception>
    internal static IReadOnlyList<T> PartOf<T>(DataParts<T> parts, DataPart part, int? samples)
    {
        var examples = part switch
        {
            DataPart.Train => parts.Train,
            DataPart.Validation => parts.Validation.Count > 0 ? parts.Validation : parts.Train,
            _ => parts.Test.Count > 0 ? parts.Test : throw new DataException("The data has no test part; give data.test_share, or evaluate on validation."),
        };
        return samples is { } most ? DataParts<T>.Drawn(examples, most) : examples;
    }

    /// <summary>Indices of examples, those of the shortest first and of equal length in their order. Of all the examples, one is made at a time.</summary>
    internal static int[] ByLength<T>(IReadOnlyList<T> examples, Func<T, int> length) => [.. Enumerable.Range(0, examples.Count).OrderBy(index => length(examples[index]))];

    /// <summary>Ids that are read, some of them replaced by the unknown token as the settings say.</summary>
    protected Tensor WordDropout(Tensor source) => Settings.Regularisation.WordDropout is > 0 and var share
        ? where(rand(source.shape, device: Device).lt(share), full_like(source, Source.Special.Unknown!.Value), source)
        : source;

    /// <summary>Makes the module with PyTorch's weights from libtorch's generator.</summary>
    protected T Make<T>()
        where T : SequenceModule
    {
        manual_seed(unchecked((long)Settings.Seed));
        var module = (T)SequenceModule.Create(Description);
        if (Device.type != DeviceType.CPU)
        {
            module.to(Device);
        }

        return module;
    }

    /// <summary>Ids as a tensor where the module is.</summary>
    /// <param name="ids">The ids, row by row.</param>
    /// <param name="shape">Its shape; one row if left out.</param>
    protected Tensor Ids(long[] ids, params long[] shape) => tensor(ids, shape.Length == 0 ? [ids.Length] : shape, device: Device);

    /// <summary>Frees states that go from batch to batch.</summary>
    protected virtual void DisposeCarried()
    {
    }
}
