namespace Seq.Train.Tests;

public sealed class DataSetsTests
{
    [Fact]
    public void Names_and_paths_are_unique_and_hashes_are_hashes()
    {
        Assert.Equal(DataSets.All.Count, DataSets.All.Select(set => set.Name).Distinct().Count());
        var files = DataSets.All.SelectMany(set => set.Files).ToList();
        Assert.Equal(files.Count, files.Select(file => file.Path).Distinct().Count());
        Assert.All(files, file => Assert.Matches("^[0-9a-f]{64}$", file.Sha256));
        Assert.All(DataSets.All, set => Assert.All((string[])[set.Summary, set.Source, set.Licence], text => Assert.NotEmpty(text)));
    }

    [Fact]
    public void Every_address_is_of_one_version()
    {
        var addresses = DataSets.All.SelectMany(set => set.Files).Select(file => file.Origin).OfType<DataOrigin.Download>().Select(origin => origin.Address);

        Assert.All(addresses, address => Assert.True(address.Scheme == "https" && (address.Host != "raw.githubusercontent.com" || address.Segments[3].TrimEnd('/').Length == 40), address.ToString()));
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_names() =>
        Assert.Contains("Sets: brown, wikitext-2, imdb", Assert.Throws<DataException>(() => DataSets.Find("nope")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_preview_shows_items_as_text_and_as_ids()
    {
        var preview = DataPreview.Of("echo", task: null, items: 2, new(null, "none"));

        Assert.Equal(["train", "test"], preview.Parts.Select(part => part.Name));
        Assert.Equal([2, 5], preview.Batch["source"]);
        Assert.Equal(2, preview.Items.Count);
        Assert.StartsWith(preview.Items[0].Fields["target"].Text, preview.Items[0].Fields["source"].Text, StringComparison.Ordinal);
        Assert.Equal(5, preview.Items[0].Fields["source"].Ids.Count);
    }

    [Theory]
    [InlineData("digits", "data.min_digits=3", "data.batch_size=4", "seed=9")]
    [InlineData("echo", "data.echo_ids=20", "data.pool_batches=0", "seed=9")]
    public void A_preview_shows_what_a_training_with_the_same_settings_reads(string preset, params string[] assignments)
    {
        var settings = SettingOverrides.Apply(Preset.Find(preset).Settings, assignments);
        using var task = TaskData.Open(settings, new(null, "none"));

        var preview = DataPreview.Of(settings, 8, new(null, "none"));

        Assert.Equal([task.Source.Count, task.Target.Count], preview.Vocabularies.Values);
        var batches = task.Batches(default).Take(preset == "echo" ? (int)task.SamplesPerEpoch! / settings.Data.BatchSize : 2).Select(batch => (SequenceBatch)batch.Content);
        var read = batches.SelectMany(batch => Enumerable.Range(0, batch.Rows).Select(row => Text(batch.Source, row * batch.SourceTime, batch.SourceLengths[row]))).ToHashSet();
        Assert.All(preview.Items, item => Assert.Contains(string.Join(' ', item.Fields["source"].Ids), read));

        static string Text(long[] ids, int start, long length) => string.Join(' ', ids.Skip(start).Take((int)length));
    }
}
