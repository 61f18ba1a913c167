namespace Seq.Train.Tests;

public sealed class TrainingDocumentTests
{
    [Fact]
    public void The_table_of_settings_lists_every_key_with_the_value_of_each_preset()
    {
        var rows = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "training.md"))
            .SkipWhile(line => !line.StartsWith("| key |", StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .ToArray();

        string[] presets = [.. Preset.All.Select(preset => preset.Name)];
        Assert.Equal(presets, rows[0][2..(2 + presets.Length)].Select(name => name.Trim('`')));
        for (var column = 0; column < presets.Length; column++)
        {
            var listed = rows[2..].Select(row => (Key: row[1].Trim('`'), Value: row[2 + column]));
            Assert.Equal(SettingOverrides.List(Preset.All[column].Settings), listed);
        }

        Assert.All(rows[2..], row => Assert.NotEmpty(row[2 + presets.Length]));
    }
}
