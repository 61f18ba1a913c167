using System.Text.Json.Serialization;
using Seq.Model;

namespace Seq.Train;

/// <summary>Everything that decides the course of a training, with its default. Equal settings on one machine give equal weights.</summary>
public sealed record TrainingSettings
{
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

        if (!(Optimizer.LearningRate > 0) || !double.IsFinite(Optimizer.LearningRate))
        {
            yield return FormattableString.Invariant($"optimizer.learning_rate is {Optimizer.LearningRate}; it must be finite and above 0.");
        }

        if (Optimizer.ClipNorm is { } norm && !(norm > 0 && double.IsFinite(norm)))
        {
            yield return FormattableString.Invariant($"optimizer.clip_norm is {norm}; it must be finite and above 0, or null for no clipping.");
        }

        if (StopAtSequenceAccuracy is { } stop && !(stop is > 0 and <= 1))
        {
            yield return FormattableString.Invariant($"stop_at_sequence_accuracy is {stop}; it must lie in (0, 1], or be null.");
        }
    }
}

/// <summary>Shape of an encoder-decoder, as a training sets it; encoder and decoder have the same cell, depth and hidden size.</summary>
public sealed record ModelSettings
{
    /// <summary>The cell of every layer.</summary>
    public CellKind Cell { get; init; } = CellKind.Gru;

    /// <summary>Hidden size of the decoder, and of each direction of the encoder.</summary>
    public int Hidden { get; init; } = 16;

    /// <summary>Layers on each side.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Width of both embeddings.</summary>
    public int Embedding { get; init; } = 8;

    /// <summary>Whether the encoder also reads from the end; the decoder's first state then comes through a linear bridge.</summary>
    public bool Bidirectional { get; init; }

    /// <summary>The attention's score; null for no attention.</summary>
    public AttentionScore? Attention { get; init; }

    /// <summary>Whether the encoder's last output is fed to the decoder at every step.</summary>
    public bool ContextEveryStep { get; init; }

    /// <summary>Dropout of embeddings, outputs, and between layers; in [0, 1).</summary>
    public double Dropout { get; init; }

    /// <summary>The description of the model for the digits task.</summary>
    public EncoderDecoderDescription Describe()
    {
        var layers = new RecurrentLayers { Cell = Cell, Hidden = Hidden, Layers = Layers, Dropout = Dropout };
        return new()
        {
            SourceVocabulary = DigitsTask.SourceVocabulary.Count,
            TargetVocabulary = DigitsTask.TargetVocabulary.Count,
            SourceEmbedding = Embedding,
            TargetEmbedding = Embedding,
            Encoder = layers with { Bidirectional = Bidirectional },
            Decoder = layers,
            StartToken = DigitsTask.TargetVocabulary.Special.Start!.Value,
            EndToken = DigitsTask.TargetVocabulary.Special.End!.Value,
            Bridge = Bidirectional ? BridgeKind.Linear : BridgeKind.Copy,
            Attention = Attention is { } score ? new() { Score = score } : null,
            ContextEveryStep = ContextEveryStep,
            Dropout = Dropout,
        };
    }
}

/// <summary>The generated examples of the digits task.</summary>
public sealed record DigitsSettings
{
    /// <summary>Fewest digits of an example.</summary>
    public int MinDigits { get; init; } = 5;

    /// <summary>Most digits of an example.</summary>
    public int MaxDigits { get; init; } = 10;
}

/// <summary>Adam (Kingma and Ba 2015) with global-norm clipping.</summary>
public sealed record OptimizerSettings
{
    /// <summary>Step size.</summary>
    public double LearningRate { get; init; } = 0.005;

    /// <summary>How the step size changes over the samples.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Constant;

    /// <summary>The gradients of all weights together are scaled down to this norm; null never does.</summary>
    public double? ClipNorm { get; init; } = 5;
}

/// <summary>How the learning rate changes over a training.</summary>
public enum LearningRateSchedule
{
    /// <summary>Not at all.</summary>
    [JsonStringEnumMemberName("constant")]
    Constant,

    /// <summary>Half a cosine, from the full rate at the start to zero at the last sample (Loshchilov and Hutter 2017, eq. 5, without restarts).</summary>
    [JsonStringEnumMemberName("cosine")]
    Cosine,
}
