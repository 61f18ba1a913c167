namespace Seq.Train;

/// <summary>What a validation leaves in the records of a run.</summary>
internal static class TrainingLines
{
    internal static void Write(TrainingRecord record, TrainingProgress progress, Evaluation evaluation, double rate, double? norm)
    {
        record.Write(
            progress.Samples, "train",
            [
                ("loss", progress.Loss), ("learning_rate", rate), ("samples_per_second", progress.SamplesPerSecond), ("tokens_per_second", progress.TokensPerSecond),
                ("padding_share", progress.PaddingShare), ("seconds", progress.Seconds), .. norm is { } value ? [("gradient_norm", value)] : Array.Empty<(string, double)>(),
            ]);
        record.Write(progress.Samples, "validation", [.. evaluation.Metrics.Select(metric => (metric.Name, metric.Value))]);
        foreach (var example in evaluation.Examples)
        {
            record.Write(progress.Samples, example);
        }

        if (evaluation.FreeRunning is { } free)
        {
            record.Write(progress.Samples, new PositionAccuracy("free running", free.ByPosition));
        }

        if (evaluation.TeacherForced is { } forced)
        {
            record.Write(progress.Samples, new PositionAccuracy("teacher forced", forced.ByPosition));
        }

        if (evaluation.Confusion is { Labels.Count: <= 60 } confusion)
        {
            record.Write(progress.Samples, new ReportConfusion("validation", confusion));
        }
    }
}
