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
/// <param name="Threads">Threads that libtorch uses.</param>
/// <param name="ResumedAt">Samples seen before, when the training is resumed.</param>
public sealed record TrainingStart(TrainingSettings Settings, long Parameters, int Threads, long? ResumedAt);

/// <summary>Where a training stands.</summary>
/// <param name="Samples">Examples seen.</param>
/// <param name="TotalSamples">Examples in all.</param>
/// <param name="Loss">Mean loss since the last validation, in nats per target step.</param>
/// <param name="SamplesPerSecond">Speed since the training started or was resumed, validations included.</param>
/// <param name="TimeLeft">Estimate for the rest.</param>
public sealed record TrainingProgress(long Samples, long TotalSamples, double Loss, double SamplesPerSecond, TimeSpan TimeLeft);

/// <summary>A validation.</summary>
/// <param name="Progress">Where the training stands.</param>
/// <param name="Evaluation">The result on the fixed validation set.</param>
/// <param name="CheckpointPath">The checkpoint written.</param>
public sealed record ValidationReport(TrainingProgress Progress, Evaluation Evaluation, string CheckpointPath);

/// <summary>How a training ended.</summary>
public enum TrainingOutcome
{
    /// <summary>All samples were seen, or the accuracy to stop at was reached.</summary>
    Complete,

    /// <summary>It was asked to stop; the checkpoint can be resumed.</summary>
    Stopped,
}

/// <summary>What a training left.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="CheckpointPath">The checkpoint.</param>
/// <param name="Samples">Examples seen.</param>
/// <param name="Elapsed">Time spent training, over all resumed parts.</param>
public sealed record TrainingResult(TrainingOutcome Outcome, string CheckpointPath, long Samples, TimeSpan Elapsed);

/// <summary>How to run a training; nothing here changes its numbers except the threads.</summary>
public sealed record TrainingOptions
{
    /// <summary>The run's folder; the checkpoint goes into its folder <c>checkpoint</c>.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether to go on from the checkpoint in the folder.</summary>
    public bool Resume { get; init; }

    /// <summary>Threads of libtorch; null takes what the preset's size is fastest with, 1.</summary>
    public int? Threads { get; init; }
}
