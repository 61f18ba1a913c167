using System.Globalization;
using System.Text.Json;

namespace Seq.Cli.Tests;

public sealed class GenerateTests(Models models) : IClassFixture<Models>
{
    [Fact]
    public void A_text_is_printed_with_its_output()
    {
        var result = Cli.Run("generate", models.Bundle, "--input", "s1 s2 s3").MustExitWith(0);

        Assert.StartsWith("s1 s2 s3 -> ", result.Output, StringComparison.Ordinal);
        Assert.Equal("", result.Error);
    }

    [Fact]
    public void The_folder_that_holds_a_bundle_is_as_good_as_the_bundle() =>
        Assert.Equal(
            Cli.Run("generate", models.Bundle, "--input", "s1 s2").MustExitWith(0).Output,
            Cli.Run("generate", models.Run, "--input", "s1 s2").MustExitWith(0).Output);

    [Fact]
    public void Json_has_the_documented_fields()
    {
        var line = Assert.Single(Cli.Run("generate", models.Bundle, "--input", "s1 s2", "--beam", "3", "--n-best", "2", "--json").MustExitWith(0).Json);

        Assert.Equal(["input", "hypotheses"], line.EnumerateObject().Select(member => member.Name));
        Assert.Equal("s1 s2", line.GetProperty("input").GetString());
        Assert.Equal(2, line.GetProperty("hypotheses").GetArrayLength());
        foreach (var hypothesis in line.GetProperty("hypotheses").EnumerateArray())
        {
            Assert.Equal(["text", "tokens", "log_probability", "score", "finish_reason"], hypothesis.EnumerateObject().Select(member => member.Name));
            var tokens = hypothesis.GetProperty("tokens").EnumerateArray().Select(token => $"t{token.GetInt32()}");
            Assert.Equal(hypothesis.GetProperty("text").GetString(), string.Join(' ', tokens));
            Assert.True(hypothesis.GetProperty("log_probability").GetDouble() < 0);
            Assert.Contains(hypothesis.GetProperty("finish_reason").GetString(), (string[])["eos", "length"]);
        }
    }

    [Fact]
    public void N_best_is_ranked_by_score()
    {
        var line = Assert.Single(Cli.Run("generate", models.Bundle, "--input", "s1 s2", "--beam", "5", "--n-best", "5", "--json").MustExitWith(0).Json);
        var scores = line.GetProperty("hypotheses").EnumerateArray().Select(hypothesis => hypothesis.GetProperty("score").GetDouble()).ToList();

        Assert.Equal(5, scores.Count);
        Assert.Equal(scores.OrderDescending(), scores);
    }

    [Theory]
    [InlineData("none", 0, 1)]
    [InlineData("average", 1, 1)]
    [InlineData("0.5", 0.5, 1)]
    [InlineData("gnmt:0.6", 0.6, 6)]
    public void The_length_penalty_divides_scores(string penalty, double power, double divisor)
    {
        var line = Assert.Single(Cli.Run("generate", models.Bundle, "--input", "s1 s2", "--beam", "4", "--n-best", "4", "--json", "--length-penalty", penalty).MustExitWith(0).Json);

        foreach (var hypothesis in line.GetProperty("hypotheses").EnumerateArray())
        {
            var length = hypothesis.GetProperty("tokens").GetArrayLength() + (hypothesis.GetProperty("finish_reason").GetString() == "eos" ? 1 : 0);
            var expected = hypothesis.GetProperty("log_probability").GetDouble() / Math.Pow(divisor == 6 ? (5 + length) / divisor : length, power);
            Assert.Equal(expected, hypothesis.GetProperty("score").GetDouble(), 1e-6);
        }
    }

    [Fact]
    public void N_best_in_plain_text_is_a_numbered_list()
    {
        var lines = Cli.Run("generate", models.Bundle, "--input", "s1 s2", "--beam", "2", "--n-best", "2").MustExitWith(0).Output.TrimEnd().Split('\n');

        Assert.Equal(3, lines.Length);
        Assert.Equal("s1 s2", lines[0]);
        Assert.StartsWith("  1. ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("  2. ", lines[2], StringComparison.Ordinal);
        Assert.Contains("score -", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void The_graph_decodes_the_same_as_the_host()
    {
        var inputs = string.Join('\n', Enumerable.Range(0, 300).Select(Text));

        Assert.Equal(Outputs(inputs), Outputs(inputs, "--in-graph"));
    }

    [Theory]
    [InlineData("--beam", "3", "--n-best", "3")]
    [InlineData("--sample", "--top-k", "4", "--temperature", "1.5", "--seed", "9", "--n-best", "2")]
    public void The_exported_search_graphs_find_what_the_host_finds(params string[] search)
    {
        var bundle = models.NewPath();
        Cli.Run("export", models.Checkpoint, "--out", bundle, "--max-length", "12", "--beam-graph", "3", "--n-best", "3", "--sample-graph").MustExitWith(0);
        var inputs = string.Join('\n', Enumerable.Range(0, 100).Select(Text));
        string[] command = ["generate", bundle, "--input-file", "-", "--json", .. search];

        Assert.Equal(Texts(Cli.RunWithInput(inputs, command)), Texts(Cli.RunWithInput(inputs, [.. command, "--in-graph"])));
    }

    [Fact]
    public void A_file_longer_than_a_chunk_comes_back_in_order()
    {
        var texts = Enumerable.Range(0, 2500).Select(Text).ToList();
        var result = Cli.RunWithInput(string.Join("\r\n", texts), "generate", models.Bundle, "--input-file", "-", "--json").MustExitWith(0);

        Assert.Equal(texts, result.Json.Select(line => line.GetProperty("input").GetString()!));
    }

    [Fact]
    public void A_seed_gives_the_same_samples_wherever_the_chunks_end()
    {
        var texts = Enumerable.Range(0, 1100).Select(Text).ToList();
        var all = Outputs(string.Join('\n', texts), "--sample", "--seed", "7");

        Assert.Equal(all, Outputs(string.Join('\n', texts), "--sample", "--seed", "7"));
        Assert.Equal(all[..10], Outputs(string.Join('\n', texts[..10]), "--sample", "--seed", "7"));
        Assert.NotEqual(all, Outputs(string.Join('\n', texts), "--sample", "--seed", "8"));
    }

    [Fact]
    public void Top_k_of_one_samples_what_greedy_takes()
    {
        var inputs = string.Join('\n', Enumerable.Range(0, 50).Select(Text));

        Assert.Equal(Outputs(inputs), Outputs(inputs, "--sample", "--top-k", "1"));
    }

    [Fact]
    public void The_maximum_length_counts_the_end_token()
    {
        var hypothesis = Assert.Single(Cli.Run("generate", models.Bundle, "--input", "s1", "--max-length", "1", "--json").MustExitWith(0).Json)
            .GetProperty("hypotheses")[0];

        var (tokens, reason) = (hypothesis.GetProperty("tokens").GetArrayLength(), hypothesis.GetProperty("finish_reason").GetString());
        Assert.Equal(reason == "eos" ? 0 : 1, tokens);
    }

    [Fact]
    public void A_file_is_read_as_utf8_with_its_last_line_unended()
    {
        var path = models.NewPath();
        File.WriteAllText(path, "s1 s2\ns3");

        var result = Cli.Run("generate", models.Bundle, "--input-file", path).MustExitWith(0);

        Assert.Equal(2, result.Output.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public void An_ensemble_averages_the_probabilities_of_its_bundles()
    {
        var (other, bundle) = (models.NewPath(), models.NewPath());
        Models.Write(other, Models.SwapDecoderGates);
        Cli.Run("export", other, "--out", bundle).MustExitWith(0);
        double First(string of, params string[] options) => Math.Exp(Assert.Single(
            Cli.Run(["generate", of, "--input", "s1 s2", "--max-length", "1", "--beam", "6", "--n-best", "6", "--json", .. options]).MustExitWith(0).Json)
            .GetProperty("hypotheses").EnumerateArray().Single(hypothesis => hypothesis.GetProperty("text").GetString() == "t2").GetProperty("log_probability").GetDouble());

        var (one, two) = (First(models.Bundle), First(bundle));

        Assert.NotEqual(one, two, 1e-4);
        Assert.Equal((one + two) / 2, First(models.Bundle, "--ensemble", bundle), 1e-5);
        Assert.Equal(((2 * one) + two) / 3, First(models.Bundle, "--ensemble", models.Bundle, "--ensemble", bundle), 1e-5);
        Assert.Contains("--in-graph", Cli.Run("generate", models.Bundle, "--ensemble", bundle, "--in-graph", "--input", "s1").MustExitWith(ExitCode.BadInput).Error, StringComparison.Ordinal);
    }

    private static string Text(int i) => string.Join(' ', Enumerable.Range(0, (i % 9) + 1).Select(k => string.Create(CultureInfo.InvariantCulture, $"s{((i * 5) + (k * k)) % 7}")));

    private List<string> Outputs(string inputs, params string[] options) =>
    [
        .. Cli.RunWithInput(inputs, ["generate", models.Bundle, "--input-file", "-", "--json", .. options]).MustExitWith(0).Json
            .Select(line => line.GetProperty("hypotheses")[0])
            .Select(hypothesis => JsonSerializer.Serialize(hypothesis.GetProperty("tokens")) + hypothesis.GetProperty("finish_reason").GetString()),
    ];

    private static IEnumerable<string> Texts(CliResult result) =>
        result.MustExitWith(0).Json.SelectMany(line => line.GetProperty("hypotheses").EnumerateArray()).Select(hypothesis => hypothesis.GetProperty("text").GetString()!);
}
