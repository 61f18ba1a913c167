using Seq.Model;

namespace Seq.Train.Tests;

public sealed class SettingOverridesTests
{
    private static readonly TrainingSettings Start = Preset.Find("digits").Settings;

    [Fact]
    public void Every_setting_can_be_set_by_its_dotted_key()
    {
        var settings = SettingOverrides.Apply(
            Start,
            [
                "model.cell=lstm", "model.hidden=24", "model.layers=2", "model.embedding=12", "model.bidirectional=true", "model.attention=general",
                "model.context_every_step=true", "model.dropout=0.25", "data.min_digits=2", "data.max_digits=3", "optimizer.learning_rate=0.001",
                "optimizer.schedule=cosine", "optimizer.clip_norm=null", "batch_size=8", "samples=1000", "validation_every=500",
                "validation_samples=10", "stop_at_sequence_accuracy=0.99", "seed=18446744073709551615",
            ]);

        Assert.Equal(
            Start with
            {
                Model = new()
                {
                    Cell = CellKind.Lstm,
                    Hidden = 24,
                    Layers = 2,
                    Embedding = 12,
                    Bidirectional = true,
                    Attention = AttentionScore.General,
                    ContextEveryStep = true,
                    Dropout = 0.25,
                },
                Data = new() { MinDigits = 2, MaxDigits = 3 },
                Optimizer = new() { LearningRate = 0.001, Schedule = LearningRateSchedule.Cosine, ClipNorm = null },
                BatchSize = 8,
                Samples = 1000,
                ValidationEvery = 500,
                ValidationSamples = 10,
                StopAtSequenceAccuracy = 0.99,
                Seed = ulong.MaxValue,
            },
            settings);
    }

    [Fact]
    public void Listed_settings_applied_again_change_nothing()
    {
        var settings = SettingOverrides.Apply(Start, ["model.cell=elman-relu", "model.attention=dot", "optimizer.learning_rate=0.0001"]);
        var listed = SettingOverrides.List(settings).Where(pair => pair.Key != "preset").Select(pair => $"{pair.Key}={pair.Value}");

        Assert.Equal(settings, SettingOverrides.Apply(Start, listed));
    }

    [Fact]
    public void The_last_of_equal_keys_wins() => Assert.Equal(5, SettingOverrides.Apply(Start, ["batch_size=4", "batch_size=5"]).BatchSize);

    [Theory]
    [InlineData("model.hiden=4", "'model.hiden'", "model.hidden")]
    [InlineData("model=4", "'model'", "model.cell")]
    [InlineData("preset=digits-attention", "'preset'", "batch_size")]
    [InlineData("batch_size", "'batch_size'", "key=value")]
    [InlineData("=4", "'=4'", "key=value")]
    [InlineData("batch_size=many", "'many'", "batch_size")]
    [InlineData("batch_size=1.5", "'1.5'", "batch_size")]
    [InlineData("batch_size=null", "'null'", "batch_size")]
    [InlineData("batch_size=", "''", "batch_size")]
    [InlineData("seed=-1", "'-1'", "seed")]
    [InlineData("model.bidirectional=yes", "'yes'", "model.bidirectional")]
    [InlineData("model.attention=[1]", "'[1]'", "additive, dot, general, null")]
    [InlineData("model.cell=tanh", "'tanh'", "elman-tanh, elman-relu, lstm, gru")]
    [InlineData("model.cell=3", "'3'", "elman-tanh, elman-relu, lstm, gru")]
    [InlineData("optimizer.schedule=linear", "'linear'", "constant, cosine")]
    [InlineData("optimizer.learning_rate=NaN", "'NaN'", "optimizer.learning_rate")]
    [InlineData("model.dropout=1", "dropout is 1", "[0, 1)")]
    [InlineData("model.hidden=0", "hidden is 0", "between 1 and")]
    [InlineData("samples=0", "samples is 0", "between 1 and")]
    [InlineData("data.min_digits=11", "min_digits is 11", "max_digits, 10")]
    [InlineData("optimizer.learning_rate=0", "learning_rate is 0", "above 0")]
    [InlineData("optimizer.clip_norm=-1", "clip_norm is -1", "null")]
    [InlineData("stop_at_sequence_accuracy=1.5", "stop_at_sequence_accuracy is 1.5", "(0, 1]")]
    public void A_wrong_assignment_is_answered_with_what_is_right(string assignment, string found, string cure)
    {
        var error = Assert.Throws<TrainingSettingsException>(() => SettingOverrides.Apply(Start, [assignment]));

        Assert.Contains(found, error.Message, StringComparison.Ordinal);
        Assert.Contains(cure, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_are_named_at_once()
    {
        var settings = Start with { BatchSize = 0, Samples = -1, Model = new() { Hidden = 0 } };

        var error = Assert.Throws<TrainingSettingsException>(settings.Validate);

        Assert.Contains(error.Problems, problem => problem.StartsWith("batch_size is 0;", StringComparison.Ordinal));
        Assert.Contains(error.Problems, problem => problem.StartsWith("samples is -1;", StringComparison.Ordinal));
        Assert.Contains(error.Problems, problem => problem.StartsWith("encoder.hidden is 0;", StringComparison.Ordinal));
    }
}
