namespace Seq.Train;

/// <summary>When and by what a model is validated; each validation writes a checkpoint, and the best one is kept apart.</summary>
public sealed record ValidationSettings
{
    /// <summary>Epochs between two validations, parts of one included; null where samples say it.</summary>
    public double? EveryEpochs { get; init; }

    /// <summary>Samples between two validations; null where epochs say it.</summary>
    public long? EverySamples { get; init; }

    /// <summary>Most samples of the validation part that are looked at, drawn from all of it, always the same ones; null for all. For generated data, how many there are.</summary>
    public int? Samples { get; init; }

    /// <summary>Rows of a batch in validation; nothing but speed depends on it, except that a language model reads its stream in as many pieces at most, each begun with a state that knows nothing.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Hypotheses of the beam search by which `seq eval` measures an encoder-decoder free running; 1 is greedy. Validations while training are always greedy.</summary>
    public int Beam { get; init; } = 1;

    /// <summary>Most tokens that an encoder-decoder writes free running, the end token included; null for ten more than twice its longest source.</summary>
    public int? MaxLength { get; init; }

    /// <summary>The metric that decides which checkpoint is the best, and about early stopping; null takes the usual one of the kind of model.</summary>
    public string? Metric { get; init; }

    /// <summary>Minutes after which a checkpoint is written even between validations.</summary>
    public double CheckpointMinutes { get; init; } = 10;

    internal IEnumerable<string> Problems()
    {
        if (EveryEpochs is null == EverySamples is null)
        {
            yield return "validation.every_epochs and validation.every_samples: give one of them, and null for the other.";
        }

        if (EveryEpochs is not (null or (> 0 and <= 1e6)))
        {
            yield return FormattableString.Invariant($"validation.every_epochs is {EveryEpochs}; it must lie above 0 and not above 1000000.");
        }

        if (EverySamples is < 1 or > 1_000_000_000_000)
        {
            yield return $"validation.every_samples is {EverySamples}; it must lie between 1 and 1000000000000.";
        }

        if (Samples is < 1 or > 1_000_000_000)
        {
            yield return $"validation.samples is {Samples}; it must lie between 1 and 1000000000, or be null for all.";
        }

        if (BatchSize is < 1 or > 65_536)
        {
            yield return $"validation.batch_size is {BatchSize}; it must lie between 1 and 65536.";
        }

        if (Beam is < 1 or > 1_000)
        {
            yield return $"validation.beam is {Beam}; it must lie between 1 and 1000.";
        }

        if (MaxLength is < 1 or > 100_000)
        {
            yield return $"validation.max_length is {MaxLength}; it must lie between 1 and 100000, or be null for what the sources say.";
        }

        if (Metric is not null && !Train.Metric.Names.Contains(Metric))
        {
            yield return $"validation.metric is '{Metric}'; use one of {string.Join(", ", Train.Metric.Names)}.";
        }

        if (!(CheckpointMinutes is > 0 and <= 1e7))
        {
            yield return FormattableString.Invariant($"validation.checkpoint_minutes is {CheckpointMinutes}; it must lie above 0 and not above 10000000.");
        }
    }
}
