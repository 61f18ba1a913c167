namespace Seq.Train.Tests;

/// <summary>A setting that does nothing is reported by its name, with where it would do something; the same setting is taken there.</summary>
public sealed class IneffectiveSettingsTests
{
    [Theory]
    [InlineData("multi30k", "loss.kind sampled", "loss.kind=sampled", "loss.label_smoothing=0")]
    [InlineData("lm", "model.adaptive_cutoffs", "data.unit=byte-pairs", "data.merges=100", "model.adaptive_cutoffs=[100]", "data.source=t.txt")]
    [InlineData("tag", "data.max_length", "data.max_length=9", "data.source=t.tsv")]
    [InlineData("tag", "data.simplify_tags", "data.simplify_tags=true", "data.source=t.tsv")]
    [InlineData("tagger", "data.validation_share", "data.validation_share=0.2")]
    [InlineData("brown-bengio", "data.test_share", "data.test_share=0.1")]
    [InlineData("wikitext2-lm", "data.validation_share", "data.validation_share=0.1")]
    [InlineData("imdb-lstm", "data.test_share", "data.test_share=0.1")]
    [InlineData("imdb-lstm", "data.truncate_at", "data.truncate_at=post", "data.max_length=null")]
    [InlineData("echo", "data.validation_share", "data.validation_share=0.1")]
    [InlineData("multi30k", "data.test_share", "data.test_share=0.1")]
    [InlineData("multi30k", "data.split_seed", "data.split_seed=7")]
    [InlineData("lm", "data.split_seed", "data.split_seed=7", "data.source=t.txt")]
    [InlineData("multi30k", "data.vocabulary_size", "data.vocabulary_size=5000")]
    [InlineData("multi30k", "data.min_count", "data.min_count=3")]
    [InlineData("multi30k", "data.merges", "data.merges_file=codes.bpe", "data.merges=7000")]
    [InlineData("multi30k", "data.shared_merges", "data.merges_file=codes.bpe", "data.shared_merges=true")]
    [InlineData("brown-lm", "initialisation.forget_bias", "model.cell=gru", "initialisation.forget_bias=1")]
    [InlineData("brown-lm", "initialisation.update_bias", "initialisation.update_bias=1")]
    [InlineData("wikitext2-lm", "loss.sampled_until", "loss.kind=softmax", "loss.sampled_until=0.5")]
    [InlineData("lm", "average.decay", "average.kind=none", "average.decay=0.9", "data.source=t.txt")]
    [InlineData("lm", "stop.min_steps", "stop.samples=100", "stop.patience=null", "stop.min_steps=50", "data.source=t.txt")]
    [InlineData("g2p", "data.merges_file", "data.merges_file=codes.bpe")]
    [InlineData("moby-dick", "data.line_marks", "data.line_marks=end")]
    [InlineData("brown-bengio", "data.line_marks", "data.line_marks=end")]
    [InlineData("g2p", "data.line_marks", "data.line_marks=end")]
    [InlineData("g2p", "data.raw", "data.raw=true")]
    [InlineData("digits", "schedule.kind step", "schedule.kind=step")]
    [InlineData("digits", "schedule.kind zaremba", "schedule.kind=zaremba")]
    [InlineData("digits", "average.start", "average.kind=asgd", "average.start=2")]
    [InlineData("digits", "model.layer_dropout", "model.layer_dropout=0.1")]
    [InlineData("digits", "model.residual", "model.residual=true")]
    [InlineData("echo", "model.input_dropout", "model.input_dropout=0.1")]
    [InlineData("echo", "regularisation.scheduled_sampling", "regularisation.scheduled_sampling=0.5")]
    [InlineData("echo", "optimizer.freeze_embeddings", "optimizer.freeze_embeddings=true")]
    [InlineData("echo", "initialisation.embeddings", "initialisation.embeddings=uniform")]
    [InlineData("echo", "initialisation.scale", "initialisation.scale=0.2")]
    [InlineData("brown-bengio", "initialisation.output", "initialisation.output=zeros")]
    [InlineData("digits", "optimizer.amsgrad", "optimizer.kind=sgd", "optimizer.amsgrad=true")]
    [InlineData("digits", "stop.at_times", "stop.at_times=2")]
    [InlineData("brown-lm", "validation.beam", "validation.beam=4")]
    [InlineData("brown-lm", "loss.label_smoothing", "model.adaptive_cutoffs=[2000]", "loss.label_smoothing=0.1")]
    [InlineData("brown-lm", "loss.kind sampled", "model.adaptive_cutoffs=[2000]", "loss.kind=sampled")]
    [InlineData("g2p", "loss.coverage", "loss.coverage=1")]
    [InlineData("digits", "loss.coverage", "loss.coverage=1")]
    [InlineData("brown-lm", "loss.coverage", "loss.coverage=0.5")]
    [InlineData("tagger", "loss.kind sampled", "loss.kind=sampled")]
    [InlineData("imdb-lstm", "loss.average", "loss.average=steps")]
    [InlineData("brown-lm", "regularisation.bpe_dropout", "regularisation.bpe_dropout=0.1")]
    public void It_is_reported(string preset, string name, params string[] assignments)
    {
        var error = Assert.Throws<TrainingSettingsException>(() => SettingOverrides.Apply(Preset.Find(preset).Settings, assignments));

        Assert.Matches($"^{name} has (an effect only on |an effect only with |no effect on this model, only on ).+; .+\\.$", Assert.Single(error.Problems));
    }

    [Theory]
    [InlineData("classify", "data.source=t.tsv", "data.max_length=9", "data.split_seed=7", "data.test_share=0.3")]
    [InlineData("tag", "data.source=t.tsv", "data.validation_share=0.2", "data.split_seed=7")]
    [InlineData("tagger", "data.simplify_tags=true")]
    [InlineData("g2p", "model.attention=additive", "model.coverage=true", "loss.coverage=1")]
    [InlineData("brown-lm", "data.validation_share=0.2", "data.test_share=0.1", "data.split_seed=7", "data.line_marks=end")]
    [InlineData("imdb-lstm", "data.validation_share=0.2", "data.split_seed=7")]
    [InlineData("echo", "data.test_share=0.1")]
    [InlineData("multi30k", "data.merges=null", "data.shared_merges=false", "data.merges_file=codes.bpe", "data.raw=true")]
    [InlineData("multi30k", "data.shared_merges=false", "data.target_unit=words", "data.vocabulary_size=5000")]
    [InlineData("lm", "data.source=t.txt", "data.line_marks=start", "data.test_share=0.1")]
    [InlineData("echo", "schedule.kind=zaremba", "schedule.floor=0", "average.kind=asgd", "average.start=2")]
    [InlineData("brown-lm", "model.layer_dropout=0.1", "model.residual=true", "model.input_dropout=0", "optimizer.freeze_embeddings=true")]
    [InlineData("digits", "regularisation.scheduled_sampling=0.5", "stop.at=1", "stop.at_times=2", "validation.beam=4", "optimizer.amsgrad=true")]
    public void It_is_taken_where_it_does_something(string preset, params string[] assignments) => SettingOverrides.Apply(Preset.Find(preset).Settings, assignments);

    [Fact]
    public void No_preset_for_own_data_holds_one() => Assert.All(Preset.ForOwnData, preset =>
    {
        SettingOverrides.Apply(preset.Settings, ["data.source=file"], out var dropped);
        Assert.Empty(dropped);
    });
}
