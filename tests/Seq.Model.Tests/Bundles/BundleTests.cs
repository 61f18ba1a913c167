using System.Text.Json.Nodes;

namespace Seq.Model.Tests.Bundles;

public sealed class BundleTests : IDisposable
{
    private static readonly string[] AllFiles = [Bundle.ManifestFile, Checkpoint.SourceVocabularyFile, Checkpoint.TargetVocabularyFile, "encode.onnx", "step.onnx"];

    private readonly TemporaryFolder _folder = new();

    private string FolderPath => _folder["bundle"];

    public static TheoryData<string> Files => [.. AllFiles];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_written_is_opened()
    {
        Samples.WriteBundle(FolderPath);
        Assert.True(Bundle.Exists(FolderPath));
        var bundle = Bundle.Open(FolderPath + "/");
        var (expected, step) = (Samples.BundleManifest.Graphs[GraphNames.Step], bundle.Graph(GraphNames.Step));
        Assert.Equal(Samples.Description, bundle.Description);
        Assert.Equal(Samples.BundleManifest.Decoding, bundle.Manifest.Decoding);
        Assert.Equal(expected.States, step.States);
        Assert.Equal(expected.Memories, step.Memories);
        Assert.Equal(expected.Inputs.Select(input => $"{input.Name} {input.Type} {string.Join(',', input.Shape)}"), step.Inputs.Select(input => $"{input.Name} {input.Type} {string.Join(',', input.Shape)}"));
        Assert.Equal("encode", File.ReadAllText(bundle.PathOf(GraphNames.Encode)));
        Assert.Contains("no graph 'score'; it has encode, step", Assert.Throws<ModelFormatException>(() => bundle.PathOf("score")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_bundle_gives_the_same_bytes_whatever_the_order_of_the_graphs()
    {
        Samples.WriteBundle(FolderPath);
        var reversed = new SortedDictionary<string, GraphEntry>(Samples.BundleManifest.Graphs, Comparer<string>.Create((left, right) => string.CompareOrdinal(right, left)));
        Samples.WriteBundle(_folder["again"], Samples.BundleManifest with { Graphs = reversed });
        Assert.All(AllFiles, file => Assert.Equal(File.ReadAllBytes(Path.Combine(FolderPath, file)), File.ReadAllBytes(_folder["again/" + file])));
    }

    [Fact]
    public void Members_with_a_default_may_be_left_out()
    {
        Samples.WriteBundle(FolderPath);
        Edit(node =>
        {
            node["decoding"]!.AsObject().Remove("beam_size");
            node["graphs"]!["encode"]!.AsObject().Remove("states");
            node["graphs"]!["encode"]!.AsObject().Remove("memories");
            node["graphs"]!["step"]!["states"]![0]!.AsObject().Remove("batch_axis");
        });
        var bundle = Bundle.Open(FolderPath);
        Assert.Equal(1, bundle.Manifest.Decoding.BeamSize);
        Assert.Empty(bundle.Graph(GraphNames.Encode).States);
        Assert.Empty(bundle.Graph(GraphNames.Encode).Memories);
        Assert.Equal(0, bundle.Graph(GraphNames.Step).States[0].BatchAxis);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_that_is_missing_or_cut_or_changed_is_named(string file)
    {
        Samples.WriteBundle(FolderPath);
        var path = Path.Combine(FolderPath, file);
        var bytes = File.ReadAllBytes(path);
        File.Delete(path);
        AssertRefused(file);
        File.WriteAllBytes(path, bytes[..^2]);
        AssertRefused(file);
        bytes[0] ^= 1;
        File.WriteAllBytes(path, bytes);
        AssertRefused(file);
    }

    public static TheoryData<string, string, string> Misfits => new()
    {
        { "/weights_sha256", "\"\"", "weights_sha256 is ''" },
        { "/weights_sha256", $"\"{new string('A', 64)}\"", "64 digits from 0 to f" },
        { "/decoding/max_length", "0", "max_length 0" },
        { "/decoding/max_length", "2147483647", "max_length 2147483647" },
        { "/decoding/beam_size", "0", "beam_size 0" },
        { "/decoding/beam_size", "1000000000", "beam_size 1000000000" },
        { "/format_version", "2", "Use a newer version of Seq" },
        { "/description/start_token", "9", "start_token is 9" },
        { "/description/start_token", "2", "starts with token 2" },
        { "/description/target_vocabulary", "5", "[batch, 5]" },
        { "/graphs/step", "null", "'step' is null" },
        { "/graphs/encode/file", "\"../encode.onnx\"", "does not list the file '../encode.onnx'" },
        { "/graphs/encode/file", "null", "file" },
        { "/graphs/encode/opset", "0", "opset 0" },
        { "/graphs/encode/inputs/0", "null", "lists null" },
        { "/graphs/encode/inputs/0/name", "\"source_lengths\"", "lists the input 'source_lengths' twice" },
        { "/graphs/encode/inputs/0/name", "null", "name" },
        { "/graphs/encode/outputs/1/shape/1", "3", "which feeds it, is Float32 [batch, 3]" },
        { "/graphs/encode/outputs/1/shape/1", "\"hidden\"", "which feeds it, is Float32 [batch, hidden]" },
        { "/graphs/encode/outputs/1/type", "\"int64\"", "which feeds it, is Int64 [batch, 2]" },
        { "/graphs/encode/outputs/1/type", "1", "float32, int64, int32, uint32, bool, string" },
        { "/graphs/encode/outputs/0/shape/2", "9", "which feeds it" },
        { "/graphs/encode/outputs/0/shape", "[9223372036854775807, 2]", "impossible shape" },
        { "/graphs/encode/outputs/0/shape", "[2147483647, 2]", "impossible shape" },
        { "/graphs/encode/outputs/0/shape/2", "-1", "A dimension is a name or a size" },
        { "/graphs/encode/outputs/0/shape/2", "\"\"", "A dimension is a name or a size" },
        { "/graphs/encode/outputs/0/shape/2", "null", "dimension" },
        { "/graphs/step/inputs/0/name", "\"word\"", "There is no step input 'token'" },
        { "/graphs/step/inputs/0/type", "\"int32\"", "must be Int64 [batch]" },
        { "/graphs/step/outputs/0/name", "\"scores\"", "There is no step output 'logits'" },
        { "/graphs/step/outputs/0/shape/1", "5", "must be Float32 [batch, 4]" },
        { "/graphs/step/outputs/1/name", "\"other\"", "There is no step output 'next_hidden_0'" },
        { "/graphs/step/states/0", "null", "lists null" },
        { "/graphs/step/states/0/input", "\"none\"", "There is no step input 'none'" },
        { "/graphs/step/states/0/input", "\"memory\"", "'memory'" },
        { "/graphs/step/states/0/initial_from", "\"none\"", "There is no encode output 'none'" },
        { "/graphs/step/states/0/batch_axis", "1", "batch axis of 'hidden_0' is 1" },
        { "/graphs/step/states/0/batch_axis", "-1", "batch axis of 'hidden_0' is -1" },
        { "/graphs/step/states/0/batch_axis", "2", "batch axis of 'hidden_0' is 2" },
        { "/graphs/step/states", "[]", "'hidden_0' is neither the token, a state nor a memory" },
        { "/graphs/step/memories", "[]", "'memory' is neither the token, a state nor a memory" },
        { "/graphs/step/memories/0/from", "\"none\"", "There is no encode value 'none'" },
        { "/graphs/step/memories/0/batch_axis", "7", "batch axis of 'memory' is 7" },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void Parts_of_the_manifest_that_do_not_fit_are_refused(string pointer, string value, string expected)
    {
        Samples.WriteBundle(FolderPath);
        Edit(node => Set(node, pointer, value));
        AssertRefused("", expected);
    }

    [Theory]
    [InlineData("3", """["batch", 2, "steps"]""", null)]
    [InlineData("3", """["batch", 0, "steps"]""", "'tokens' is Int64 [batch, 0, steps] of a beam of 3")]
    [InlineData("3", """["batch", 4, "steps"]""", "1 to as many hypotheses as the beam holds")]
    [InlineData("3", """["batch", "n", "steps"]""", "must be [batch, hypotheses, steps]")]
    [InlineData("3", """["batch", 2]""", "must be [batch, hypotheses, steps]")]
    [InlineData("null", """["batch", 2, "steps"]""", "of a beam of no size")]
    public void A_beam_search_returns_as_many_hypotheses_as_its_beam_holds_at_most(string beam, string shape, string? expected)
    {
        Samples.WriteBundle(FolderPath);
        Edit(node => node["graphs"]![GraphNames.GenerateBeam] = JsonNode.Parse(
            $$"""{"file": "encode.onnx", "opset": 18, "beam_size": {{beam}}, "inputs": [], "outputs": [{"name": "tokens", "type": "int64", "shape": {{shape}}}]}"""));

        if (expected is null)
        {
            Assert.Equal(3, Bundle.Open(FolderPath).Graph(GraphNames.GenerateBeam).BeamSize);
            return;
        }

        AssertRefused("", expected);
    }

    [Fact]
    public void An_input_bound_twice_is_refused()
    {
        Samples.WriteBundle(FolderPath);
        Edit(node => node["graphs"]!["step"]!["memories"]!.AsArray().Add(node["graphs"]!["step"]!["memories"]![0]!.DeepClone()));
        AssertRefused(Bundle.ManifestFile, "bound twice");
    }

    [Fact]
    public void A_manifest_with_endless_inputs_is_refused_at_once()
    {
        Samples.WriteBundle(FolderPath);
        var many = "[" + string.Join(',', Enumerable.Range(0, 100_000).Select(index => $$"""{"name":"n{{index}}","type":"int64","shape":[]}""")) + "]";
        Edit(node => Set(node, "/graphs/step/inputs", many));
        AssertRefused(Bundle.ManifestFile, "more than 1000");
    }

    [Fact]
    public void A_symbolic_link_is_refused()
    {
        Samples.WriteBundle(FolderPath);
        File.Move(Path.Combine(FolderPath, "step.onnx"), _folder["outside"]);
        File.CreateSymbolicLink(Path.Combine(FolderPath, "step.onnx"), _folder["outside"]);
        AssertRefused("step.onnx", "symbolic link");
    }

    [Fact]
    public void Which_weights_it_was_exported_from_may_be_said_and_left_out()
    {
        Samples.WriteBundle(FolderPath);
        Assert.DoesNotContain("weights_sha256", File.ReadAllText(Path.Combine(FolderPath, Bundle.ManifestFile)), StringComparison.Ordinal);
        Assert.Null(Bundle.Open(FolderPath).Manifest.WeightsSha256);

        var hash = new string('a', 64);
        Samples.WriteBundle(FolderPath, Samples.BundleManifest with { WeightsSha256 = hash });

        Assert.Equal(hash, Bundle.Open(FolderPath).Manifest.WeightsSha256);
    }

    [Fact]
    public void What_could_not_be_opened_is_not_written()
    {
        Samples.WriteBundle(FolderPath);
        var manifest = Samples.BundleManifest;
        Assert.Throws<ModelFormatException>(() => Bundle.Write(FolderPath, manifest, Samples.Source, Samples.Target, _ => { }));
        Assert.Throws<ModelFormatException>(() => Bundle.Write(FolderPath, manifest, Samples.Target, Samples.Target, Samples.WriteGraphs));
        Assert.Throws<ModelFormatException>(() => Samples.WriteBundle(FolderPath, manifest with { Decoding = new() { MaxLength = 0 } }));
        Assert.Throws<DescriptionException>(() => Samples.WriteBundle(FolderPath, manifest with { Description = Samples.Description with { EndToken = -1 } }));
        Bundle.Open(FolderPath);
        Assert.Equal([FolderPath], Directory.EnumerateFileSystemEntries(_folder.Root));
    }

    private static void Set(JsonNode node, string pointer, string json)
    {
        var parts = pointer.Split('/')[1..];
        foreach (var part in parts[..^1])
        {
            node = node is JsonArray array ? array[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)]! : node[part]!;
        }

        if (node is JsonArray last)
        {
            last[int.Parse(parts[^1], System.Globalization.CultureInfo.InvariantCulture)] = JsonNode.Parse(json);
        }
        else
        {
            node[parts[^1]] = JsonNode.Parse(json);
        }
    }

    private void Edit(Action<JsonNode> change) => Samples.Edit(Path.Combine(FolderPath, Bundle.ManifestFile), change);

    private void AssertRefused(string file, string expected = "")
    {
        var exception = Assert.Throws<ModelFormatException>(() => Bundle.Open(FolderPath));
        Assert.Contains(file, exception.Message, StringComparison.Ordinal);
        Assert.True(exception.Message.Contains(expected, StringComparison.Ordinal), exception.Message);
        Assert.StartsWith(FolderPath, exception.FilePath, StringComparison.Ordinal);
    }
}
