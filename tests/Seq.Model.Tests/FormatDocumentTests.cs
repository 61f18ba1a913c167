using System.Text.Json.Nodes;

namespace Seq.Model.Tests;

public sealed class FormatDocumentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_description_on_the_page_is_a_valid_one()
    {
        var description = Read("checkpoint-format.md", "\"encoder-decoder\"", ModelJson.Default.ModelDescription);
        description.Validate();
        Assert.Contains(description.Parameters, parameter => parameter.Name == EncoderDecoderNames.AttentionEnergy);
    }

    [Fact]
    public void The_manifest_on_the_page_is_one() =>
        Assert.Single(Read("checkpoint-format.md", "\"files\"", ModelJson.Default.CheckpointManifest).Files);

    [Fact]
    public void The_vocabulary_on_the_page_is_one()
    {
        File.WriteAllText(_folder["v.json"], Block("checkpoint-format.md", "\"tokens\""));
        Assert.Equal([1, 2], VocabularyFile.Read(_folder["v.json"]).Encode("one two"));
    }

    [Fact]
    public void The_bundle_on_the_page_opens_once_its_description_is_whole_and_its_hashes_are_true()
    {
        Samples.WriteBundle(_folder["bundle"]);
        var path = _folder["bundle/seq.json"];
        var written = JsonNode.Parse(File.ReadAllText(path))!;
        var shown = JsonNode.Parse(Block("bundle-format.md", "\"graphs\""))!;
        shown["description"] = written["description"]!.DeepClone();
        shown["files"] = written["files"]!.DeepClone();
        Assert.NotNull(shown["weights_sha256"]);
        shown["weights_sha256"] = new string('0', 64);
        File.WriteAllText(path, shown.ToJsonString());
        var manifest = Bundle.Open(_folder["bundle"]).Manifest;
        Assert.Equal(written["graphs"]!.ToJsonString(), shown["graphs"]!.ToJsonString());
        Assert.Equal(20, manifest.Decoding.MaxLength);
        Assert.Equal(new string('0', 64), manifest.WeightsSha256);
    }

    private static string Block(string document, string word) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, document)).Split("```")
        .Where((_, index) => index % 2 == 1)
        .First(block => block.StartsWith("json\n", StringComparison.Ordinal) && block.Contains(word, StringComparison.Ordinal))["json\n".Length..];

    private T Read<T>(string document, string word, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        File.WriteAllText(_folder["x.json"], Block(document, word));
        return JsonFile.Read(_folder["x.json"], 1 << 20, type);
    }
}
