namespace Seq.Train;

/// <summary>Where a training stands: what a checkpoint needs beside weights, optimizer and torch's random state.</summary>
internal sealed record TrainingState
{
    public long Samples { get; set; }

    public long Steps { get; set; }

    public required ulong DataRandom { get; set; }

    /// <summary>Sum of the losses since the last validation, and how many they are.</summary>
    public double LossSum { get; set; }

    public long LossCount { get; set; }

    /// <summary>Validations in a row that reached the accuracy at which training stops.</summary>
    public int Solved { get; set; }

    public double Seconds { get; set; }

    public bool Complete { get; set; }

    public long NextValidation { get; set; }

    public double? BestSequenceAccuracy { get; set; }
}
