
namespace Seq.Train.Tests;

public sealed class SettingOverridesTests
{
    private static readonly TrainingSettings Start = Preset.Find("digits").Settings;

    [Fact]
    public void Listed_settings_applied_again_change_nothing()
    {
        var settings = SettingOverrides.Apply(Start, ["model.cell=elman-relu", "model.attention=dot", "optimizer.learning_rate=0.0001"]);
        var listed = SettingOverrides.List(settings).Where(pair => pair.Key is not ("preset" or "task")).Select(pair => $"{pair.Key}={pair.Value}");

        Assert.Equal(settings, SettingOverrides.Apply(Start, listed));
    }

    [Fact]
    public void The_last_of_equal_keys_wins() => Assert.Equal(5, SettingOverrides.Apply(Start, ["data.batch_size=4", "data.batch_size=5"]).Data.BatchSize);

    [Theory]
    [InlineData("model.hiden=4", "'model.hiden'", "model.hidden")]
    [InlineData("model=4", "'model'", "model.cell")]
    [InlineData("preset=digits-attention", "'preset'", "batch_size")]
    [InlineData("task=tagger", "'task'", "batch_size")]
    [InlineData("batch_size", "'batch_size'", "key=value")]
    [InlineData("=4", "'=4'", "key=value")]
    [InlineData("data.batch_size=many", "'many'", "batch_size")]
    [InlineData("data.batch_size=1.5", "'1.5'", "batch_size")]
    [InlineData("data.batch_size=null", "'null'", "batch_size")]
    [InlineData("data.batch_size=", "''", "batch_size")]
    [InlineData("seed=-1", "'-1'", "seed")]
    [InlineData("model.bidirectional=yes", "'yes'", "model.bidirectional")]
    [InlineData("model.attention=[1]", "'[1]'", "additive, dot, general, concat, null")]
    [InlineData("model.cell=tanh", "'tanh'", "elman-tanh, elman-relu, elman-selu, lstm, gru")]
    [InlineData("model.cell=3", "'3'", "elman-tanh, elman-relu, elman-selu, lstm, gru")]
    [InlineData("schedule.kind=curly", "'curly'", "constant, cosine, linear")]
    [InlineData("optimizer.learning_rate=NaN", "'NaN'", "optimizer.learning_rate")]
    [InlineData("model.dropout=1", "dropout is 1", "[0, 1)")]
    [InlineData("model.hidden=0", "hidden is 0", "between 1 and")]
    [InlineData("stop.samples=0", "samples is 0", "between 1 and")]
    [InlineData("data.min_digits=11", "min_digits is 11", "max_digits, 10")]
    [InlineData("optimizer.learning_rate=0", "learning_rate is 0", "above 0")]
    [InlineData("optimizer.clip_norm=-1", "clip_norm is -1", "null")]
    [InlineData("optimizer.momentum=0.9", "optimizer.momentum", "only on sgd and rmsprop")]
    [InlineData("data.steps=7", "data.steps", "only on a language model")]
    [InlineData("model.window=5", "model.window", "no effect")]
    [InlineData("loss.token_weights=[null]", "loss.token_weights holds null", "write token=weight")]
    [InlineData("device=tpu", "device is 'tpu'", "cuda:N")]
    public void A_wrong_assignment_is_answered_with_what_is_right(string assignment, string found, string cure)
    {
        var error = Assert.Throws<TrainingSettingsException>(() => SettingOverrides.Apply(Start, [assignment]));

        Assert.Contains(found, error.Message, StringComparison.Ordinal);
        Assert.Contains(cure, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_are_named_at_once()
    {
        var error = Assert.Throws<TrainingSettingsException>(() => SettingOverrides.Apply(Start, ["data.batch_size=0", "stop.samples=-1", "model.hidden=0"]));

        Assert.Contains(error.Problems, problem => problem.StartsWith("data.batch_size is 0;", StringComparison.Ordinal));
        Assert.Contains(error.Problems, problem => problem.StartsWith("stop.samples is -1;", StringComparison.Ordinal));
        Assert.Contains(error.Problems, problem => problem.StartsWith("model.hidden is 0;", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("model.hidden is 0; it must lie between 1 and 65536.", "digits", "model.hidden=0")]
    [InlineData("model.hidden is 0; it must lie between 1 and 65536.", "wikitext2-lm", "model.hidden=0", "model.tied_embeddings=false")]
    [InlineData("model.decoder_hidden is 0; it must lie between 1 and 65536.", "digits", "model.decoder_hidden=0", "model.bridge=linear")]
    [InlineData("model.embedding is 0", "digits", "model.embedding=0")]
    [InlineData("model.dropout is 2; it must lie in [0, 1).", "brown-lm", "model.dropout=2")]
    [InlineData("model.layer_dropout is 2; it must lie in [0, 1).", "brown-lm", "model.layer_dropout=2")]
    [InlineData("model.projection and model.layer_norm are for an LSTM; the cell is Gru.", "digits", "model.layer_norm=true")]
    [InlineData("model.activation is set, but ElmanTanh names its own", "digits", "model.cell=elman-tanh", "model.activation=relu")]
    [InlineData("model.coverage is true, but only the additive and concat scores can take it in", "digits", "model.attention=dot", "model.coverage=true")]
    [InlineData("model.attention_size is given, but only", "digits", "model.attention=dot", "model.attention_size=4")]
    [InlineData("model.tied_embeddings needs a target embedding as wide as the decoder's output, 16.", "digits", "model.tied_embeddings=true")]
    [InlineData("model.adaptive_cutoffs is [20, 5]; it must rise from at least 1.", "brown-lm", "model.adaptive_cutoffs=[20, 5]")]
    [InlineData("model.window is 0", "brown-lm", "model.window=0")]
    [InlineData("model.filter_width is 0", "imdb-cnn-lstm", "model.filter_width=0")]
    [InlineData("model.without_feedback is true, so nothing enters the decoder; set model.context_every_step too.", "digits", "model.without_feedback=true")]
    public void A_model_that_cannot_be_is_told_once_by_the_names_of_its_settings(string expected, string preset, params string[] assignments)
    {
        var error = Assert.Throws<TrainingSettingsException>(() => SettingOverrides.Apply(Preset.Find(preset).Settings, assignments));

        Assert.StartsWith(expected, Assert.Single(error.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void All_wrong_assignments_are_named_at_once() => Assert.Equal(
        3, Assert.Throws<TrainingSettingsException>(() => SettingOverrides.Apply(Start, ["model.hiden=4", "seed=x", "data"])).Problems.Count);
}
