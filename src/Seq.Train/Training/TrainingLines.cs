using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>What a validation leaves in the records of a run.</summary>
internal static class TrainingLines
{
    private const long MostNumbers = 50_000; // A histogram of more tells no more.

    /// <summary>Writes a histogram of each weight, or of evenly spread numbers of a large one.</summary>
    internal static void WriteWeights(TrainingRecord record, long samples, IReadOnlyList<(string Name, Parameter Value)> weights)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        foreach (var (name, value) in weights)
        {
            var flat = value.detach().reshape(-1);
            var stride = 1 + (flat.shape[0] / MostNumbers);
            var picked = stride == 1 ? flat : flat.index_select(0, arange(0, flat.shape[0], stride, ScalarType.Int64, flat.device));
            record.Histogram(samples, $"weights/{name}", picked.cpu().contiguous().data<float>().ToArray());
        }
    }

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

        foreach (var map in evaluation.Attention)
        {
            record.Write(progress.Samples, map);
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
