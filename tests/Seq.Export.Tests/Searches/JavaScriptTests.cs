using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>The in-graph searches on hosts that know nothing of Seq: the same tokens as in ONNX Runtime from C#, which other tests compare with Seq.Decoding.</summary>
public sealed class JavaScriptTests
{
    private const int Batches = 40;
    private const int BatchSize = 25;
    private const string LikeLengths = "Outputs of like length would prove little.";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly string Modules = Path.Combine(
        typeof(JavaScriptTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!,
        ".deps", "npm", "node_modules");

    [Theory]
    [InlineData("onnxruntime-node")]
    [InlineData("onnxruntime-web")]
    public async Task A_javascript_host_draws_the_same_tokens(string package)
    {
        using var exported = Export();
        var settings = new SampleSettings { MaxLength = 16, Sampling = new() { Seed = 0x0123_4567_89ab_cdef, TopP = 0.97f, Temperature = 1.2f } };
        var runs = Enumerable.Range(0, Batches).Select(batch => (settings with
        {
            RowKeys = [.. Enumerable.Range(BatchSize * batch, BatchSize).Select(key => (uint)key)],
            Sampling = settings.Sampling with { TopK = batch % 4 == 1 ? 30 : null, TopP = batch % 4 == 2 ? null : 0.97f },
        }).Inputs(exported, SearchModels.Sources(BatchSize, seed: batch))).ToList();

        Assert.True(await Agrees(package, exported, GraphNames.GenerateSample, runs) > 3, LikeLengths);
    }

    [Theory]
    [InlineData("onnxruntime-node")]
    [InlineData("onnxruntime-web")]
    public async Task A_javascript_host_finds_the_same_hypotheses(string package)
    {
        using var exported = Export();
        var settings = new BeamSettings { MaxLength = 16, Alpha = 0.6f, Offset = 5 };
        var runs = Enumerable.Range(0, Batches).Select(batch => settings.Inputs(exported, SearchModels.Sources(BatchSize, seed: batch))).ToList();

        Assert.True(await Agrees(package, exported, GraphNames.GenerateBeam, runs) > 3, LikeLengths);
    }

    [Theory]
    [InlineData("onnxruntime-node")]
    [InlineData("onnxruntime-web")]
    public async Task A_javascript_host_sets_every_input(string package)
    {
        using var exported = Export(all: true);
        var penalties = new TokenPenaltySettings { Repetition = 1.1f, Presence = 0.1f, Frequency = 0.2f };
        var greedy = new GreedySettings { MaxLength = 16, MinLength = 1, Penalties = penalties };
        var beam = new BeamSettings { MaxLength = 16, Alpha = 0.6f, Offset = 5, Coverage = 0.2f, Penalties = penalties };
        var sample = new SampleSettings { MaxLength = 16, Penalties = penalties, Sampling = new() { Seed = 4, TopK = 30 } };
        List<(string, Tensor)[]> Runs(Func<List<int[]>, (string, Tensor)[]> inputs) =>
            [.. Enumerable.Range(0, Batches).Select(batch => inputs(SearchModels.Sources(BatchSize, seed: batch)))];

        var lengths = await Agrees(package, exported, GraphNames.GenerateGreedy, Runs(sources => greedy.Inputs(exported, sources)));
        lengths += await Agrees(package, exported, GraphNames.GenerateBeam, Runs(sources => beam.Inputs(exported, sources)));
        lengths += await Agrees(package, exported, GraphNames.GenerateSample, Runs(sources => sample.Inputs(exported, sources)));

        Assert.True(lengths > 6, LikeLengths);
    }

    private static ExportedModel Export(bool all = false) => SearchModels.Export(
        SearchModels.Describe(CellKind.Lstm, AttentionScore.Additive, hidden: 24) with { TargetVocabulary = 100 }, endBias: 2f, all: all);

    /// <summary>Compares the tokens of a host with those of ONNX Runtime in C#.</summary>
    /// <returns>How many different lengths there are.</returns>
    private static async Task<int> Agrees(string package, ExportedModel exported, string graph, IReadOnlyList<(string Name, Tensor Tensor)[]> runs)
    {
        var expected = runs.Select(run => exported.Graph(graph).Run(run)).ToList();

        var found = await Run(package, exported.Bundle.PathOf(graph), runs);

        Assert.Equal(Batches, found.Length);
        Assert.All(expected.Zip(found), pair =>
        {
            Assert.Equal(pair.First[GraphNames.Tokens].Shape, pair.Second.Shape);
            Assert.Equal(pair.First[GraphNames.Tokens].Longs, pair.Second.Tokens);
            Assert.Equal(pair.First[GraphNames.Lengths].Longs, pair.Second.Lengths);
        });
        return expected.SelectMany(result => result[GraphNames.Lengths].Longs).Distinct().Count();
    }

    private static async Task<Output[]> Run(string package, string graph, IEnumerable<(string Name, Tensor Tensor)[]> runs)
    {
        Assert.True(Directory.Exists(Path.Combine(Modules, package)), $"{package} is not in {Modules}; ./test.sh installs it.");
        var start = new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "js", "generate.mjs"), package, Modules, graph])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(runs.Select(run => run.ToDictionary(input => input.Name, input => ToJson(input.Tensor)))));
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(process.ExitCode == 0, await error);
        return JsonSerializer.Deserialize<Output[]>(await output, JsonSerializerOptions.Web)!;
    }

    private static object ToJson(Tensor tensor) => new
    {
        type = tensor.Data is float[]? "float32" : tensor.Data is long[]? "int64" : "uint32",
        shape = tensor.Shape,
        data = tensor.Data is uint[] keys ? keys.Select(key => (object)key) : tensor.Data.Cast<object>(),
    };

    private sealed record Output(long[] Shape, long[] Tokens, long[] Lengths);
}
