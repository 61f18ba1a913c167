using Seq.Model;

namespace Seq.Train;

/// <summary>What a model achieves on a part of the data.</summary>
public sealed record Evaluation
{
    /// <summary>The metrics of the field, the one that decides first.</summary>
    public required IReadOnlyList<Metric> Metrics { get; init; }

    /// <summary>Examples; of a stream, predicted tokens.</summary>
    public required long Samples { get; init; }

    /// <summary>Right answers of an encoder-decoder, each step fed with the reference; null for others.</summary>
    public Accuracy? TeacherForced { get; init; }

    /// <summary>Right answers of an encoder-decoder, each step fed with the model's own last token, until it ends; null for others.</summary>
    public Accuracy? FreeRunning { get; init; }

    /// <summary>Which classes were taken for which; null without classes.</summary>
    public ConfusionMatrix? Confusion { get; init; }

    /// <summary>Some of what the model says.</summary>
    public IReadOnlyList<ReportSample> Examples { get; init; } = [];

    /// <summary>Where an encoder-decoder with attention, or a classifier with attention pooling, looked on one example; none for others.</summary>
    public IReadOnlyList<AttentionMap> Attention { get; init; } = [];

    /// <summary>How metrics were computed, where that needs to be said.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Mean cross-entropy in nats per token, or per example of a classifier.</summary>
    public double Loss => this[Metric.Loss];

    /// <summary>A metric by its name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="SeqException">There is none of that name.</exception>
    public double this[string name] => Metrics.FirstOrDefault(metric => metric.Name == name)?.Value
        ?? throw new SeqException($"There is no metric '{name}' of this kind of model. There are {string.Join(", ", Metrics.Select(metric => metric.Name))}.");
}
