using System.Text.Json;

namespace Seq.Train.Tests;

public sealed class SettingValueTests
{
    private static readonly TrainingSettings Settings = Preset.Find("digits").Settings;

    [Theory]
    [InlineData("model.cell", "lstm")]
    [InlineData("model.cell", "elman-selu")]
    [InlineData("model.hidden", "64")]
    [InlineData("model.embedding", "null")]
    [InlineData("model.attention", "concat")]
    [InlineData("model.dropout", "0.25")]
    [InlineData("data.max_digits", "12")]
    [InlineData("loss.kind", "sampled")]
    [InlineData("optimizer.kind", "adagrad")]
    [InlineData("optimizer.clip_norm", "null")]
    [InlineData("schedule.kind", "inverse-sqrt")]
    [InlineData("average.kind", "ema")]
    [InlineData("regularisation.scheduled_sampling", "0.5")]
    [InlineData("stop.samples", "5000000000")]
    [InlineData("stop.max_minutes", "1.5")]
    [InlineData("validation.metric", "loss")]
    [InlineData("seed", "18446744073709551615")]
    [InlineData("threads", "2")]
    public void A_setting_takes_its_value_and_no_other_setting_changes(string key, string value)
    {
        var changed = SettingOverrides.List(SettingOverrides.Apply(Settings, [$" {key} = {value} "]));

        Assert.Equal(SettingOverrides.List(Settings).Select(pair => pair.Key == key ? (key, value) : pair), changed);
    }

    [Fact]
    public void A_list_is_a_value_of_a_setting_that_is_a_list() => Assert.Equal(
        [2_000, 6_000], SettingOverrides.Apply(Preset.Find("brown-lm").Settings, ["model.adaptive_cutoffs=[2000, 6000]"]).Model.AdaptiveCutoffs);

    [Theory]
    [InlineData("model.hidden=99999999999999999999")]
    [InlineData("data.batch_size=2147483648")]
    [InlineData("stop.samples=9223372036854775808")]
    [InlineData("seed=18446744073709551616")]
    [InlineData("model.hidden=\"64\"")]
    [InlineData("optimizer.clip_norm=[5]")]
    [InlineData("optimizer.clip_norm={}")]
    [InlineData("stop.at=[]")]
    public void A_number_that_overflows_and_what_is_no_number_are_refused_by_key_and_value(string assignment)
    {
        var split = assignment.IndexOf('=', StringComparison.Ordinal);
        var error = Assert.Throws<TrainingSettingsException>(() => SettingOverrides.Apply(Settings, [assignment]));

        Assert.Contains($"'{assignment[(split + 1)..]}' is not a value for {assignment[..split]};", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("optimizer.learning_rate=1e400")]
    [InlineData("model.dropout=1e400")]
    [InlineData("optimizer.clip_norm=1e400")]
    public void A_number_beyond_double_precision_is_refused(string assignment) =>
        Assert.Throws<TrainingSettingsException>(() => SettingOverrides.Apply(Settings, [assignment]));

    [Fact]
    public void An_unknown_key_is_answered_with_all_keys()
    {
        var error = Assert.Throws<TrainingSettingsException>(() => SettingOverrides.Apply(Settings, ["hidden=3"]));

        Assert.Contains("There is no setting 'hidden'. The settings are model.cell, model.hidden,", error.Message, StringComparison.Ordinal);
        Assert.All(SettingOverrides.List(Settings).Where(pair => pair.Key is not ("preset" or "task")), pair => Assert.Contains(pair.Key, error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("model.hiden=3", "There is no setting 'model.hiden'; the nearest is 'model.hidden'.")]
    [InlineData("optimiser.learning_rate=1", "There is no setting 'optimiser.learning_rate'; the nearest is 'optimizer.learning_rate'.")]
    public void A_key_that_is_mistyped_is_answered_with_the_one_that_was_meant(string assignment, string problem) =>
        Assert.Contains(problem, Assert.Throws<TrainingSettingsException>(() => SettingOverrides.Apply(Settings, [assignment])).Message, StringComparison.Ordinal);

    [Fact]
    public void Null_switches_attention_off() =>
        Assert.Null(SettingOverrides.Apply(Preset.Find("digits-attention").Settings, ["model.attention=null"]).Model.Attention);

    [Fact]
    public void The_settings_of_every_preset_survive_JSON() => Assert.All(Preset.All, preset =>
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(preset.Settings, TrainingJson.Default.TrainingSettings);
        Assert.Equal(preset.Settings, JsonSerializer.Deserialize(bytes, TrainingJson.Default.TrainingSettings));
    });
}
