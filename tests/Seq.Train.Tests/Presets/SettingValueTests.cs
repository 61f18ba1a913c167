using System.Text.Json;

namespace Seq.Train.Tests;

public sealed class SettingValueTests
{
    private static readonly TrainingSettings Settings = Preset.Find("digits").Settings;

    [Theory]
    [InlineData("model.cell", "lstm")]
    [InlineData("model.cell", "elman-tanh")]
    [InlineData("model.cell", "elman-relu")]
    [InlineData("model.hidden", "64")]
    [InlineData("model.layers", "2")]
    [InlineData("model.embedding", "12")]
    [InlineData("model.bidirectional", "true")]
    [InlineData("model.attention", "additive")]
    [InlineData("model.attention", "dot")]
    [InlineData("model.attention", "general")]
    [InlineData("model.context_every_step", "true")]
    [InlineData("model.dropout", "0.25")]
    [InlineData("data.min_digits", "2")]
    [InlineData("data.max_digits", "12")]
    [InlineData("optimizer.learning_rate", "0.001")]
    [InlineData("optimizer.schedule", "cosine")]
    [InlineData("optimizer.clip_norm", "1.5")]
    [InlineData("optimizer.clip_norm", "null")]
    [InlineData("optimizer.weight_decay", "0.1")]
    [InlineData("optimizer.label_smoothing", "0.2")]
    [InlineData("batch_size", "32")]
    [InlineData("samples", "5000000000")]
    [InlineData("validation_every", "100")]
    [InlineData("validation_samples", "10")]
    [InlineData("stop_at_sequence_accuracy", "0.995")]
    [InlineData("seed", "18446744073709551615")]
    public void A_setting_takes_its_value_and_no_other_setting_changes(string key, string value)
    {
        var changed = SettingOverrides.List(SettingOverrides.Apply(Settings, [$" {key} = {value} "]));

        Assert.Equal(SettingOverrides.List(Settings).Select(pair => pair.Key == key ? (key, value) : pair), changed);
    }

    [Fact]
    public void Every_setting_but_the_preset_is_in_the_test_above()
    {
        var method = typeof(SettingValueTests).GetMethod(nameof(A_setting_takes_its_value_and_no_other_setting_changes))!;
        var tested = method.GetCustomAttributes(typeof(InlineDataAttribute), inherit: false)
            .SelectMany(attribute => ((InlineDataAttribute)attribute).GetData(method)).Select(row => (string)row[0]);

        Assert.Equal(SettingOverrides.List(Settings).Select(pair => pair.Key).Where(key => key != "preset").Order(), tested.Distinct().Order());
    }

    [Theory]
    [InlineData("model.hidden=99999999999999999999")]
    [InlineData("batch_size=2147483648")]
    [InlineData("samples=9223372036854775808")]
    [InlineData("seed=18446744073709551616")]
    [InlineData("model.hidden=\"64\"")]
    [InlineData("optimizer.clip_norm=[5]")]
    [InlineData("optimizer.clip_norm={}")]
    [InlineData("stop_at_sequence_accuracy=[]")]
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
        Assert.All(SettingOverrides.List(Settings).Where(pair => pair.Key != "preset"), pair => Assert.Contains(pair.Key, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Null_switches_attention_off() =>
        Assert.Null(SettingOverrides.Apply(Preset.Find("digits-attention").Settings, ["model.attention=null"]).Model.Attention);

    [Fact]
    public void A_schedule_that_does_not_exist_is_refused_by_validation()
    {
        var settings = Settings with { Optimizer = Settings.Optimizer with { Schedule = (LearningRateSchedule)9 } };

        Assert.Contains("optimizer.schedule is 9; use constant or cosine.", Assert.Throws<TrainingSettingsException>(settings.Validate).Problems);
    }

    [Fact]
    public void The_settings_of_every_preset_survive_JSON() => Assert.All(Preset.All, preset =>
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(preset.Settings, TrainingJson.Default.TrainingSettings);
        Assert.Equal(preset.Settings, JsonSerializer.Deserialize(bytes, TrainingJson.Default.TrainingSettings));
    });
}
