using Seq.Model;

namespace Seq.Train.Tests;

public sealed class SmokeTests
{
    public static TheoryData<string> Presets => [.. Preset.All.Concat(Preset.ForOwnData).Select(preset => preset.Name)];

    [Theory]
    [MemberData(nameof(Presets))]
    public void Every_preset_trains_stops_resumes_to_the_same_bits_and_can_be_measured(string preset)
    {
        using var whole = new SmokeRun(preset);
        using var halved = new SmokeRun(preset);
        var settings = whole.Settings; // Both runs have the same settings, the path of the data included.
        var watcher = new Watcher();

        var result = whole.Train(observer: watcher);
        Assert.Equal(TrainingOutcome.Stopped, halved.TrainSteps(Math.Max(1, watcher.Steps.Count * 2 / 3), settings).Outcome);
        Assert.Equal(TrainingOutcome.Complete, halved.Train(resume: true, settings: settings).Outcome);

        Assert.Equal(TrainingOutcome.Complete, result.Outcome);
        Assert.Equal(whole.Fingerprint(), halved.Fingerprint());
        Assert.Contains(watcher.Validations, report => report.IsBest);
        Assert.Equal(whole.BestPath, result.BestPath);
        Assert.All(watcher.Steps, step => Assert.True(double.IsFinite(step.Loss)));

        // The best checkpoint holds the model of the best validation, and says its metric again.
        var metric = settings.Validation.Metric ?? watcher.Validations[0].Evaluation.Metrics[0].Name;
        var best = watcher.Validations.Last(report => report.IsBest).Evaluation;
        var again = whole.Evaluate(whole.BestPath, DataPart.Validation, beam: settings.Task == TaskKind.EncoderDecoder ? 1 : null);
        Assert.Equal(best[metric], again[metric], settings.Task == TaskKind.LanguageModel ? 0.5 : 1e-6); // A stream is read in fewer rows for a report.
        Assert.All(whole.Evaluate(whole.BestPath, settings.Data.Source == "toy" ? DataPart.Train : DataPart.Test).Metrics, value => Assert.True(double.IsFinite(value.Value), value.Name));
    }

    [Fact]
    public void A_language_model_on_generated_sentences_comes_near_their_entropy()
    {
        using var run = new SmokeRun("lm", "stop.epochs=30", "stop.patience=null", "optimizer.learning_rate=0.01", "model.dropout=0", "average.kind=none", "average.decay=0.999");

        run.Train();

        // Per sentence of about 6.5 tokens three choices among four: 3 ln 4 / 6.5 = 0.64 nats a token, perplexity 1.9. Guessing among the words costs 20.
        Assert.InRange(run.Evaluate(run.CheckpointPath)[Metric.Perplexity], 1.5, 2.6);
    }

    [Theory]
    [InlineData(1, "model.filters=null")]
    [InlineData(2, "model.filters=8")] // Pooled by 2, a step stands for two words.
    public void A_report_shows_where_attention_pooling_looks(int words, string filters)
    {
        using var run = new SmokeRun("classify", "model.pooling=attention", filters);
        run.Train();

        var report = RunReport.FromFolder(run.Folder);

        var map = Assert.Single(report.Attention);
        Assert.Equal(map.Title, string.Join(' ', map.Source));
        Assert.All(map.Source.SkipLast(1), step => Assert.Equal(words, step.Split(' ').Length));
        Assert.Contains(Assert.Single(map.Target), (string[])["acts", "senses"]);
        Assert.Equal(1, Assert.Single(map.Weights).Sum(), 1e-5);
        Assert.Contains($"Attention weights of 1 outputs over {map.Source.Count} inputs", RunReportHtml.ToHtml(report), StringComparison.Ordinal);
    }

    [Fact]
    public void A_classifier_and_a_tagger_learn_their_rules()
    {
        string[] longer = ["stop.epochs=12", "stop.patience=null", "optimizer.learning_rate=0.01"];
        using var classifier = new SmokeRun("classify", longer);
        using var tagger = new SmokeRun("tag", longer);
        classifier.Train();
        tagger.Train();

        Assert.True(classifier.Evaluate(classifier.CheckpointPath)[Metric.Accuracy] >= 0.95);
        Assert.True(tagger.Evaluate(tagger.CheckpointPath)[Metric.TokenAccuracy] >= 0.98);
    }

    [Fact]
    public void Data_that_has_changed_since_is_refused()
    {
        using var run = new SmokeRun("lm");
        run.TrainSteps(3, run.Settings);
        File.AppendAllText(run.Settings.Data.Source, string.Concat(Enumerable.Repeat("a brand new word\n", 60)));

        Assert.Contains("another vocabulary", Assert.Throws<SeqException>(() => run.Train(resume: true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_metric_of_another_kind_of_model_is_refused_before_anything_is_written()
    {
        using var run = new SmokeRun("lm", "validation.metric=bleu");

        Assert.Contains("use one of perplexity, loss, bits_per_token", Assert.Throws<TrainingSettingsException>(() => run.Train()).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(run.Folder));
    }

    [Theory]
    [InlineData("regularisation.activation=2", "regularisation.change=1")]
    [InlineData("data.random_steps=true", "average.kind=asgd", "average.start=1", "average.decay=0.999")]
    [InlineData("average.kind=nt-asgd", "average.patience=1", "average.decay=0.999", "optimizer.kind=sgd", "optimizer.learning_rate=2")]
    [InlineData("loss.kind=sampled", "loss.samples=6", "loss.sampled_until=0.5")]
    [InlineData("data.stateful=false", "data.batch_size=5")]
    [InlineData("model.window=3", "loss.token_weights=[\".=0.1\"]", "loss.position_weights=[1, 0.5]", "loss.average=rows")]
    [InlineData("model.adaptive_cutoffs=[4, 8]", "schedule.kind=zaremba", "schedule.warmup_steps=0", "schedule.floor=0")]
    public void A_language_model_resumes_to_the_same_bits_with_everything_that_draws_or_remembers(params string[] overrides)
    {
        using var whole = new SmokeRun("lm", overrides);
        using var halved = new SmokeRun("lm", overrides);
        var watcher = new Watcher();

        whole.Train(observer: watcher);
        halved.TrainSteps(watcher.Steps.Count * 2 / 3, whole.Settings);
        halved.Train(resume: true, settings: whole.Settings);

        Assert.Equal(whole.Fingerprint(), halved.Fingerprint());
        Assert.All(watcher.Steps, step => Assert.True(double.IsFinite(step.Loss)));
    }

    [Fact]
    public void Frozen_embeddings_stay_as_they_began_and_other_weights_do_not()
    {
        using var run = new SmokeRun("lm", "optimizer.freeze_embeddings=true", "average.kind=none", "average.decay=0.999");
        run.TrainSteps(1, run.Settings with { Optimizer = run.Settings.Optimizer with { LearningRate = 1e-30 } });
        using var first = Checkpoint.Open(run.CheckpointPath).OpenWeights();
        using var trained = new SmokeRun("lm", "optimizer.freeze_embeddings=true", "average.kind=none", "average.decay=0.999");
        trained.Train();
        using var last = Checkpoint.Open(trained.CheckpointPath).OpenWeights();

        Assert.Equal(first.Read<float>(LanguageModelNames.Embedding), last.Read<float>(LanguageModelNames.Embedding));
        Assert.NotEqual(first.Read<float>(OutputNames.Weight), last.Read<float>(OutputNames.Weight));
    }

    [Theory]
    [InlineData("elman-tanh")]
    [InlineData("gru")]
    public void The_echo_of_other_cells_and_sizes_trains_too(string cell)
    {
        using var run = new SmokeRun("echo", $"model.cell={cell}", "data.echo_ids=12", "data.echo_length=4", "data.echo_repeated=1", "data.echo_rows=300", "model.decoder_hidden=20", "model.bridge=zeros");

        Assert.Equal(240, run.Train().Samples); // A fifth is the test part.
    }

    [Fact]
    public void A_mean_of_the_weights_is_the_model_and_the_weights_themselves_stand_beside_it()
    {
        using var run = new SmokeRun("lm", "average.kind=ema");
        run.Train();
        var checkpoint = Checkpoint.Open(run.CheckpointPath);
        using var model = checkpoint.OpenWeights();
        using var raw = SafetensorsFile.Open(checkpoint.PathOf(WeightAverage.RawWeightsFile));

        Assert.Equal(model.Entries.Select(entry => entry.Name).Order(), raw.Entries.Select(entry => entry.Name).Order());
        Assert.NotEqual(model.Read<float>(LanguageModelNames.Embedding), raw.Read<float>(LanguageModelNames.Embedding));
    }

    [Fact]
    public void A_budget_of_minutes_ends_a_training_with_a_validation()
    {
        using var run = new SmokeRun("lm", "stop.max_minutes=0.5"); // The clock ticks by use: two looks a step and more.
        var watcher = new Watcher();

        var result = run.Train(observer: watcher);

        Assert.Equal(TrainingOutcome.Complete, result.Outcome);
        Assert.True(result.Samples < watcher.Steps[0].TotalSamples);
        Assert.Equal(result.Samples, watcher.Validations[^1].Progress.Samples);
    }

    [Fact]
    public void A_device_that_is_not_there_is_named()
    {
        using var run = new SmokeRun("lm", "device=cuda:7");

        Assert.Contains("cuda:7", Assert.Throws<SeqException>(() => run.Train()).Message, StringComparison.Ordinal);
    }
}
