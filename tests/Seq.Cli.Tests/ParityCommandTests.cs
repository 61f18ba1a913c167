using System.Text.Json;
using Seq.Export;
using Seq.Model;

namespace Seq.Cli.Tests;

/// <summary>TorchSharp against ONNX Runtime, by the command.</summary>
[Collection(TrainedModelTests.Name)]
public sealed class ParityCommandTests(TrainedModel trained)
{
    [Fact]
    public void A_bundle_agrees_with_its_checkpoint_on_a_thousand_inputs()
    {
        var report = Assert.Single(Cli.Run("parity", trained.Run, trained.Bundle, "--json").MustExitWith(0).Json);

        Assert.Equal(
            ["passed", "kind", "samples", "batches", "seed", "checks", "checkpoint", "bundle", "provider", "evidence", "trainer_error", "bundle_error", "shaken_trainer_error", "ill_conditioned", "not_compared", "first_divergence", "crash"],
            Names(report));
        Assert.Equal(1000, report.GetProperty("samples").GetInt32());
        var checks = report.GetProperty("checks").EnumerateArray().ToList();
        Assert.All(checks, check => Assert.Equal(
            ["name", "what", "passed", "compared", "unit", "first_difference", "max_difference", "where", "trainer_error", "bundle_error", "limit", "within_rounding", "skipped"], Names(check)));
        Assert.Equal(
            [
                "encode", "step-states", "score-logits", "score-log-probabilities", "step-logits", "pieces", "alone", "permuted", "edges", "score-greedy", "host-greedy", "in-graph-greedy",
                "host-beam", "host-beam-average", "host-beam-gnmt", "host-sample", "host-sample-filtered", "host-sample-hot",
                "golden-score-logits", "golden-step-logits", "golden-greedy", "golden-in-graph-greedy", "golden-texts",
            ],
            checks.Select(check => check.GetProperty("name").GetString()));
        Assert.All(checks, check => Assert.True(check.GetProperty("passed").GetBoolean()));
    }

    [Fact]
    public void The_table_shows_every_check_and_the_seed_changes_the_inputs()
    {
        var first = Cli.Run("parity", trained.Run, trained.Bundle, "--samples", "50").MustExitWith(0).Output;

        Assert.Contains("Parity passed: 50 inputs", first, StringComparison.Ordinal);
        Assert.NotEqual(first, Cli.Run("parity", trained.Run, trained.Bundle, "--samples", "50", "--seed", "2").MustExitWith(0).Output);
    }

    [Fact]
    public void Parity_and_evaluation_run_the_bundle_on_the_provider_asked_for()
    {
        var preferred = Cli.Run("parity", trained.Run, trained.Bundle, "--samples", "5", "--provider", "prefer-cuda").MustExitWith(0);
        Assert.Contains("The bundle ran on CPU (CUDA was preferred: ", preferred.Output, StringComparison.Ordinal);
        var json = Assert.Single(Cli.Run("parity", trained.Run, trained.Bundle, "--samples", "5", "--provider", "cpu", "--in-process", "--json").MustExitWith(0).Json);
        Assert.Equal("CPU", json.GetProperty("provider").GetString());
        Assert.Contains("--provider cuda: ", Cli.Run("parity", trained.Run, trained.Bundle, "--samples", "5", "--provider", "cuda").MustExitWith(ExitCode.BadInput).Error, StringComparison.Ordinal);

        foreach (var options in new[] { (string[])[trained.Bundle, "--samples", "5"], [trained.Run, "--samples", "5", "--bundle", trained.Bundle] })
        {
            Assert.Contains("note: --provider prefer-cuda runs on the CPU: ", Cli.Run(["eval", .. options, "--provider", "prefer-cuda"]).MustExitWith(0).Error, StringComparison.Ordinal);
            Assert.Contains("--provider cuda: ", Cli.Run(["eval", .. options, "--provider", "cuda"]).MustExitWith(ExitCode.BadInput).Error, StringComparison.Ordinal);
        }

        Assert.Contains("a checkpoint runs in TorchSharp; use --device", Cli.Run("eval", trained.Run, "--samples", "5", "--provider", "cpu").MustExitWith(ExitCode.BadInput).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_swapped_gates_fail_parity_with_exit_code_1_and_the_first_difference()
    {
        var bundle = SwappedGatesThatClaimTheTrainedWeights();

        var result = Cli.Run("parity", trained.Run, bundle, "--samples", "50").MustExitWith(1);

        Assert.Matches(@"^seq: Parity failed: step-states differs first at layer 0 \(hidden_0\), step \d+", result.Error);
        Assert.Contains("FAILED", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void In_json_a_failed_parity_is_still_nothing_but_json_on_standard_output()
    {
        var bundle = trained.NewPath();
        BundleExporter.Export(WithSwappedGates(trained.NewPath()), bundle);

        var report = Assert.Single(Cli.Run("parity", trained.Run, bundle, "--samples", "5", "--json").MustExitWith(1).Json);

        Assert.False(report.GetProperty("passed").GetBoolean());
        Assert.Contains(report.GetProperty("checks").EnumerateArray(), check => check.GetProperty("first_difference").ValueKind == JsonValueKind.String);
    }

    [Fact]
    public void The_report_is_written_as_a_page_and_as_json_while_the_table_is_printed()
    {
        var (page, json) = (trained.NewPath(), trained.NewPath());

        var output = Cli.Run("parity", trained.Run, trained.Bundle, "--samples", "5", "--report", page, "--report-json", json).MustExitWith(0).Output;

        Assert.Contains("Parity passed: 5 inputs", output, StringComparison.Ordinal);
        Assert.Contains("<code>in-graph-greedy</code>", File.ReadAllText(page), StringComparison.Ordinal);
        Assert.True(JsonDocument.Parse(File.ReadAllText(json)).RootElement.GetProperty("passed").GetBoolean());
    }

    [Fact]
    public void Both_reports_say_what_was_compared_with_what_and_when()
    {
        var (page, json) = (trained.NewPath(), trained.NewPath());
        Cli.Run("parity", trained.Run, trained.Bundle, "--samples", "5", "--report", page, "--report-json", json).MustExitWith(0);
        var evidence = JsonDocument.Parse(File.ReadAllText(json)).RootElement.GetProperty("evidence");
        string Of(string name) => evidence.GetProperty(name).GetString()!;
        var weights = HashOf(Path.Combine(trained.Run, "checkpoint", Checkpoint.WeightsFile));

        Assert.Equal(["time", "seq", "bundle_sha256", "exported_from_sha256", "checkpoint_sha256", "onnx_runtime", "libtorch"], Names(evidence));
        Assert.Equal(HashOf(Path.Combine(trained.Bundle, Bundle.ManifestFile)), Of("bundle_sha256"));
        Assert.Equal((weights, weights), (Of("exported_from_sha256"), Of("checkpoint_sha256")));
        Assert.InRange(evidence.GetProperty("time").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow);
        Assert.All(new[] { Of("onnx_runtime"), Of("libtorch") }, version => Assert.Matches(@"^\d+\.\d+", version));
        Assert.All(evidence.EnumerateObject().Where(member => member.Name != "time"), member => Assert.Contains(member.Value.GetString()!, File.ReadAllText(page), StringComparison.Ordinal));
    }

    [Fact]
    public void A_bundle_of_other_weights_is_called_so()
    {
        var bundle = trained.NewPath();
        BundleExporter.Export(WithSwappedGates(trained.NewPath()), bundle);

        Assert.StartsWith(
            "seq: Parity failed: the bundle was exported from other weights: from those with the SHA-256 ",
            Cli.Run("parity", trained.Run, bundle, "--samples", "5").MustExitWith(1).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--report")]
    [InlineData("--report-json")]
    public void A_report_that_cannot_be_written_is_found_before_the_work_and_a_folder_that_is_missing_is_made(string option)
    {
        var (file, folder) = (Path.Combine(trained.Bundle, Bundle.ManifestFile), trained.NewPath());

        var result = Cli.Run("parity", trained.Run, trained.Bundle, "--samples", "1000000", option, Path.Combine(file, "p"));
        Cli.Run("parity", trained.Run, trained.Bundle, "--samples", "1", option, Path.Combine(folder, "p")).MustExitWith(0);

        Assert.Equal("", result.MustExitWith(ExitCode.BadInput).Output);
        Assert.True(File.Exists(Path.Combine(folder, "p")));
    }

    [Fact]
    public void Json_before_the_paths_is_a_flag_there_too() =>
        Assert.Single(Cli.Run("parity", "--json", trained.Run, trained.Bundle, "--samples", "1").MustExitWith(0).Json);

    [Theory]
    [InlineData("--json", "p.json")]
    [InlineData("--json=p.json")]
    public void Json_takes_no_file_and_says_which_option_does(params string[] json) => Assert.Contains(
        "--json prints the report and takes no file; ", Cli.Run(["parity", trained.Run, trained.Bundle, .. json]).MustExitWith(ExitCode.BadInput).Error, StringComparison.Ordinal);

    [Fact]
    public void In_this_process_the_result_is_the_same()
    {
        string[] arguments = ["parity", trained.Run, trained.Bundle, "--samples", "5"];

        Assert.Equal(Cli.Run(arguments).MustExitWith(0).Output, Cli.Run([.. arguments, "--in-process"]).MustExitWith(0).Output);
    }

    [Fact]
    public void Evaluation_gives_the_same_accuracies_in_torchsharp_and_on_onnx_runtime()
    {
        var checkpoint = Assert.Single(Cli.Run("eval", trained.Run, "--samples", "300", "--json").MustExitWith(0).Json);
        var bundle = Assert.Single(Cli.Run("eval", trained.Bundle, "--samples", "300", "--json").MustExitWith(0).Json);

        Assert.Equal(["type", "path", "task", "part", "samples", "seed", "metrics", "teacher_forced", "free_running", "notes"], Names(checkpoint));
        Assert.Equal("checkpoint", checkpoint.GetProperty("type").GetString());
        Assert.Equal("bundle", bundle.GetProperty("type").GetString());
        Assert.Equal(300, bundle.GetProperty("samples").GetInt32());
        Assert.True(checkpoint.GetProperty("teacher_forced").GetProperty("tokens").GetDouble() > 0.1, "It has learned nothing at all.");
        Assert.Equal(11, checkpoint.GetProperty("free_running").GetProperty("by_position").GetArrayLength());
        foreach (var way in (string[])["teacher_forced", "free_running"])
        {
            Assert.Equal(checkpoint.GetProperty(way).GetRawText(), bundle.GetProperty(way).GetRawText());
        }
    }

    [Fact]
    public void Evaluation_in_plain_text_is_a_table_by_position()
    {
        var output = Cli.Run("eval", trained.Bundle, "--samples", "20").MustExitWith(0).Output;

        Assert.Contains("whole sequences", output, StringComparison.Ordinal);
        Assert.Contains("position 10", output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_only_a_training_knows_cannot_be_asked_of_a_bundle() => Assert.Contains(
        "--part, --beam", Cli.Run("eval", trained.Bundle, "--part", "validation", "--beam", "2").MustExitWith(ExitCode.BadInput).Error, StringComparison.Ordinal);

    [Fact]
    public void A_run_is_measured_with_what_its_bundle_writes_and_an_ensemble_with_itself_writes_the_same()
    {
        string[] measure = ["eval", trained.Run, "--samples", "200", "--json"];
        JsonElement Measure(params string[] more) => Assert.Single(Cli.Run([.. measure, .. more]).MustExitWith(0).Json);
        var greedy = Measure("--bundle", trained.Bundle);
        var beam = Measure("--beam", "3", "--length-penalty", "average", "--bundle", trained.Bundle);
        var twice = Measure("--beam", "3", "--length-penalty", "average", "--bundle", trained.Bundle, "--bundle", trained.Bundle);

        Assert.Equal(Measure().GetProperty("metrics").GetRawText(), greedy.GetProperty("metrics").GetRawText());
        Assert.NotEqual(greedy.GetProperty("metrics").GetRawText(), beam.GetProperty("metrics").GetRawText());
        Assert.Equal(beam.GetProperty("metrics").GetRawText(), twice.GetProperty("metrics").GetRawText());
        Assert.EndsWith("on ONNX Runtime, beam 3, length penalty average", NoteOf(beam), StringComparison.Ordinal);
        Assert.EndsWith("on ONNX Runtime, greedy", NoteOf(greedy), StringComparison.Ordinal);
        Assert.Contains(" and ", NoteOf(twice), StringComparison.Ordinal);
        static string NoteOf(JsonElement report) => report.GetProperty("notes").EnumerateArray().Last().GetString()!;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_length_penalty_without_a_beam_of_a_bundle_is_an_error(bool bundle)
    {
        string[] more = bundle ? ["--bundle", trained.Bundle] : ["--beam", "2"];

        Assert.Contains("--length-penalty", Cli.Run(["eval", trained.Run, "--length-penalty", "average", .. more]).MustExitWith(ExitCode.BadInput).Error, StringComparison.Ordinal);
    }

    private string SwappedGatesThatClaimTheTrainedWeights()
    {
        var (wrong, path) = (trained.NewPath(), trained.NewPath());
        BundleExporter.Export(WithSwappedGates(trained.NewPath()), wrong);
        var bundle = Bundle.Open(wrong);
        var manifest = bundle.Manifest with { WeightsSha256 = Checkpoint.Open(Path.Combine(trained.Run, "checkpoint")).WeightsSha256 };
        Bundle.Write(path, manifest, bundle.SourceVocabulary, bundle.TargetVocabulary, folder =>
        {
            foreach (var file in manifest.Files.Keys.Where(file => !File.Exists(Path.Combine(folder, file))))
            {
                File.Copy(Path.Combine(wrong, file), Path.Combine(folder, file));
            }
        });
        return path;
    }

    private static string HashOf(string path) => FileRecord.Of(File.ReadAllBytes(path)).Sha256;

    private Checkpoint WithSwappedGates(string path)
    {
        var original = Checkpoint.Open(Path.Combine(trained.Run, "checkpoint"));
        using var weights = original.OpenWeights();
        var tensors = original.Description.Parameters.ToDictionary(parameter => parameter.Name, parameter => weights.Read<float>(parameter.Name));
        Models.SwapDecoderGates(tensors);
        var writer = new SafetensorsWriter();
        foreach (var parameter in original.Description.Parameters)
        {
            writer.Add<float>(parameter.Name, [.. parameter.Shape.Select(size => (long)size)], tensors[parameter.Name]);
        }

        Checkpoint.Write(path, original.Description, original.SourceVocabulary, original.TargetVocabulary, writer);
        return Checkpoint.Open(path);
    }

    private static IEnumerable<string> Names(JsonElement value) => value.EnumerateObject().Select(member => member.Name);
}
