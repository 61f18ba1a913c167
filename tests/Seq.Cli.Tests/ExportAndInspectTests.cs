using System.Text.Json;

namespace Seq.Cli.Tests;

public sealed class ExportAndInspectTests(Models models) : IClassFixture<Models>
{
    [Fact]
    public void Exporting_twice_gives_the_same_bytes()
    {
        var (first, second) = (models.NewPath(), models.NewPath());
        Cli.Run("export", models.Checkpoint, "--out", first).MustExitWith(0);
        Cli.Run("export", models.Run, "--out", second).MustExitWith(0);

        foreach (var file in Directory.EnumerateFiles(first))
        {
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(second, Path.GetFileName(file))));
        }
    }

    [Fact]
    public void Export_in_json_lists_files_and_graphs()
    {
        var summary = Assert.Single(Cli.Run("export", models.Checkpoint, "--out", models.NewPath(), "--json").MustExitWith(0).Json);

        Assert.Equal(["bundle", "parameters", "cells", "files", "graphs"], Names(summary));
        Assert.Equal(Models.Description.ParameterCount, summary.GetProperty("parameters").GetInt64());
        Assert.Equal(["bytes", "sha256"], Names(summary.GetProperty("files").GetProperty("step.onnx")));
        Assert.Equal(["nodes", "opset", "ir_version"], Names(summary.GetProperty("graphs").GetProperty("step")));
    }

    [Fact]
    public void The_report_of_an_export_is_written_where_it_is_asked_for_too()
    {
        var (bundle, report) = (models.NewPath(), models.NewPath());

        Cli.Run("export", models.Checkpoint, "--out", bundle, "--report", report, "--fold-embeddings", "never").MustExitWith(0);

        Assert.Equal(File.ReadAllBytes(Path.Combine(bundle, "export-report.json")), File.ReadAllBytes(report));
        Assert.Contains("\"folded_embedding\": false", File.ReadAllText(report), StringComparison.Ordinal);
        Assert.DoesNotContain("\"folded_embedding\": true", File.ReadAllText(report), StringComparison.Ordinal);
    }

    [Fact]
    public void The_maximum_length_of_an_export_is_the_bundles_default()
    {
        var bundle = models.NewPath();
        Cli.Run("export", models.Checkpoint, "--out", bundle, "--max-length", "5").MustExitWith(0);

        Assert.Equal(5, Cli.Run("inspect", bundle, "--json").MustExitWith(0).Json[0].GetProperty("max_length").GetInt32());
    }

    [Fact]
    public void A_checkpoints_layers_add_up_to_its_parameters()
    {
        var summary = Assert.Single(Cli.Run("inspect", models.Checkpoint, "--json").MustExitWith(0).Json);

        Assert.Equal(
            ["type", "path", "kind", "layers", "parameters", "weight_bytes", "source_tokens", "target_tokens", "files"], Names(summary));
        var layers = summary.GetProperty("layers").EnumerateArray().ToList();
        Assert.Equal(
            ["source_embedding", "encoder", "bridge", "target_embedding", "decoder", "attention", "output"],
            layers.Select(layer => layer.GetProperty("name").GetString()));
        Assert.Equal(Models.Description.ParameterCount, layers.Sum(layer => layer.GetProperty("parameters").GetInt64()));

        // GRU: 3 gates of 8 units over 5 inputs and 8 states with two biases, in two directions: 2 · 3 · 8 · (5 + 8 + 2) = 720.
        Assert.Equal(720, layers[1].GetProperty("parameters").GetInt64());
        Assert.Equal(["batch", "source", "16"], layers[1].GetProperty("output_shape").EnumerateArray().Select(size => size.GetString()));
    }

    [Fact]
    public void A_checkpoint_is_printed_as_a_table_with_its_total()
    {
        var output = Cli.Run("inspect", models.Checkpoint).MustExitWith(0).Output;

        Assert.Contains("GRU, bidirectional", output, StringComparison.Ordinal);
        Assert.Contains("[batch, target, 6]", output, StringComparison.Ordinal);
        Assert.Contains($"Trained parameters: {Models.Description.ParameterCount:N0}", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bundles_graphs_are_listed_with_inputs_states_and_operators()
    {
        var summary = Assert.Single(Cli.Run("inspect", models.Bundle, "--json").MustExitWith(0).Json);

        Assert.Equal("bundle", summary.GetProperty("type").GetString());
        var graphs = summary.GetProperty("graphs");
        Assert.Equal(["encode", "generate-greedy", "score", "step"], Names(graphs).Order());
        var step = graphs.GetProperty("step");
        Assert.Equal(["file", "opset", "ir_version", "inputs", "outputs", "states", "operators", "weight_bytes"], Names(step));
        Assert.Equal("hidden_0", step.GetProperty("states")[0].GetProperty("input").GetString());
        Assert.Equal(1, graphs.GetProperty("generate-greedy").GetProperty("operators").GetProperty("Loop").GetInt32());
        Assert.True(summary.GetProperty("files").GetProperty("step.onnx").GetInt64() > 0);
    }

    [Fact]
    public void A_bundle_is_printed_with_opset_and_operators()
    {
        var output = Cli.Run("inspect", models.Bundle).MustExitWith(0).Output;

        Assert.Contains("generate-greedy (generate-greedy.onnx): opset 18, IR 8", output, StringComparison.Ordinal);
        Assert.Contains("operators", output, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names(JsonElement value) => value.EnumerateObject().Select(member => member.Name);
}
