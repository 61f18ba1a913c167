namespace Seq.Train.Tests;

public sealed class TrainingDocumentTests
{
    [Fact]
    public void The_table_of_settings_lists_every_key_with_its_default()
    {
        var standard = new TrainingSettings { Preset = "", Task = TaskKind.LanguageModel, Data = new() { Source = "" } };
        var expected = SettingOverrides.List(standard).Where(pair => pair.Key is not ("preset" or "task"));

        Assert.Equal(expected, Rows("| key |").Select(row => (Key: row[1].Trim('`'), Value: row[2])));
        Assert.All(Rows("| key |"), row => Assert.NotEmpty(row[3]));
    }

    [Fact]
    public void The_table_of_presets_lists_every_preset_in_order()
    {
        var listed = Rows("| preset |").SelectMany(row => row[1].Split(", ")).Select(name => name.Trim('`'));

        Assert.Equal(Preset.All.Concat(Preset.ForOwnData).Select(preset => preset.Name), listed);
    }

    [Fact]
    public void Every_metric_is_named()
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "training.md"));

        Assert.All(Metric.Names, name => Assert.Contains($"`{name}`", text, StringComparison.Ordinal));
    }

    /// <summary>The cells of a table's rows, without its head.</summary>
    private static string[][] Rows(string head) =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "training.md"))
            .SkipWhile(line => !line.StartsWith(head, StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith('|'))
            .Skip(2)
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)),
    ];
}
