namespace Seq.Train;

/// <content>What a damaged file may hold.</content>
internal sealed partial record TrainingState
{
    private const double MaxSeconds = 1e10; // 317 years; a longer time is no TimeSpan.

    /// <summary>Whether a training can stand there; what is wrong otherwise.</summary>
    internal string? Problem()
    {
        (string Name, double Value)[] counts =
        [
            ("samples", Samples), ("tokens", Tokens), ("cells", Cells), ("steps", Steps), ("epoch", Epoch), ("place", Place), ("loss_count", LossCount),
            ("validations", Validations), ("best_samples", BestSamples), ("waited", Waited), ("solved", Solved), ("plateau_waited", PlateauWaited), ("averaged", Averaged),
        ];
        foreach (var (name, value) in counts)
        {
            if (!(value is >= 0 and <= 1e15))
            {
                return FormattableString.Invariant($"{name} is {value}; it must lie between 0 and 1e15.");
            }
        }

        if (Steps > Samples || Tokens > Cells || LossCount > Tokens || BestSamples > Samples || Averaged > Steps || Validations > Steps)
        {
            return $"{Steps} steps, {Samples} samples, {Tokens} tokens, {Cells} cells, {Validations} validations and {Averaged} averaged steps cannot be together.";
        }

        if (!double.IsFinite(LossSum) || !(Seconds is >= 0 and <= MaxSeconds) || !(PlateauShare is >= 0 and <= 1))
        {
            return FormattableString.Invariant($"loss_sum is {LossSum}, seconds {Seconds} and plateau_share {PlateauShare}; no training can stand there.");
        }

        return (double[])[Best ?? 0, Reference ?? 0, .. History] is var metrics && metrics.All(double.IsFinite) && History.Count <= Validations
            ? null
            : "best, reference and history must be finite numbers, one for each validation.";
    }
}
