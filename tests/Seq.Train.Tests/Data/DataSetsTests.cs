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
}
