namespace Seq.Train;

/// <summary>Watches a training; called on its thread.</summary>
public interface ITrainingObserver
{
    /// <summary>The training starts or goes on.</summary>
    /// <param name="start">What is trained.</param>
    public void OnStart(TrainingStart start);

    /// <summary>Some steps were done; called about ten times a second.</summary>
    /// <param name="progress">Where the training stands.</param>
    public void OnProgress(TrainingProgress progress);

    /// <summary>The model was validated and a checkpoint written.</summary>
    /// <param name="report">The result.</param>
    public void OnValidation(ValidationReport report);
}

/// <summary>What is trained.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="Parameters">Number of trained numbers.</param>
/// <param name="ResumedAt">Samples seen before, when the training is resumed.</param>
/// <param name="TotalSamples">Samples in all.</param>
/// <param name="SampleName">What a sample is, in the plural: samples, or tokens of a stream.</param>
public sealed record TrainingStart(TrainingSettings Settings, long Parameters, long? ResumedAt, long TotalSamples, string SampleName)
{
    /// <summary>What the settings led to that is easily overlooked, a sentence each: settings of the preset that were dropped, examples left out, texts cut, tokens that start from a file of vectors or a checkpoint.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
}

/// <summary>Where a training stands.</summary>
/// <param name="Samples">Samples seen: examples, or predicted tokens of a stream.</param>
/// <param name="TotalSamples">Samples in all.</param>
/// <param name="Loss">Mean loss since the last validation, in nats per token, or per example of a classifier.</param>
/// <param name="SamplesPerSecond">Speed since the training started or was resumed, validations included.</param>
/// <param name="TimeLeft">Estimate for the rest.</param>
public sealed record TrainingProgress(long Samples, long TotalSamples, double Loss, double SamplesPerSecond, TimeSpan TimeLeft)
{
    /// <summary>Tokens a second, padding left out.</summary>
    public double TokensPerSecond { get; init; }

    /// <summary>Share of what was computed that was padding.</summary>
    public double PaddingShare { get; init; }

    /// <summary>Times that the data was gone through.</summary>
    public int Epoch { get; init; }

    /// <summary>Seconds of training, over all resumed parts.</summary>
    public double Seconds { get; init; }
}

/// <summary>A validation.</summary>
/// <param name="Progress">Where the training stands.</param>
/// <param name="Evaluation">The result on the validation part.</param>
/// <param name="CheckpointPath">The checkpoint written.</param>
/// <param name="IsBest">Whether no model before was better, so that this one was kept apart.</param>
public sealed record ValidationReport(TrainingProgress Progress, Evaluation Evaluation, string CheckpointPath, bool IsBest);

/// <summary>How a training ended.</summary>
public enum TrainingOutcome
{
    /// <summary>The settings said that it was enough.</summary>
    Complete,

    /// <summary>It was asked to stop; the checkpoint can be resumed.</summary>
    Stopped,
}

/// <summary>What a training left.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="CheckpointPath">The last checkpoint.</param>
/// <param name="BestPath">The best one by the metric of the validations; null before the first.</param>
/// <param name="Samples">Samples seen.</param>
/// <param name="Elapsed">Time spent training, over all resumed parts.</param>
public sealed record TrainingResult(TrainingOutcome Outcome, string CheckpointPath, string? BestPath, long Samples, TimeSpan Elapsed);

/// <summary>How to run a training; nothing here changes its numbers.</summary>
public sealed record TrainingOptions
{
    /// <summary>The run's folder; checkpoints go into its folders <c>checkpoint</c> and <c>best</c>.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether to go on from the checkpoint in the folder.</summary>
    public bool Resume { get; init; }

    /// <summary>What the observer is told at the start before what the task has to tell: the notices of <see cref="SettingOverrides.Apply(TrainingSettings, IEnumerable{string}, out IReadOnlyList{string})"/>.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>Where registered data sets lie; null for the folders that the environment names.</summary>
    public DataFolders? Data { get; init; }
}
