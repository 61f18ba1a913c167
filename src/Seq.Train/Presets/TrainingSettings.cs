using Seq.Model;

namespace Seq.Train;

/// <summary>Everything that decides the course of a training, with its default. Equal settings on one machine give equal weights.</summary>
public sealed record TrainingSettings
{
    private const double MaxRate = 1e30; // Far beyond any use, and far enough below what a float holds.

    /// <summary>Name of the preset that these settings started from.</summary>
    public required string Preset { get; init; }

    /// <summary>Shape of the model.</summary>
    public required ModelSettings Model { get; init; }

    /// <summary>The generated examples.</summary>
    public DigitsSettings Data { get; init; } = new();

    /// <summary>How weights are changed.</summary>
    public OptimizerSettings Optimizer { get; init; } = new();

    /// <summary>Examples per step.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Examples in all.</summary>
    public long Samples { get; init; } = 200_000;

    /// <summary>Examples between two validations; a checkpoint is written at each.</summary>
    public int ValidationEvery { get; init; } = 5_000;

    /// <summary>Examples of the fixed validation set.</summary>
    public int ValidationSamples { get; init; } = 1_000;

    /// <summary>Stops early when this share of the validation sequences is decoded without a mistake at three validations in a row; null never does.</summary>
    public double? StopAtSequenceAccuracy { get; init; }

    /// <summary>Seed of the initial weights, the examples and dropout.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Checks the settings.</summary>
    /// <exception cref="TrainingSettingsException">Some are out of range; every problem is listed.</exception>
    public void Validate()
    {
        List<string> problems = [.. Problems()];
        try
        {
            Model.Describe().Validate();
        }
        catch (DescriptionException exception)
        {
            problems.AddRange(exception.Problems);
        }

        if (problems.Count > 0)
        {
            throw new TrainingSettingsException(problems);
        }
    }

    private IEnumerable<string> Problems()
    {
        (string Name, long Value, long Max)[] counts =
        [
            ("batch_size", BatchSize, 65_536),
            ("samples", Samples, 1_000_000_000_000),
            ("validation_every", ValidationEvery, 1_000_000_000),
            ("validation_samples", ValidationSamples, 1_000_000),
            ("data.min_digits", Data.MinDigits, 1_000),
            ("data.max_digits", Data.MaxDigits, 1_000),
        ];
        foreach (var (name, value, max) in counts)
        {
            if (value < 1 || value > max)
            {
                yield return $"{name} is {value}; it must lie between 1 and {max}.";
            }
        }

        if (Data.MinDigits > Data.MaxDigits)
        {
            yield return $"data.min_digits is {Data.MinDigits}, more than data.max_digits, {Data.MaxDigits}.";
        }

        if (Optimizer.LearningRate is not (> 0 and <= MaxRate))
        {
            yield return FormattableString.Invariant($"optimizer.learning_rate is {Optimizer.LearningRate}; it must lie above 0 and not above {MaxRate}.");
        }

        if (Optimizer.WeightDecay is not (>= 0 and <= 100))
        {
            yield return FormattableString.Invariant($"optimizer.weight_decay is {Optimizer.WeightDecay}; it must lie in [0, 100].");
        }

        if (Optimizer.LabelSmoothing is not (>= 0 and < 1))
        {
            yield return FormattableString.Invariant($"optimizer.label_smoothing is {Optimizer.LabelSmoothing}; it must lie in [0, 1).");
        }

        if (Optimizer.ClipNorm is not (null or (> 0 and <= MaxRate)))
        {
            yield return FormattableString.Invariant($"optimizer.clip_norm is {Optimizer.ClipNorm}; it must lie above 0 and not above {MaxRate}, or be null for no clipping.");
        }

        if (!Enum.IsDefined(Optimizer.Schedule))
        {
            yield return $"optimizer.schedule is {Optimizer.Schedule}; use constant or cosine.";
        }

        if (StopAtSequenceAccuracy is { } stop && !(stop is > 0 and <= 1))
        {
            yield return FormattableString.Invariant($"stop_at_sequence_accuracy is {stop}; it must lie in (0, 1], or be null.");
        }
    }
}
