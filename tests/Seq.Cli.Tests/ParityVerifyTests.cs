using System.Text.Json;
using Seq.Model;

namespace Seq.Cli.Tests;

/// <summary>A bundle held against its own golden pack, without the trainer.</summary>
[Collection(TrainedModelTests.Name)]
public sealed class ParityVerifyTests(TrainedModel trained)
{
    [Fact]
    public void A_bundle_is_verified_by_hashes_structure_golden_pack_and_its_graphs_among_each_other()
    {
        var report = Assert.Single(Cli.Run("verify", trained.Bundle, "--json").MustExitWith(0).Json);

        Assert.Equal(["passed", "bundle", "kind", "files", "graphs", "has_golden_pack", "tolerance", "provider", "checks", "not_compared", "evidence"], report.EnumerateObject().Select(member => member.Name));
        Assert.True(report.GetProperty("has_golden_pack").GetBoolean());
        Assert.Equal(
            ["golden-score-logits", "golden-step-logits", "golden-greedy", "golden-in-graph-greedy", "golden-texts", "alone", "step-logits", "in-graph-greedy"],
            report.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("name").GetString()));
    }

    [Fact]
    public void The_table_says_what_was_checked() =>
        Assert.Contains("The bundle is verified (encoder-decoder, on CPU): 8 of 8 checks", Cli.Run("verify", trained.Bundle).MustExitWith(0).Output, StringComparison.Ordinal);

    [Fact]
    public void A_golden_logit_that_is_off_is_exit_code_1_and_a_wider_tolerance_lets_it_pass()
    {
        var bundle = WithGolden(GoldenPack.Logits, values => ((float[])values)[0] += 0.01f);

        var error = Cli.Run("verify", bundle).MustExitWith(1).Error;
        Assert.StartsWith("seq: The bundle computes otherwise: golden-score-logits differs first at golden row 0, step 0", error, StringComparison.Ordinal);
        Assert.EndsWith("--tolerance allows for the second.", error.TrimEnd(), StringComparison.Ordinal);
        Cli.Run("verify", bundle, "--tolerance", "0.1").MustExitWith(0);
    }

    [Fact]
    public void It_says_what_ran_the_graphs()
    {
        var preferred = Cli.Run("verify", trained.Bundle, "--provider", "prefer-cuda", "--json").MustExitWith(0);

        Assert.StartsWith("CPU (CUDA was preferred: ", Assert.Single(preferred.Json).GetProperty("provider").GetString(), StringComparison.Ordinal);
        Assert.Contains("note: --provider prefer-cuda runs on the CPU: ", preferred.Error, StringComparison.Ordinal);
        Assert.Contains("--provider cuda: ", Cli.Run("verify", trained.Bundle, "--provider", "cuda").MustExitWith(ExitCode.BadInput).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Golden_logits_that_are_no_numbers_are_exit_code_1()
    {
        var bundle = WithGolden(GoldenPack.Logits, values => Array.Fill((float[])values, float.NaN, 0, 100));

        Assert.Contains("the golden pack's is NaN", Cli.Run("verify", bundle).MustExitWith(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_computes_in_float64_so_nothing_is_said_of_it()
    {
        var found = Cli.Run("verify", WithGolden(GoldenPack.Logits, values => ((float[])values)[0] += 0.01f)).MustExitWith(1);

        Assert.DoesNotContain("loat64", found.Output + found.Error, StringComparison.Ordinal);
        Assert.Contains(", the golden pack's is ", found.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tolerance_holds_for_golden_logits_and_for_those_of_the_graphs_among_each_other()
    {
        var checks = Assert.Single(Cli.Run("verify", trained.Bundle, "--json", "--tolerance", "0.25").MustExitWith(0).Json).GetProperty("checks").EnumerateArray();

        Assert.Equal(
            [0.250001, 0.250001, 0.250001, 0.250001],
            checks.Select(check => check.GetProperty("limit")).Where(limit => limit.ValueKind == JsonValueKind.Number).Select(limit => limit.GetDouble()));
    }

    [Fact]
    public void A_golden_token_that_is_another_is_exit_code_1()
    {
        var bundle = WithGolden(GoldenPack.GreedyTokens, values => ((long[])values)[0] = (((long[])values)[0] + 1) % 5);

        Assert.Contains("golden-greedy", Cli.Run("verify", bundle).MustExitWith(1).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_vocabulary_in_another_order_is_exit_code_1(bool source)
    {
        var (bundle, path) = (Bundle.Open(trained.Bundle), trained.NewPath());
        Vocabulary Reversed(Vocabulary old) => new(old.Unit, [.. old.Tokens.Select((token, id) => Swapped(old, id) is { } other ? old.Tokens[other] : token)], old.Special, old.Rules);
        Bundle.Write(
            path, bundle.Manifest, source ? Reversed(bundle.SourceVocabulary) : bundle.SourceVocabulary, source ? bundle.TargetVocabulary : Reversed(bundle.TargetVocabulary),
            folder =>
            {
                foreach (var file in bundle.Manifest.Files.Keys.Where(file => !File.Exists(Path.Combine(folder, file))))
                {
                    File.Copy(Path.Combine(bundle.FolderPath, file), Path.Combine(folder, file));
                }
            });

        Assert.Contains("golden-texts differs first at golden row ", Cli.Run("verify", path).MustExitWith(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_bundle_is_exit_code_2_and_the_file_is_named()
    {
        var bundle = Copy();
        File.AppendAllText(Path.Combine(bundle, "step.onnx"), "x");

        Assert.Contains("step.onnx", Cli.Run("verify", bundle).MustExitWith(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_golden_pack_of_tokens_that_do_not_exist_is_exit_code_2()
    {
        var bundle = WithGolden(GoldenPack.Source, values => ((long[])values)[0] = 1_000_000);

        Assert.Contains("1000000", Cli.Run("verify", bundle).MustExitWith(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tolerance_below_0_is_refused() => Assert.Contains("--tolerance", Cli.Run("verify", trained.Bundle, "--tolerance", "-1").MustExitWith(2).Error, StringComparison.Ordinal);

    /// <summary>The token whose place one takes when those that are text stand in the other order; null for one that stays.</summary>
    private static int? Swapped(Vocabulary vocabulary, int id)
    {
        var text = Enumerable.Range(0, vocabulary.Count).Where(token => !vocabulary.Special.Contains(token)).ToList();
        return text.IndexOf(id) is >= 0 and var place ? text[^(place + 1)] : null;
    }

    private string Copy()
    {
        var copy = trained.NewPath();
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.EnumerateFiles(trained.Bundle))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        return copy;
    }

    /// <summary>The bundle with another golden pack, whose hash fits.</summary>
    private string WithGolden(string tensor, Action<Array> change)
    {
        var (bundle, path) = (Bundle.Open(trained.Bundle), trained.NewPath());
        Bundle.Write(path, bundle.Manifest, bundle.SourceVocabulary, bundle.TargetVocabulary, folder =>
        {
            foreach (var file in bundle.Manifest.Files.Keys.Where(file => file != Checkpoint.GoldenFile && !File.Exists(Path.Combine(folder, file))))
            {
                File.Copy(Path.Combine(bundle.FolderPath, file), Path.Combine(folder, file));
            }

            using var golden = SafetensorsFile.Open(Path.Combine(bundle.FolderPath, Checkpoint.GoldenFile));
            var writer = new SafetensorsWriter();
            foreach (var entry in golden.Entries)
            {
                Array values = entry.Type switch
                {
                    TensorType.Float32 => golden.Read<float>(entry.Name),
                    TensorType.UInt8 => golden.Read<byte>(entry.Name),
                    _ => golden.Read<long>(entry.Name),
                };
                if (entry.Name == tensor)
                {
                    change(values);
                }

                switch (values)
                {
                    case float[] floats:
                        writer.Add<float>(entry.Name, [.. entry.Shape], floats);
                        break;
                    case byte[] bytes:
                        writer.Add<byte>(entry.Name, [.. entry.Shape], bytes);
                        break;
                    default:
                        writer.Add<long>(entry.Name, [.. entry.Shape], (long[])values);
                        break;
                }
            }

            writer.Write(Path.Combine(folder, Checkpoint.GoldenFile));
        });
        return path;
    }
}
