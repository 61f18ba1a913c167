namespace Seq.Train;

/// <summary>How the learning rate changes over a training.</summary>
public sealed record ScheduleSettings
{
    /// <summary>The course after the warm-up; constant by default.</summary>
    public ScheduleKind Kind { get; init; }

    /// <summary>Steps over which the rate rises from near 0 to its full size, but at most a tenth of the training; 0 for none.</summary>
    public int WarmupSteps { get; init; }

    /// <summary>What the rate is multiplied by; for step, zaremba and plateau, in (0, 1).</summary>
    public double Factor { get; init; } = 0.5;

    /// <summary>Epochs between two changes (step) or before the first one (zaremba).</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>Validations without a better metric that are let pass; for plateau.</summary>
    public int Patience { get; init; }

    /// <summary>Share of the full rate that is never gone below; for cosine, linear and plateau, in [0, 1].</summary>
    public double Floor { get; init; }

    /// <summary>The share of the full rate that a step takes.</summary>
    /// <param name="steps">Steps taken before.</param>
    /// <param name="share">Share of the training that is done, from 0 to 1.</param>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="plateau">What the plateaus so far have left of the rate.</param>
    internal double ShareAt(long steps, double share, int epoch, double plateau)
    {
        var warmed = steps < WarmupSteps ? Math.Min(1, Math.Max((steps + 1.0) / WarmupSteps, 10 * share)) : 1;
        return warmed * Kind switch
        {
            ScheduleKind.Cosine => Floor + ((1 - Floor) * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, share)))),
            ScheduleKind.Linear => Floor + ((1 - Floor) * (1 - Math.Min(1, share))),
            ScheduleKind.InverseSqrt => steps < WarmupSteps ? 1 : Math.Sqrt(Math.Max(1, WarmupSteps) / (steps + 1.0)),
            ScheduleKind.Step => Math.Pow(Factor, epoch / Epochs),
            ScheduleKind.Zaremba => Math.Pow(Factor, Math.Max(0, epoch + 1 - Epochs)),
            ScheduleKind.Plateau => plateau,
            _ => 1,
        };
    }

    internal IEnumerable<string> Problems()
    {
        if (WarmupSteps is < 0 or > 1_000_000_000)
        {
            yield return $"schedule.warmup_steps is {WarmupSteps}; it must lie between 0 and 1000000000.";
        }

        if (!(Factor is > 0 and < 1))
        {
            yield return FormattableString.Invariant($"schedule.factor is {Factor}; it must lie in (0, 1).");
        }

        if (Epochs is < 1 or > 1_000_000)
        {
            yield return $"schedule.epochs is {Epochs}; it must lie between 1 and 1000000.";
        }

        if (Patience is < 0 or > 1_000_000)
        {
            yield return $"schedule.patience is {Patience}; it must lie between 0 and 1000000.";
        }

        if (!(Floor is >= 0 and <= 1))
        {
            yield return FormattableString.Invariant($"schedule.floor is {Floor}; it must lie in [0, 1].");
        }
    }

    /// <summary>Settings that do nothing beside the others here.</summary>
    internal IEnumerable<IneffectiveSetting> Ineffective()
    {
        var standard = new ScheduleSettings();
        if (Factor != standard.Factor && Kind is not (ScheduleKind.Step or ScheduleKind.Zaremba or ScheduleKind.Plateau))
        {
            yield return new("schedule.factor", "schedule.factor has an effect only on step, zaremba and plateau", "leave it at 0.5");
        }

        if (Epochs != standard.Epochs && Kind is not (ScheduleKind.Step or ScheduleKind.Zaremba))
        {
            yield return new("schedule.epochs", "schedule.epochs has an effect only on step and zaremba", "leave it at 1");
        }

        if (Patience != standard.Patience && Kind != ScheduleKind.Plateau)
        {
            yield return new("schedule.patience", "schedule.patience has an effect only on plateau", "leave it at 0");
        }

        if (Floor != standard.Floor && Kind is not (ScheduleKind.Cosine or ScheduleKind.Linear or ScheduleKind.Plateau))
        {
            yield return new("schedule.floor", "schedule.floor has an effect only on cosine, linear and plateau", "leave it at 0");
        }
    }
}
