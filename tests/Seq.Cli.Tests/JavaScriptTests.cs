using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Seq.Cli.Evaluation;
using Seq.Cli.Models;
using Seq.Cli.Parity;
using Seq.Runtime;

namespace Seq.Cli.Tests;

/// <summary>The in-graph decoder on hosts that know nothing of Seq.</summary>
[Collection(TrainedModelTests.Name)]
public sealed class JavaScriptTests(TrainedModel trained)
{
    private const int Inputs = 300;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly string Modules = Path.Combine(
        typeof(JavaScriptTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!,
        ".deps", "npm", "node_modules");

    [Theory]
    [InlineData("onnxruntime-node")]
    [InlineData("onnxruntime-web")]
    public async Task A_javascript_host_writes_the_same_tokens(string package)
    {
        using var model = SeqModel.Open(trained.Bundle);
        var task = KnownTask.Require(trained.Bundle, model.SourceVocabulary, model.TargetVocabulary);
        var inputs = new ParityInputs(model.Description, 11, ParityLimits.Default, random => task.Draw(random).Source);
        var batches = inputs.Batches(Inputs).ToList();
        var options = new GenerateOptions { Search = model.DefaultSearch with { BeamSize = 1, MaxLength = TrainedModel.MaxLength }, InGraph = true };
        var expected = batches.SelectMany(batch => model.GenerateTokensBatch(ParityInputs.SearchInputs(batch), options)).ToList();

        var found = await Run(package, Path.Combine(trained.Bundle, "generate-greedy.onnx"), [.. batches.Select(batch => batch.Source!)]);

        Assert.Equal(Inputs, expected.Count);
        Assert.Equal(expected.Select(row => string.Join(' ', row.Best.Tokens)), found);
        Assert.True(expected.Select(row => row.Best.Tokens.Length).Distinct().Count() > 1, "Outputs of one length would prove little.");
    }

    private static async Task<List<string>> Run(string package, string graph, IReadOnlyList<TokenBatch> batches)
    {
        Assert.True(Directory.Exists(Path.Combine(Modules, package)), $"{package} is not in {Modules}; ./test.sh installs it.");
        var start = new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "js", "greedy.mjs"), package, Modules, graph])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(batches.Select(batch => new
        {
            source = Enumerable.Range(0, batch.Rows).Select(row => Enumerable.Range(0, batch.Ids.GetLength(1)).Select(i => batch.Ids[row, i])),
            lengths = batch.Lengths,
            maxLength = TrainedModel.MaxLength,
        })));
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(process.ExitCode == 0, await error);
        return
        [
            .. JsonDocument.Parse(await output).RootElement.EnumerateArray().SelectMany(batch => batch.GetProperty("tokens").EnumerateArray()
                .Zip(batch.GetProperty("lengths").EnumerateArray(), (row, length) => string.Join(' ', row.EnumerateArray().Take(length.GetInt32())))),
        ];
    }
}
