using System.Text.Json.Nodes;
using Seq.Model;

namespace Seq.Train.Tests;

public sealed class TrainerTests
{
    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_seed_others()
    {
        using var first = new TinyRun("model.dropout=0.3");
        using var second = new TinyRun("model.dropout=0.3");
        using var other = new TinyRun("model.dropout=0.3", "seed=2");
        first.Train();
        second.Train();
        other.Train();

        Assert.Equal(first.Fingerprint(), second.Fingerprint());
        Assert.Equal(first.Metrics(), second.Metrics());
        Assert.NotEqual(first.Fingerprint()[Checkpoint.WeightsFile], other.Fingerprint()[Checkpoint.WeightsFile]);
    }

    [Fact]
    public void Steps_and_validations_are_reported_in_order_up_to_the_last_batch()
    {
        using var run = new TinyRun();
        var watcher = new Watcher();

        var result = run.Train(observer: watcher);

        var start = Assert.Single(watcher.Starts);
        Assert.Equal((run.Settings, 304, null), (start.Settings, start.TotalSamples, start.ResumedAt));
        Assert.Equal(run.Settings.Model.Describe(TaskKind.EncoderDecoder, DigitsTask.SourceVocabulary, DigitsTask.TargetVocabulary).ParameterCount, start.Parameters);
        Assert.Equal([8, 16, 24], watcher.Steps.Take(3).Select(step => step.Samples));
        Assert.Equal([296, 304], watcher.Steps.TakeLast(2).Select(step => step.Samples));
        Assert.All(watcher.Steps, step => Assert.Equal(304, step.TotalSamples));
        Assert.All(watcher.Steps, step => Assert.Equal((304 - step.Samples) / step.SamplesPerSecond, step.TimeLeft.TotalSeconds, 1e-6));
        Assert.Equal([96, 192, 288, 304], watcher.Validations.Select(report => report.Progress.Samples));
        Assert.All(watcher.Validations, report => Assert.Equal(20, report.Evaluation.Samples));
        Assert.Equal((TrainingOutcome.Complete, 304, run.CheckpointPath), (result.Outcome, result.Samples, result.CheckpointPath));
    }

    [Fact]
    public void A_short_training_lowers_the_loss()
    {
        using var run = new TinyRun("stop.samples=3000", "validation.every_samples=600");
        var watcher = new Watcher();

        run.Train(observer: watcher);

        // Guessing among 11 tokens costs ln 11 = 2.40.
        Assert.InRange(watcher.Steps[0].Loss, 2.1, 2.8);
        var losses = watcher.Validations.Select(report => report.Evaluation.Loss).ToArray();
        Assert.True(losses[0] > losses[^1] + 0.3 && losses[^1] < 1.7, $"The validation losses are {string.Join(", ", losses)}.");
    }

    [Fact]
    public void Attention_learns_to_read_up_to_three_digits_in_seconds()
    {
        using var run = new TinyRun(
            "model.hidden=32", "model.embedding=12", "model.attention=additive", "optimizer.learning_rate=0.01", "schedule.kind=cosine",
            "optimizer.clip_norm=1", "data.batch_size=32", "stop.samples=16000", "validation.every_samples=4000");

        var result = run.Train();

        var fresh = Trainer.Evaluate(Checkpoint.Open(result.CheckpointPath), new() { Samples = 1_000 });
        Assert.True(fresh.FreeRunning!.Sequences >= 0.98, $"{fresh.FreeRunning.Sequences:P1} of fresh sequences are right.");
        Assert.True(fresh.TeacherForced!.Tokens >= 0.99, $"{fresh.TeacherForced.Tokens:P1} of the tokens are right, teacher forced.");
        Assert.Equal(4, fresh.FreeRunning.ByPosition.Count); // Three digits and the end.
        AssertMeasuresAnotherModel(Checkpoint.Open(result.CheckpointPath), fresh);
    }

    [Fact]
    public void A_beam_beside_another_model_is_refused()
    {
        using var run = new ShortRun();
        run.StartAndStopAfter(2);

        var options = new EvaluationOptions { Model = new SilentModel(), Beam = 2 };

        Assert.Contains("leave one of them out", Assert.Throws<SeqException>(() => Trainer.Evaluate(Checkpoint.Open(run.CheckpointPath), options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_ends_when_three_validations_in_a_row_reach_the_accuracy_to_stop_at()
    {
        // One digit of ten names is learned at once.
        using var run = new TinyRun(
            "model.hidden=24", "data.max_digits=1", "stop.samples=100000", "validation.every_samples=800", "optimizer.learning_rate=0.01", "stop.at=1");
        var watcher = new Watcher();

        var result = run.Train(observer: watcher);

        bool[] solved = [.. watcher.Validations.Select(report => report.Evaluation.FreeRunning!.Sequences >= 1)];
        Assert.Equal(TrainingOutcome.Complete, result.Outcome);
        Assert.True(result.Samples < 100_000);
        Assert.Equal([true, true, true], solved[^3..]);
        Assert.DoesNotContain(Enumerable.Range(0, solved.Length - 3), first => solved[first] && solved[first + 1] && solved[first + 2]);
    }

    [Fact]
    public void The_golden_pack_holds_what_the_model_computes()
    {
        using var run = new TinyRun("model.attention=dot");
        run.Train();
        var checkpoint = Checkpoint.Open(run.CheckpointPath);
        using var pack = SafetensorsFile.Open(checkpoint.PathOf(Checkpoint.GoldenFile));
        using var model = TorchModel.Load(checkpoint);
        var input = pack.Read<long>(GoldenPack.TargetInput);
        var batch = new SequenceBatch
        {
            Source = pack.Read<long>(GoldenPack.Source),
            SourceLengths = pack.Read<long>(GoldenPack.SourceLengths),
            TargetInput = input,
            TargetOutput = input, // Not looked at here.
            TargetLengths = pack.Read<long>(GoldenPack.TargetLengths),
        };

        Assert.Equal(8, batch.Rows);
        Assert.Equal(checkpoint.SourceVocabulary.Decode([.. batch.Source.Take((int)batch.SourceLengths[0]).Select(id => (int)id)]),
            System.Text.Encoding.UTF8.GetString(pack.Read<byte>(GoldenPack.SourceText), 0, (int)pack.Read<long>(GoldenPack.SourceTextLengths)[0]));
        string[] written = [.. model.DecodeGreedy(batch, batch.TargetTime + 1).Select(row => checkpoint.TargetVocabulary.Decode(row))];
        Assert.Equal(string.Concat(written), pack.Contains(GoldenPack.GreedyText) ? System.Text.Encoding.UTF8.GetString(pack.Read<byte>(GoldenPack.GreedyText)) : "");
        Assert.True(batch.SourceLengths.Distinct().Count() > 1, "The rows must be ragged.");
        Assert.Equal(model.Logits(batch), pack.Read<float>(GoldenPack.Logits).Select(value => (double)value));
        Assert.Equal(model.Attention(batch), pack.Read<float>(GoldenPack.Attention).Select(value => (double)value));
        Assert.All(pack.Read<float>(GoldenPack.Attention).Chunk((int)pack.Find(GoldenPack.Attention).Shape[2]), weights => Assert.Equal(1, weights.Sum(), 1e-5));
        var tokens = pack.Read<long>(GoldenPack.GreedyTokens).Chunk((int)pack.Find(GoldenPack.GreedyTokens).Shape[1]).ToArray();
        var lengths = pack.Read<long>(GoldenPack.GreedyLengths);
        foreach (var (row, decoded) in model.DecodeGreedy(batch, batch.TargetTime + 1).Index())
        {
            Assert.Equal(decoded.Select(id => (long)id), tokens[row][..(int)lengths[row]]);
            Assert.All(tokens[row][decoded.Length..], id => Assert.Equal(DigitsTask.TargetVocabulary.Special.End, (int)id));
        }
    }

    [Fact]
    public void Metrics_and_events_tell_what_the_observer_was_told()
    {
        using var run = new TinyRun();
        var watcher = new Watcher();
        run.Train(observer: watcher);

        var lines = File.ReadLines(Path.Combine(run.Folder, "metrics.jsonl")).Select(line => JsonNode.Parse(line)!).ToLookup(line => (string)line["split"]!);
        var (train, validation) = (lines["train"].ToArray(), lines["validation"].ToArray());
        Assert.Equal(watcher.Validations.Select(report => report.Progress.Samples), validation.Select(line => (long)line["samples"]!));
        Assert.Equal(watcher.Validations.Select(report => report.Evaluation.Loss), validation.Select(line => (double)line["loss"]!));
        Assert.Equal(watcher.Validations.Select(report => report.Progress.Loss), train.Select(line => (double)line["loss"]!));

        var events = EventFile.Read(Assert.Single(Directory.GetFiles(Path.Combine(run.Folder, "tensorboard"))));
        Assert.Equal(
            watcher.Validations.Select(report => (report.Progress.Samples, (float?)report.Evaluation.FreeRunning!.Tokens)),
            events.Where(entry => entry.Tag == "free_running_token_accuracy/validation").Select(entry => (entry.Step, entry.Value)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1025)]
    public void A_number_of_threads_out_of_range_is_refused(int threads)
    {
        var settings = Preset.Find("digits").Settings with { Threads = threads };

        var error = Assert.Throws<TrainingSettingsException>(() => new Trainer(settings, new() { Folder = "unused" }));

        Assert.Contains($"threads is {threads};", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A model that says nothing is never right free running, and changes nothing of what is teacher forced.</summary>
    private static void AssertMeasuresAnotherModel(Checkpoint checkpoint, Evaluation own)
    {
        var model = new SilentModel();
        var silent = Trainer.Evaluate(checkpoint, new() { Samples = 1_000, Model = model });

        Assert.Equal(0, silent.FreeRunning!.Sequences);
        Assert.Equal(own.TeacherForced!.Tokens, silent.TeacherForced!.Tokens);
        Assert.Equal((2 * "three three seven".Length) + 10, Assert.Single(model.Limits)); // By the longest source, whatever the references are.
    }

    /// <summary>Writes nothing.</summary>
    private sealed class SilentModel : IEvaluatedModel
    {
        internal HashSet<int> Limits { get; } = [];

        public IReadOnlyList<int[]> Write(IReadOnlyList<int[]> sources, int limit)
        {
            Limits.Add(limit);
            return [.. sources.Select(_ => Array.Empty<int>())];
        }

        public Likelihood Score(IReadOnlyList<int> tokens) => throw new NotSupportedException();

        public IReadOnlyList<double[]> Classify(IReadOnlyList<string> texts) => throw new NotSupportedException();

        public IReadOnlyList<int[]> Tag(IReadOnlyList<int[]> sources) => throw new NotSupportedException();
    }
}
