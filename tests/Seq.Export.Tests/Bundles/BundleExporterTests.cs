using Seq.Model;
using Seq.Tests;

namespace Seq.Export.Tests;

public class BundleExporterTests
{
    private static readonly EncoderDecoderDescription Lstm = Variants.Create(CellKind.Lstm, layers: 2, bidirectional: true, AttentionScore.Additive, context: true);

    [Fact]
    public void The_same_checkpoint_gives_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        RandomCheckpoint.Write(folder["checkpoint"], Lstm, seed: 1);
        BundleExporter.Export(Checkpoint.Open(folder["checkpoint"]), folder["first"]);
        BundleExporter.Export(Checkpoint.Open(folder["checkpoint"]), folder["second"]);

        var names = Directory.GetFiles(folder["first"]).Select(Path.GetFileName).Order().ToList();
        Assert.Equal(names, Directory.GetFiles(folder["second"]).Select(Path.GetFileName).Order());
        Assert.Equal(
            ["README.md", "encode.onnx", "export-report.json", "generate-greedy.onnx", "score.onnx", "seq.json", "source.vocab.json", "step.onnx", "target.vocab.json"],
            names.Order(StringComparer.Ordinal));
        Assert.All(names, name => Assert.Equal(File.ReadAllBytes(Path.Combine(folder["first"], name!)), File.ReadAllBytes(Path.Combine(folder["second"], name!))));
    }

    [Fact]
    public void Other_weights_give_other_bytes()
    {
        using var folder = new TemporaryFolder();
        var first = BundleExporter.Export(RandomCheckpoint.Write(folder["a"], Lstm, seed: 1), folder["x"]);
        var second = BundleExporter.Export(RandomCheckpoint.Write(folder["b"], Lstm, seed: 2), folder["y"]);

        Assert.NotEqual(first.Files["step.onnx"].Sha256, second.Files["step.onnx"].Sha256);
        Assert.Equal(FileRecord.Of(File.ReadAllBytes(Path.Combine(folder["a"], Checkpoint.WeightsFile))).Sha256, Bundle.Open(folder["x"]).Manifest.WeightsSha256);
        Assert.NotEqual(Bundle.Open(folder["x"]).Manifest.WeightsSha256, Bundle.Open(folder["y"]).Manifest.WeightsSha256);
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void Weights_that_are_no_finite_numbers_are_refused_by_name_and_place(float value, string text)
    {
        using var folder = new TemporaryFolder();
        var checkpoint = RandomCheckpoint.Write(folder["checkpoint"], Lstm, seed: 1, change: weights =>
        {
            var tensor = weights[OutputNames.Weight];
            tensor[Lstm.Decoder.Hidden + 2] = value;
            tensor[^1] = float.NaN;
        });

        var exception = Assert.Throws<ExportException>(() => BundleExporter.Export(checkpoint, folder["bundle"]));

        Assert.Contains($"2 of the {Lstm.TargetVocabulary * Lstm.Decoder.Hidden} numbers of tensor '{OutputNames.Weight}' are not finite; the first is {text} at [1, 2].", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Export an earlier or the best checkpoint", exception.Message, StringComparison.Ordinal);
        Assert.False(Bundle.Exists(folder["bundle"]));
    }

    [Fact]
    public void A_bias_that_rules_a_token_out_is_exported()
    {
        using var folder = new TemporaryFolder();

        BundleExporter.Export(RandomCheckpoint.Write(folder["checkpoint"], Lstm, seed: 1, change: weights => weights[OutputNames.Bias][3] = float.NegativeInfinity), folder["bundle"]);

        Assert.True(Bundle.Exists(folder["bundle"]));
    }

    [Fact]
    public void An_existing_bundle_is_replaced()
    {
        using var folder = new TemporaryFolder();
        BundleExporter.Export(RandomCheckpoint.Write(folder["a"], Lstm, seed: 1), folder["bundle"]);
        var report = BundleExporter.Export(RandomCheckpoint.Write(folder["b"], Lstm, seed: 2), folder["bundle"]);

        Assert.Equal(report.Files, Bundle.Open(folder["bundle"]).Manifest.Files);
    }

    [Fact]
    public void The_golden_pack_of_the_checkpoint_goes_along()
    {
        using var folder = new TemporaryFolder();
        var checkpoint = RandomCheckpoint.Write(folder["checkpoint"], Lstm, seed: 1, more: path =>
        {
            var golden = new SafetensorsWriter();
            golden.Add<long>(GoldenPack.SourceLengths, [2], new long[] { 3, 1 });
            golden.Write(Path.Combine(path, Checkpoint.GoldenFile));
        });

        BundleExporter.Export(checkpoint, folder["bundle"]);

        using var copied = SafetensorsFile.Open(Path.Combine(folder["bundle"], Checkpoint.GoldenFile));
        Assert.Equal([3, 1], copied.Read<long>(GoldenPack.SourceLengths));
    }

    [Theory]
    [InlineData(Checkpoint.GoldenFile)]
    [InlineData(Checkpoint.WeightsFile)]
    public void A_checkpoint_whose_files_were_replaced_since_it_was_opened_is_refused(string file)
    {
        using var folder = new TemporaryFolder();
        var checkpoint = RandomCheckpoint.Write(folder["checkpoint"], Lstm, seed: 1, more: Golden);
        RandomCheckpoint.Write(folder["other"], Lstm, seed: 2, more: path => File.WriteAllBytes(Path.Combine(path, Checkpoint.GoldenFile), new byte[8]));
        File.Copy(Path.Combine(folder["other"], file), Path.Combine(folder["checkpoint"], file), overwrite: true);

        var exception = Assert.Throws<ModelFormatException>(() => BundleExporter.Export(checkpoint, folder["bundle"]));

        Assert.Equal(Path.Combine(folder["checkpoint"], file), exception.FilePath);
        Assert.False(Bundle.Exists(folder["bundle"]));

        static void Golden(string path)
        {
            var golden = new SafetensorsWriter();
            golden.Add<long>(GoldenPack.SourceLengths, [2], new long[] { 3, 1 });
            golden.Write(Path.Combine(path, Checkpoint.GoldenFile));
        }
    }

    [Fact]
    public void A_model_that_generates_nothing_has_no_options_of_decoders()
    {
        using var folder = new TemporaryFolder();
        var tagger = RandomCheckpoint.Write(
            folder["checkpoint"], new TaggerDescription { Vocabulary = 5, Embedding = 4, Layers = new() { Cell = CellKind.Gru, Hidden = 8 }, Tags = 3 }, seed: 1);

        Assert.Throws<ExportException>(() => BundleExporter.Export(tagger, folder["bundle"], new() { AllSearchInputs = true }));
        Assert.Throws<ExportException>(() => BundleExporter.Export(tagger, folder["bundle"], new() { AttentionOutputs = true }));
    }

    [Fact]
    public void A_model_without_attention_returns_none()
    {
        var error = Assert.Throws<ExportException>(() => new ExportedModel(Variants.Create(CellKind.Gru, layers: 1, bidirectional: false, attention: null), seed: 1, new() { AttentionOutputs = true }));

        Assert.Contains("no attention", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_for_decoding_reach_the_manifest()
    {
        using var exported = new ExportedModel(Lstm, seed: 1, new() { MaxLength = 12, BeamSize = 3 });

        Assert.Equal(12, exported.Bundle.Manifest.Decoding.MaxLength);
        Assert.Equal(3, exported.Bundle.Manifest.Decoding.BeamSize);
    }

    [Fact]
    public void Invalid_options_are_refused_all_at_once_and_nothing_is_written()
    {
        using var folder = new TemporaryFolder();
        var checkpoint = RandomCheckpoint.Write(folder["checkpoint"], Lstm, seed: 1);

        var exception = Assert.Throws<ExportException>(
            () => BundleExporter.Export(checkpoint, folder["bundle"], new() { MaxLength = 0, BeamSize = -1, ExternalDataThreshold = -1 }));

        Assert.Contains("MaxLength is 0", exception.Message, StringComparison.Ordinal);
        Assert.Contains("BeamSize is -1", exception.Message, StringComparison.Ordinal);
        Assert.Contains("ExternalDataThreshold is -1", exception.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["bundle"]));
    }

    [Fact]
    public void A_tensor_too_large_for_a_file_is_refused_by_name()
    {
        var exception = Assert.Throws<ExportException>(() => BundleExporter.CheckSizes(Lstm with { SourceVocabulary = 4_000_000, SourceEmbedding = 1_000 }));

        Assert.Contains("'source_embedding.weight' of shape [4000000, 1000] has 16000000000 bytes; at most 2000000000", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void States_and_memories_of_the_step_are_listed_in_the_manifest()
    {
        using var exported = new ExportedModel(Lstm, seed: 1);
        var step = exported.Bundle.Graph(GraphNames.Step);

        Assert.Equal(["hidden_0", "cell_0", "hidden_1", "cell_1"], step.States.Select(state => state.Input));
        Assert.Equal(["next_hidden_0", "next_cell_0", "next_hidden_1", "next_cell_1"], step.States.Select(state => state.Output));
        Assert.Equal(step.States.Select(state => state.Input), step.States.Select(state => state.InitialFrom));
        Assert.Equal(["memory", "keys", "source_lengths", "context"], step.Memories.Select(memory => memory.Input));
    }

    [Theory]
    [InlineData(AttentionScore.Dot, false)]
    [InlineData(AttentionScore.General, true)]
    public void Keys_exist_when_they_differ_from_the_memory(AttentionScore score, bool keys)
    {
        using var exported = new ExportedModel(Variants.Create(CellKind.Gru, attention: score), seed: 1);

        Assert.Equal(keys, exported.Bundle.Graph(GraphNames.Encode).Outputs.Any(output => output.Name == GraphNames.Keys));
        Assert.Equal(keys, exported.Bundle.Graph(GraphNames.Step).Memories.Any(memory => memory.Input == GraphNames.Keys));
    }

    [Fact]
    public void Without_attention_or_context_a_step_takes_the_token_and_the_state_only()
    {
        using var exported = new ExportedModel(Variants.Create(CellKind.Gru), seed: 1);

        Assert.Equal(["token", "hidden_0"], exported.Bundle.Graph(GraphNames.Step).Inputs.Select(input => input.Name));
        Assert.Equal(["hidden_0"], exported.Bundle.Graph(GraphNames.Encode).Outputs.Select(output => output.Name));
    }

    [Fact]
    public void The_manifest_lists_inputs_and_outputs_as_the_files_have_them()
    {
        using var exported = new ExportedModel(Lstm, seed: 1);
        foreach (var (name, entry) in exported.Bundle.Manifest.Graphs)
        {
            var summary = OnnxModelSummary.Read(exported.Bundle.PathOf(name));
            static string Shown(string name, IEnumerable<string> shape) => $"{name} [{string.Join(", ", shape)}]";
            Assert.Equal(entry.Inputs.Concat(entry.Outputs).Select(value => Shown(value.Name, value.Shape.Select(dimension => dimension.ToString()))),
                summary.Inputs.Concat(summary.Outputs).Select(value => Shown(value.Name, value.Shape!)));
            Assert.Equal(entry.Opset, summary.Opsets["ai.onnx"]);
        }
    }

    [Fact]
    public void Every_input_and_output_has_the_batch_first_and_open()
    {
        using var exported = new ExportedModel(Lstm, seed: 1);
        var values = exported.Bundle.Manifest.Graphs.Values.SelectMany(graph => graph.Inputs.Concat(graph.Outputs)).Where(value => value.Name != GraphNames.MaxLength);

        Assert.All(values, value => Assert.Equal("batch", value.Shape[0].Name));
    }
}
