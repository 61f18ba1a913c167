using System.Text.Json.Serialization;

namespace Seq.Train;

/// <summary>Where a training stands: what a checkpoint needs beside weights, optimizer and torch's random state.</summary>
internal sealed record TrainingState
{
    private const int SolvedInARow = 3;
    private const double MaxSeconds = 1e10; // 317 years; a longer time is no TimeSpan.

    /// <summary>Examples seen.</summary>
    public required long Samples { get; init; }

    /// <summary>Steps taken.</summary>
    public required long Steps { get; init; }

    /// <summary>State of the numbers that examples are drawn from.</summary>
    public required ulong DataRandom { get; init; }

    /// <summary>Sum of the losses since the last validation.</summary>
    public required double LossSum { get; init; }

    /// <summary>Steps since the last validation.</summary>
    public required long LossCount { get; init; }

    /// <summary>Validations in a row that reached the accuracy at which training stops.</summary>
    public required int Solved { get; init; }

    /// <summary>Time spent training, over all resumed parts.</summary>
    public required double Seconds { get; init; }

    /// <summary>Whether there is nothing left to do.</summary>
    public required bool Complete { get; init; }

    /// <summary>Samples at which the next validation is due.</summary>
    public required long NextValidation { get; init; }

    /// <summary>The best share of right validation sequences so far; null before the first validation.</summary>
    public double? BestSequenceAccuracy { get; init; }

    /// <summary>Mean loss since the last validation; there must have been a step.</summary>
    [JsonIgnore]
    internal double MeanLoss => LossSum / LossCount;

    /// <summary>Before the first step.</summary>
    internal static TrainingState Start(TrainingSettings settings) => new()
    {
        Samples = 0,
        Steps = 0,
        DataRandom = settings.Seed ^ 0x7472_6169_6e00_0000, // Not the seed itself, which draws the weights.
        LossSum = 0,
        LossCount = 0,
        Solved = 0,
        Seconds = 0,
        Complete = false,
        NextValidation = settings.ValidationEvery,
    };

    internal TrainingState AfterStep(float loss, int rows) => this with
    {
        Samples = Samples + rows,
        Steps = Steps + 1,
        LossSum = LossSum + loss,
        LossCount = LossCount + 1,
    };

    internal TrainingState AfterValidation(double sequenceAccuracy, TrainingSettings settings)
    {
        var solved = sequenceAccuracy >= settings.StopAtSequenceAccuracy ? Solved + 1 : 0;
        return this with
        {
            Solved = solved,
            BestSequenceAccuracy = Math.Max(BestSequenceAccuracy ?? 0, sequenceAccuracy),
            NextValidation = ((Samples / settings.ValidationEvery) + 1) * settings.ValidationEvery,
            Complete = Samples >= settings.Samples || solved >= SolvedInARow,
            LossSum = 0,
            LossCount = 0,
        };
    }

    /// <summary>Whether a training with these settings can stand there; what is wrong otherwise.</summary>
    internal string? Problem(TrainingSettings settings)
    {
        if (Samples < 0 || Samples > settings.Samples)
        {
            return $"samples is {Samples}; it must lie between 0 and {settings.Samples}.";
        }

        if (Steps < 0 || Steps > Samples)
        {
            return $"steps is {Steps}; it must lie between 0 and {Samples}.";
        }

        if (LossCount < 0 || LossCount > Steps || !double.IsFinite(LossSum))
        {
            return FormattableString.Invariant($"loss_count is {LossCount} and loss_sum {LossSum}; {Steps} steps cannot have that.");
        }

        if (!(Seconds is >= 0 and <= MaxSeconds))
        {
            return FormattableString.Invariant($"seconds is {Seconds}; it must lie between 0 and {MaxSeconds}.");
        }

        if (Solved is < 0 or > SolvedInARow || !(BestSequenceAccuracy is null or (>= 0 and <= 1)))
        {
            return FormattableString.Invariant($"solved is {Solved} and best_sequence_accuracy {BestSequenceAccuracy}; they must lie in [0, {SolvedInARow}] and [0, 1].");
        }

        return Complete || (Samples < settings.Samples && NextValidation > Samples && NextValidation <= Samples + settings.ValidationEvery)
            ? null
            : $"next_validation is {NextValidation} after {Samples} of {settings.Samples} samples with one every {settings.ValidationEvery}.";
    }
}
