using Seq.Model;
using Seq.Tests;

namespace Seq.Train.Tests;

/// <summary>Who changes one setting of a preset need not know the others: what the change leaves without an effect is dropped, and told.</summary>
public sealed class PresetOverrideTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Cells
    {
        get
        {
            var cells = new TheoryData<string, string>();
            foreach (var preset in Preset.All.Concat(Preset.ForOwnData))
            {
                foreach (var cell in (string[])["elman-tanh", "gru", "lstm"])
                {
                    cells.Add(preset.Name, cell);
                }
            }

            return cells;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_preset_takes_every_cell(string name, string cell)
    {
        Directory.CreateDirectory(_folder["data"]);
        var smoke = SmokePreset.Of(Preset.Find(name), _folder["data"]);

        var settings = SettingOverrides.Apply(smoke, [$"model.cell={cell}"], out var notices);

        Assert.Equal(
            smoke.Initialisation.ForgetBias is null || cell == "lstm" ? [] : ["initialisation.forget_bias has an effect only on LSTMs; the preset's 1 is dropped."],
            notices);
        Assert.Equal(cell == "lstm" ? smoke.Initialisation.ForgetBias : null, settings.Initialisation.ForgetBias);
        using var task = TaskData.Open(settings, new(null, _folder["cache"]));
        task.Initialise();
        Assert.Contains(cell == "lstm" ? 4 : cell == "gru" ? 3 : 1, task.Weights.Where(weight => weight.Name.Contains("weight_hh_l0", StringComparison.Ordinal)).Select(weight => weight.Value.shape[0] / weight.Value.shape[1]));
    }

    [Theory]
    [InlineData("multi30k", "loss.label_smoothing has no effect on a sampled softmax; the preset's 0.1 is dropped.", "data.unit=words", "data.merges=null", "data.shared_merges=false", "loss.kind=sampled")]
    [InlineData("multi30k", "data.merges has an effect only on byte pairs whose merges are learned; the preset's 7000 is dropped.", "data.merges_file=codes.bpe", "data.shared_merges=false")]
    [InlineData("lm", "average.decay has an effect only on ema; the preset's 0.998 is dropped.", "average.kind=none", "data.source=t.txt")]
    [InlineData("brown-lm", "schedule.floor has an effect only on cosine, linear and plateau; the preset's 0.02 is dropped.", "schedule.kind=constant")]
    [InlineData("brown-lm", "stop.epochs gives way to stop.samples; the preset's 10 is dropped.", "stop.samples=1000")]
    [InlineData("brown-lm", "validation.every_epochs gives way to validation.every_samples; the preset's 1 is dropped.", "validation.every_samples=1000")]
    [InlineData("digits", "validation.every_samples gives way to validation.every_epochs; the preset's 5000 is dropped.", "stop.epochs=2", "stop.samples=null", "data.source=p.tsv", "validation.every_epochs=1")]
    [InlineData("brown-lm", "data.brown has an effect only on a language model on brown; the preset's sentences is dropped.", "data.source=t.txt")]
    public void What_an_override_leaves_without_an_effect_is_dropped(string preset, string notice, params string[] assignments)
    {
        SettingOverrides.Apply(Preset.Find(preset).Settings, assignments, out var notices);

        Assert.Equal([notice], notices);
    }

    [Theory]
    [InlineData("wikitext2-lm", 300, 300, "model.hidden=300")]
    [InlineData("multi30k", 256, 256, "model.hidden=256")]
    [InlineData("brown-bengio", 64, 400, "model.projection=64")]
    public void An_embedding_that_a_preset_ties_follows_the_output(string preset, int embedding, int hidden, params string[] assignments)
    {
        var settings = SettingOverrides.Apply(Preset.Find(preset).Settings, assignments, out var notices);

        Assert.Equal((embedding, hidden), (settings.Model.Embedding, settings.Model.Hidden));
        Assert.StartsWith("model.embedding follows the width of the output", Assert.Single(notices), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.hidden=300", "model.embedding=200")]
    [InlineData("model.hidden=300", "model.tied_embeddings=true")]
    public void An_embedding_or_a_tie_of_the_users_stays(params string[] assignments) =>
        Assert.Throws<TrainingSettingsException>(() => SettingOverrides.Apply(Preset.Find("wikitext2-lm").Settings, assignments));

    [Fact]
    public void Presets_of_characters_read_characters_of_other_data_too()
    {
        Assert.Equal(TokenUnit.Characters, SettingOverrides.Apply(Preset.Find("char-lm").Settings, ["data.source=moby-dick"]).Data.Unit);
        Assert.Equal(TokenUnit.Characters, SettingOverrides.Apply(Preset.Find("g2p").Settings, ["data.source=pairs.tsv"]).Data.Unit);
    }

    [Fact]
    public void What_is_dropped_can_leave_another_setting_without_an_effect()
    {
        var settings = SettingOverrides.Apply(Preset.Find("brown-lm").Settings, ["model.embedding=null", "initialisation.scale=0.1"], out var notices);
        Assert.Equal("initialisation.embeddings", Assert.Single(notices).Split(' ')[0]);
        Assert.Null(settings.Initialisation.Embeddings);

        SettingOverrides.Apply(Preset.Find("imdb-lstm").Settings, ["model.embedding=null", "model.embedding_dropout=0"], out notices);
        Assert.Equal(["initialisation.embeddings", "initialisation.scale"], notices.Select(notice => notice.Split(' ')[0]));
    }

    [Fact]
    public void Without_an_override_nothing_is_dropped()
    {
        var settings = Preset.Find("brown-lm").Settings with { Model = Preset.Find("brown-lm").Settings.Model with { Cell = CellKind.Gru } };

        Assert.Throws<TrainingSettingsException>(() => SettingOverrides.Apply(settings, []));
    }

    [Fact]
    public void What_was_dropped_is_told_when_the_training_starts()
    {
        var observer = new RecordingObserver();
        var settings = SettingOverrides.Apply(Preset.Find("toy-lm").Settings, ["stop.samples=32", "stop.at=null"], out var notices);

        new Trainer(settings, new() { Folder = _folder["run"], Notices = notices }, observer).Run();

        Assert.Equal(notices, observer.Starts[0].Notices);
        Assert.NotEmpty(notices);
    }
}
