using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Seq.Model;

namespace Seq.Runtime.Tests;

/// <summary>Opening bundles: providers, options, damage.</summary>
public sealed partial class OpeningTests(Bundles bundles) : IClassFixture<Bundles>
{
    // Not even where the tests run with CUDA.
    private const int NoSuchDevice = 4242;

    [Fact]
    public void Requiring_cuda_without_it_names_the_cure()
    {
        var exception = Assert.Throws<ProviderNotAvailableException>(() =>
            SeqModel.Open(bundles.Attention, new() { Provider = ProviderPolicy.RequireCuda(NoSuchDevice) }));

        Assert.Equal(ExecutionProvider.Cuda, exception.Provider);
        Assert.Contains("-p:Cuda=true", exception.Message);
        Assert.Contains("CUDA was required", exception.Message);
    }

    [Fact]
    public void Preferring_cuda_without_it_falls_back_logs_and_reports()
    {
        var log = new Journal();

        using var model = SeqModel.Open(bundles.Attention, new() { Provider = ProviderPolicy.PreferCuda(NoSuchDevice, memoryLimit: 1 << 30), Logger = log });

        Assert.Equal(ExecutionProvider.Cpu, model.ProviderUsed.Provider);
        Assert.NotNull(model.ProviderUsed.FallbackReason);
        Assert.StartsWith("CPU (CUDA was preferred: ", model.ProviderUsed.ToString(), StringComparison.Ordinal);
        var (_, message) = Assert.Single(log.Entries, entry => entry.Level == LogLevel.Warning);
        Assert.Contains(model.ProviderUsed.FallbackReason, message);
        Assert.NotEmpty(model.Generate("s1").Hypotheses);
    }

    [Fact]
    public void Options_out_of_range_are_listed_together()
    {
        var options = new SeqModelOptions { IntraOpThreads = -1, Provider = ProviderPolicy.RequireCuda(deviceId: -2, memoryLimit: 0) };

        var exception = Assert.Throws<SeqModelOptionsException>(() => SeqModel.Open(bundles.Attention, options));

        Assert.Equal(3, exception.Problems.Count);
        Assert.Throws<SeqModelOptionsException>(() => SeqModel.Open(bundles.Attention, new() { Spinning = true }));
        Assert.Throws<SeqModelOptionsException>(() => SeqModel.Open(bundles.Attention, new() { IntraOpThreads = 1025 }));
    }

    [Fact]
    public void Threads_spinning_and_memory_options_change_no_result()
    {
        using var plain = SeqModel.Open(bundles.Attention);
        using var other = SeqModel.Open(bundles.Attention, new() { IntraOpThreads = 2, Spinning = true, MemoryPattern = true, MemoryArena = false });
        var sources = Bundles.Sources(9, seed: 60);

        var expected = plain.GenerateTokensBatch(sources);
        var results = other.GenerateTokensBatch(sources);

        for (var i = 0; i < sources.Length; i++)
        {
            Assert.Equal(expected[i].Best.Tokens.AsEnumerable(), results[i].Best.Tokens);
        }
    }

    [Fact]
    public void Telemetry_is_switched_off_for_native_code()
    {
        using var model = SeqModel.Open(bundles.Attention);

        Assert.True(OperatingSystem.IsWindows() || Marshal.PtrToStringUTF8(GetEnvironment("ORT_DISABLE_TELEMETRY")) == "1");
    }

    [Fact]
    public void Weights_that_the_graphs_share_are_found_beside_them()
    {
        var shared = bundles.NewPath();
        bundles.ExportTo(shared, Bundles.Describe(CellKind.Lstm, AttentionScore.Additive, layers: 2, bidirectional: true), externalData: true);
        Assert.True(File.Exists(Path.Combine(shared, "weights.bin")));
        using var inside = SeqModel.Open(bundles.Attention);
        using var beside = SeqModel.Open(shared);

        RowIndependenceTests.AssertSame(inside.GenerateTokens([1, 2, 3]), beside.GenerateTokens([1, 2, 3]));
        Assert.Equal(inside.Graphs.Score(new long[1, 2], [2], new long[1, 2]).Logits, beside.Graphs.Score(new long[1, 2], [2], new long[1, 2]).Logits);
    }

    [Fact]
    public void A_state_without_an_origin_starts_at_zero()
    {
        var copy = bundles.CopyOf(bundles.Of(Bundles.Describe(CellKind.Gru)));
        EditManifest(copy, manifest => manifest["graphs"]!["step"]!["states"]![0]!.AsObject().Remove("initial_from"));
        using var model = SeqModel.Open(copy);

        // Without attention the initial state is all that a source can say.
        var texts = model.GenerateTokensBatch(Bundles.Sources(10, seed: 61)).Select(result => result.Text).Distinct();

        Assert.Single(texts);
    }

    [Theory]
    [InlineData("encode.onnx")]
    [InlineData("step.onnx")]
    [InlineData("score.onnx")]
    [InlineData("generate-greedy.onnx")]
    public void A_file_with_another_hash_is_refused_by_name(string file)
    {
        var copy = bundles.CopyOf(bundles.Attention);
        var path = Path.Combine(copy, file);
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);

        Assert.Equal(path, Assert.Throws<ModelFormatException>(() => SeqModel.Open(copy)).FilePath);
    }

    [Theory]
    [InlineData("encode.onnx")]
    [InlineData("step.onnx")]
    public void A_cut_graph_with_a_fitting_hash_is_refused_by_name(string file)
    {
        var copy = bundles.CopyOf(bundles.Attention);
        var path = Path.Combine(copy, file);
        Replace(copy, file, File.ReadAllBytes(path)[..500]);

        var exception = Assert.Throws<ModelFormatException>(() => SeqModel.Open(copy));

        Assert.Equal(path, exception.FilePath);
        Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cut_graph_that_is_loaded_late_is_refused_by_name_and_harms_no_other()
    {
        var copy = bundles.CopyOf(bundles.Attention);
        Replace(copy, "score.onnx", File.ReadAllBytes(Path.Combine(copy, "score.onnx"))[..500]);
        Replace(copy, "generate-greedy.onnx", []);
        using var model = SeqModel.Open(copy);

        Assert.Contains("score.onnx", Assert.Throws<ModelFormatException>(() => model.Graphs.Score(new long[1, 1], [1], new long[1, 1])).Message);
        Assert.Contains("generate-greedy.onnx", Assert.Throws<ModelFormatException>(() => model.Generate("s1", new() { InGraph = true })).Message);
        Assert.NotEmpty(model.Generate("s1").Hypotheses);
    }

    [Fact]
    public void A_graph_of_another_model_is_refused_with_both_shapes()
    {
        var copy = bundles.CopyOf(bundles.Attention);
        var wider = bundles.Of(Bundles.Describe(CellKind.Lstm, AttentionScore.Additive, layers: 2, bidirectional: true, hidden: 20));
        Replace(copy, "step.onnx", File.ReadAllBytes(Path.Combine(wider, "step.onnx")));

        var exception = Assert.Throws<ModelFormatException>(() => SeqModel.Open(copy));

        Assert.Equal(Path.Combine(copy, "step.onnx"), exception.FilePath);
        Assert.Contains("20]", exception.Message);
        Assert.Contains("14]", exception.Message);
    }

    [Fact]
    public void A_graph_with_other_inputs_is_refused()
    {
        var copy = bundles.CopyOf(bundles.Attention);
        var plain = bundles.Of(Bundles.Describe(CellKind.Gru));
        Replace(copy, "step.onnx", File.ReadAllBytes(Path.Combine(plain, "step.onnx")));

        Assert.Contains("which seq.json lists", Assert.Throws<ModelFormatException>(() => SeqModel.Open(copy)).Message);
    }

    [Fact]
    public void A_graph_that_returns_an_input_under_its_own_name_is_refused()
    {
        var copy = bundles.CopyOf(bundles.Attention);
        EditManifest(copy, manifest =>
        {
            var encode = manifest["graphs"]!["encode"]!;
            encode["outputs"]!.AsArray().Add(encode["inputs"]![0]!.DeepClone());
        });

        Assert.Contains("both as an input and as an output", Assert.Throws<ModelFormatException>(() => SeqModel.Open(copy)).Message);
    }

    [Theory]
    [InlineData(false, "score.onnx")]
    [InlineData(true, "weights.bin")]
    public void A_model_whose_folder_was_replaced_does_not_mix_its_weights_with_those_of_another_export(bool externalData, string file)
    {
        var path = bundles.NewPath();
        bundles.ExportTo(path, Bundles.Describe(CellKind.Gru), externalData);
        var replaced = Path.Combine(path, file);
        using var model = SeqModel.Open(path);
        var before = model.Generate("s1 s2");
        var bytes = File.ReadAllBytes(replaced);
        if (externalData)
        {
            bytes[0] ^= 1;
        }
        else
        {
            var other = bundles.NewPath();
            bundles.ExportTo(other, Bundles.Describe(CellKind.Gru), endBias: 2f); // Other weights of the same shapes.
            bytes = File.ReadAllBytes(Path.Combine(other, file));
        }

        File.Delete(replaced); // As an export does: what is open stays what it was.
        File.WriteAllBytes(replaced, bytes);

        var exception = Assert.Throws<ModelFormatException>(() => model.Graphs.Score(new long[1, 1], [1], new long[1, 1]));

        Assert.Equal(replaced, exception.FilePath);
        RowIndependenceTests.AssertSame(before, model.Generate("s1 s2"));
    }

    [Fact]
    public void A_device_that_gives_no_memory_for_states_is_not_there()
    {
        // The graphs load, as they do here without the provider, but memory of CUDA there is none.
        var log = new Journal();
        var policy = ProviderPolicy.PreferCuda(NoSuchDevice);

        using var model = SeqModel.OpenWith(bundles.Attention, new() { Provider = policy, Logger = log }, addProvider: static (_, _) => { });

        Assert.StartsWith("CPU (CUDA was preferred: ", model.ProviderUsed.ToString(), StringComparison.Ordinal);
        Assert.Single(log.Entries, entry => entry.Level == LogLevel.Warning);
        Assert.NotEmpty(model.Generate("s1").Hypotheses);
        Assert.Throws<ProviderNotAvailableException>(() => SeqModel.OpenWith(
            bundles.Attention, new() { Provider = ProviderPolicy.RequireCuda(NoSuchDevice) }, addProvider: static (_, _) => { }));
    }

    [Fact]
    public void A_graph_that_a_preferred_provider_refuses_late_runs_on_the_processor()
    {
        var log = new Journal();
        var sessions = 0;
        using var model = SeqModel.OpenWith(bundles.Attention, new() { Provider = ProviderPolicy.Prefer("Abacus"), Logger = log }, Refuse);
        using var plain = SeqModel.Open(bundles.Attention);

        Assert.Equal("Abacus", model.ProviderUsed.ToString());
        var score = model.Graphs.Score(new long[1, 2], [2], new long[1, 2]);

        Assert.Equal(plain.Graphs.Score(new long[1, 2], [2], new long[1, 2]).Logits, score.Logits);
        Assert.Contains("score", Assert.Single(log.Entries, entry => entry.Level == LogLevel.Warning).Message);

        // After encode and step have been loaded.
        void Refuse(Microsoft.ML.OnnxRuntime.SessionOptions options, ProviderPolicy policy)
        {
            if (++sessions > 2)
            {
                throw new ProviderNotAvailableException(policy, "it has run out of beads.", "Buy some.");
            }
        }
    }

    [Fact]
    public void A_folder_that_is_no_bundle_is_refused()
    {
        Assert.Throws<ModelFormatException>(() => SeqModel.Open(bundles.NewPath()));
        Assert.Throws<ArgumentNullException>(() => SeqModel.Open(null!));
    }

    /// <summary>Puts a file into a bundle and its hash into the manifest.</summary>
    private static void Replace(string bundle, string file, byte[] content)
    {
        File.WriteAllBytes(Path.Combine(bundle, file), content);
        var record = FileRecord.Of(content);
        EditManifest(bundle, manifest =>
            manifest["files"]![file] = new JsonObject { ["bytes"] = record.Bytes, ["sha256"] = record.Sha256 });
    }

    private static void EditManifest(string bundle, Action<JsonNode> edit)
    {
        var path = Path.Combine(bundle, Bundle.ManifestFile);
        var manifest = JsonNode.Parse(File.ReadAllText(path))!;
        edit(manifest);
        File.WriteAllText(path, manifest.ToJsonString());
    }

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetEnvironment(string name);

    private sealed class Journal : ILogger
    {
        internal List<(LogLevel Level, string Message)> Entries { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Entries.Add((logLevel, formatter(state, exception)));
    }
}
