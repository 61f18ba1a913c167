namespace Seq.Train;

/// <summary>Writes each validation to <c>metrics.jsonl</c> and to a TensorBoard event file.</summary>
internal sealed class TrainingRecord : IDisposable
{
    private const string MetricsFile = "metrics.jsonl";
    private const string EventsFolder = "tensorboard";
    private readonly MetricsLog _metrics;
    private readonly EventFileWriter _events;

    /// <param name="folder">The run's folder.</param>
    /// <param name="samples">Samples seen at the checkpoint that the run goes on from; 0 for a new run.</param>
    /// <param name="time">The clock.</param>
    internal TrainingRecord(string folder, long samples, TimeProvider time)
    {
        _metrics = new(Path.Combine(folder, MetricsFile), samples);
        try
        {
            _events = new(Path.Combine(folder, EventsFolder), time);
        }
        catch
        {
            _metrics.Dispose();
            throw;
        }

        if (samples > 0)
        {
            _events.Resumed(samples + 1);
        }
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _events.Dispose();
    }

    internal void Write(TrainingProgress progress, Evaluation evaluation, double learningRate)
    {
        _metrics.Write(
            progress.Samples,
            evaluation.FreeRunning.ByPosition,
            ("loss", progress.Loss),
            ("validation_loss", evaluation.Loss),
            ("teacher_forced_token_accuracy", evaluation.TeacherForced.Tokens),
            ("free_running_token_accuracy", evaluation.FreeRunning.Tokens),
            ("free_running_sequence_accuracy", evaluation.FreeRunning.Sequences),
            ("learning_rate", learningRate),
            ("samples_per_second", progress.SamplesPerSecond));
        _events.Scalar("loss/train", progress.Samples, progress.Loss);
        _events.Scalar("loss/validation", progress.Samples, evaluation.Loss);
        _events.Scalar("accuracy/teacher_forced_tokens", progress.Samples, evaluation.TeacherForced.Tokens);
        _events.Scalar("accuracy/free_running_tokens", progress.Samples, evaluation.FreeRunning.Tokens);
        _events.Scalar("accuracy/free_running_sequences", progress.Samples, evaluation.FreeRunning.Sequences);
        _events.Scalar("learning_rate", progress.Samples, learningRate);
        _events.Flush();
    }
}
