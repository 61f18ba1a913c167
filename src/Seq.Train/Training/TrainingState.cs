using System.Text.Json.Serialization;

namespace Seq.Train;

/// <summary>Where a training stands: what a checkpoint needs beside weights, optimizer, carried states and torch's random state.</summary>
internal sealed partial record TrainingState
{
    /// <summary>Samples seen.</summary>
    public required long Samples { get; init; }

    /// <summary>Tokens seen: target steps, or those of the source where there are no others; padding left out.</summary>
    public required long Tokens { get; init; }

    /// <summary>Cells computed: tokens and padding.</summary>
    public required long Cells { get; init; }

    /// <summary>Steps taken.</summary>
    public required long Steps { get; init; }

    /// <summary>Times that the data was gone through.</summary>
    public required int Epoch { get; init; }

    /// <summary>Place in this epoch.</summary>
    public required int Place { get; init; }

    /// <summary>Sum of the losses since the last validation, each times its weight.</summary>
    public required double LossSum { get; init; }

    /// <summary>Sum of their weights.</summary>
    public required double LossCount { get; init; }

    /// <summary>Validations so far.</summary>
    public required long Validations { get; init; }

    /// <summary>The best metric so far; null before the first validation.</summary>
    public double? Best { get; init; }

    /// <summary>Samples at which the best one was found.</summary>
    public long BestSamples { get; init; }

    /// <summary>The metric that further ones are held against for early stopping.</summary>
    public double? Reference { get; init; }

    /// <summary>Validations since that one.</summary>
    public int Waited { get; init; }

    /// <summary>Validations in a row that reached the metric at which training stops.</summary>
    public int Solved { get; init; }

    /// <summary>What plateaus have left of the learning rate.</summary>
    public double PlateauShare { get; init; } = 1;

    /// <summary>Validations since the metric became better or the rate was lowered.</summary>
    public int PlateauWaited { get; init; }

    /// <summary>Steps in the mean of the weights; 0 while there is none.</summary>
    public long Averaged { get; init; }

    /// <summary>The metrics so far; kept while the start of a mean depends on them.</summary>
    public IReadOnlyList<double> History { get; init; } = [];

    /// <summary>Time spent training, over all resumed parts.</summary>
    public required double Seconds { get; init; }

    /// <summary>Whether there is nothing left to do.</summary>
    public required bool Complete { get; init; }

    /// <summary>Mean loss since the last validation; NaN without a step since.</summary>
    [JsonIgnore]
    internal double MeanLoss => LossSum / LossCount;

    /// <summary>Share of what was computed that was padding.</summary>
    [JsonIgnore]
    internal double PaddingShare => Cells == 0 ? 0 : 1 - ((double)Tokens / Cells);

    [JsonIgnore]
    internal DataPosition Position => new(Epoch, Place);

    /// <summary>Before the first step.</summary>
    internal static TrainingState Start { get; } = new()
    {
        Samples = 0,
        Tokens = 0,
        Cells = 0,
        Steps = 0,
        Epoch = 0,
        Place = 0,
        LossSum = 0,
        LossCount = 0,
        Validations = 0,
        Seconds = 0,
        Complete = false,
    };

    /// <summary>After a batch was read and its gradient added.</summary>
    internal TrainingState AfterBatch(TrainingBatch batch, BatchLoss loss) => this with
    {
        Samples = Samples + batch.Samples,
        Tokens = Tokens + batch.Tokens,
        Cells = Cells + batch.Cells,
        Epoch = batch.Next.Epoch,
        Place = batch.Next.Place,
        LossSum = LossSum + (loss.Loss * loss.Weight),
        LossCount = LossCount + loss.Weight,
    };

    /// <summary>After a validation.</summary>
    /// <param name="metric">The metric that decides.</param>
    /// <param name="lowerIsBetter">Whether a lower one is better.</param>
    /// <param name="settings">When to stop, to lower the rate, to begin a mean.</param>
    /// <param name="ended">Whether all samples were seen or the time is over.</param>
    internal TrainingState AfterValidation(double metric, bool lowerIsBetter, TrainingSettings settings, bool ended)
    {
        bool IsBetter(double? than, double tolerance) => than is null || (lowerIsBetter ? metric < than - tolerance : metric > than + tolerance);
        var better = IsBetter(Best, 0);
        var best = better || metric.Equals(Best); // Of equally good ones the last: an accuracy of 100% says nothing more, but the loss still falls.
        var (reference, waited) = IsBetter(Reference, settings.Stop.Tolerance) ? (metric, 0) : (Reference, Steps < settings.Stop.MinSteps ? 0 : Waited + 1);
        var solved = settings.Stop.At is { } goal && (lowerIsBetter ? metric <= goal : metric >= goal) ? Solved + 1 : 0;
        var plateauWaited = better ? 0 : PlateauWaited + 1;
        var lowers = settings.Schedule.Kind == ScheduleKind.Plateau && plateauWaited > settings.Schedule.Patience;
        return this with
        {
            Validations = Validations + 1,
            Best = best ? metric : Best,
            BestSamples = best ? Samples : BestSamples,
            Reference = reference,
            Waited = waited,
            Solved = solved,
            PlateauShare = lowers ? Math.Max(settings.Schedule.Floor, PlateauShare * settings.Schedule.Factor) : PlateauShare,
            PlateauWaited = lowers ? 0 : plateauWaited,
            History = settings.Average.Kind == AverageKind.NtAsgd && Averaged == 0 ? [.. History, metric] : [],
            Complete = ended || waited >= settings.Stop.Patience || (settings.Stop.At is not null && solved >= settings.Stop.AtTimes),
            LossSum = 0,
            LossCount = 0,
        };
    }

    /// <summary>Whether the mean of NT-ASGD begins now: the last metric is no better than the best of those more than n validations before it.</summary>
    internal bool MeanBegins(int patience, bool lowerIsBetter)
    {
        if (History.Count <= patience)
        {
            return false;
        }

        var before = History.Take(History.Count - patience - 1);
        return before.Any() && (lowerIsBetter ? History[^1] > before.Min() : History[^1] < before.Max());
    }
}
