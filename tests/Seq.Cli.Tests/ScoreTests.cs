using System.Globalization;
using Seq.Export;
using Seq.Model;
using Seq.Runtime;
using Seq.Tests;

namespace Seq.Cli.Tests;

/// <summary><c>seq score</c>: pairs of an encoder-decoder, texts of a language model.</summary>
public sealed class ScoreTests(Models models) : IClassFixture<Models>
{
    private static readonly Lazy<LanguageModelDescription> Language = new(() => new()
    {
        Vocabulary = 7,
        Embedding = 5,
        Layers = new() { Cell = CellKind.Gru, Hidden = 6 },
        StartToken = 0,
        EndToken = 1,
    });

    [Fact]
    public void A_pair_scores_what_generating_it_reported()
    {
        var found = Assert.Single(Cli.Run("generate", models.Bundle, "--input", "s1 s2 s3", "--json").MustExitWith(0).Json).GetProperty("hypotheses")[0];
        var text = found.GetProperty("text").GetString()!;
        using var model = SeqModel.Open(models.Bundle);
        var expected = model.Score("s1 s2 s3", text);

        var line = Assert.Single(Cli.Run("score", models.Bundle, "--input", "s1 s2 s3", "--target", text, "--json").MustExitWith(0).Json);
        var ofFile = Assert.Single(Cli.RunWithInput($"s1 s2 s3\t{text}", "score", models.Bundle, "--input-file", "-", "--json").MustExitWith(0).Json);

        Assert.Equal(["input", "tokens", "unknown_tokens", "log_probability", "perplexity", "target"], line.EnumerateObject().Select(member => member.Name));
        Assert.Equal(expected.LogProbability, line.GetProperty("log_probability").GetDouble());
        Assert.Equal(expected.Perplexity, line.GetProperty("perplexity").GetDouble());
        Assert.Equal(expected.Length, line.GetProperty("tokens").GetInt32());
        Assert.Equal(line.ToString(), ofFile.ToString());
        if (found.GetProperty("finish_reason").GetString() == "eos")
        {
            Assert.Equal(found.GetProperty("log_probability").GetDouble(), line.GetProperty("log_probability").GetDouble(), 1e-5);
        }
    }

    [Fact]
    public void Every_token_is_explained_with_its_log_probability()
    {
        var line = Assert.Single(Cli.Run("score", models.Bundle, "--input", "s1 s2", "--target", "t3 t4", "--json", "--explain").MustExitWith(0).Json);

        var tokens = line.GetProperty("explanation").EnumerateArray().ToList();
        Assert.Equal(["t3", "t4", "t0"], tokens.Select(token => token.GetProperty("token").GetString()!)); // The end token is t0.
        Assert.Equal([3, 4, 0], tokens.Select(token => token.GetProperty("id").GetInt32()));
        Assert.Equal(line.GetProperty("log_probability").GetDouble(), tokens.Sum(token => token.GetProperty("log_probability").GetDouble()), 1e-9);
    }

    [Fact]
    public void A_text_is_printed_with_its_numbers_and_a_total_adds_them_up()
    {
        var bundle = LanguageModel(Words());
        var texts = "t2 t3\nt4\n\nt2 t2 t5 t6\n";
        using var model = SeqModel.Open(bundle);
        var scores = model.ScoreBatch([("", "t2 t3"), ("", "t4"), ("", ""), ("", "t2 t2 t5 t6")]);

        var lines = Cli.RunWithInput(texts, "score", bundle, "--input-file", "-").MustExitWith(0).Output.TrimEnd('\n').Split('\n');
        var json = Cli.RunWithInput(texts, "score", bundle, "--input-file", "-", "--json").MustExitWith(0).Json;
        var total = Assert.Single(Cli.RunWithInput(texts, "score", bundle, "--input-file", "-", "--json", "--total").MustExitWith(0).Json);
        var shown = Cli.RunWithInput(texts, "score", bundle, "--input-file", "-", "--total").MustExitWith(0).Output;

        var bits = -scores[0].LogProbability / 5 / Math.Log(2); // «t2 t3» has five characters.
        Assert.Equal(
            FormattableString.Invariant($"t2 t3  (log-probability {scores[0].LogProbability:0.0000}, perplexity {scores[0].Perplexity:0.0000}, 3 tokens, bits per character {bits:0.0000})"), lines[0]);
        Assert.Equal(scores.Select(score => score.LogProbability), json.Select(line => line.GetProperty("log_probability").GetDouble()));
        Assert.Equal(["texts", "tokens", "unknown_tokens", "log_probability", "perplexity", "bits_per_character"], total.EnumerateObject().Select(member => member.Name));
        var (sum, count) = (scores.Sum(score => score.LogProbability), scores.Sum(score => score.Length));
        Assert.Equal((4, count), (total.GetProperty("texts").GetInt32(), total.GetProperty("tokens").GetInt32()));
        Assert.Equal(Math.Exp(-sum / count), total.GetProperty("perplexity").GetDouble(), 1e-9);
        Assert.StartsWith("4 texts: log-probability ", shown, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"perplexity {Math.Exp(-sum / count):0.0000}"), shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_file_is_one_stream_behind_the_start_token()
    {
        var bundle = LanguageModel(Words());
        var file = models.NewPath();
        var text = string.Join('\n', Enumerable.Range(0, 3000).Select(i => string.Create(CultureInfo.InvariantCulture, $"t{2 + (i % 5)} t{2 + (i * i % 5)}")));
        File.WriteAllText(file, text);
        using var model = SeqModel.Open(bundle);

        var whole = Assert.Single(Cli.Run("score", bundle, "--input-file", file, "--whole", "--json").MustExitWith(0).Json);
        var marked = Assert.Single(Cli.RunWithInput(text, "score", bundle, "--input-file", "-", "--whole", "--mark-lines", "--json").MustExitWith(0).Json);

        Assert.Equal(model.ScoreFile(file).Perplexity, whole.GetProperty("perplexity").GetDouble());
        Assert.Equal(6000, whole.GetProperty("tokens").GetInt32());
        Assert.Equal(model.ScoreFile(file).BitsPerCharacter, whole.GetProperty("bits_per_character").GetDouble());
        Assert.Equal(9000, marked.GetProperty("tokens").GetInt32());
    }

    [Fact]
    public void Unknown_tokens_are_counted_and_leave_no_bits_per_character()
    {
        var bundle = LanguageModel(new(TokenUnit.Words, ["<s>", "</s>", "<unk>", "t3", "t4", "t5", "t6"], new() { Start = 0, End = 1, Unknown = 2 }));

        var line = Assert.Single(Cli.Run("score", bundle, "--input", "t3 other t4", "--json").MustExitWith(0).Json);

        Assert.Equal(1, line.GetProperty("unknown_tokens").GetInt32());
        Assert.False(line.TryGetProperty("bits_per_character", out _));
        Assert.Contains("4 tokens, 1 of them unknown)", Cli.Run("score", bundle, "--input", "t3 other t4").MustExitWith(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Models_score_together_as_they_decode_together()
    {
        var (first, second) = (LanguageModel(Words()), LanguageModel(Words(), seed: 31));
        double Score(string bundle, params string[] options) =>
            Assert.Single(Cli.Run(["score", bundle, "--input", "t2", "--json", "--explain", .. options]).MustExitWith(0).Json).GetProperty("explanation")[0].GetProperty("log_probability").GetDouble();

        var (one, other) = (Score(first), Score(second));

        Assert.NotEqual(one, other, 1e-3);
        Assert.Equal(((3 * Math.Exp(one)) + Math.Exp(other)) / 4, Math.Exp(Score(first, "--ensemble", second, "--ensemble-weights", "3,1")), 1e-5);
        Assert.NotEqual(one, Score(first, "--fuse", $"{second}=0.5"), 1e-3);
    }

    [Theory]
    [InlineData("--whole reads a file", "--input", "s1", "--whole")]
    [InlineData("--mark-lines has no effect without --whole", "--input", "s1", "--mark-lines")]
    [InlineData("--target goes with --input", "--input-file", "-", "--target", "t1")]
    [InlineData("--explain has no effect without --json", "--input", "s1", "--explain")]
    [InlineData("--explain has no effect with --total", "--input", "s1", "--json", "--explain", "--total")]
    [InlineData("--total has no effect with --whole", "--input-file", "-", "--whole", "--total")]
    [InlineData("--ensemble has no effect with --whole", "--input-file", "-", "--whole", "--ensemble", "b")]
    [InlineData("--ensemble-weights has no effect without --ensemble", "--input", "s1", "--ensemble-weights", "1,2")]
    [InlineData("--ensemble-weights has 3 numbers for 2 models", "--input", "s1", "--ensemble", "b", "--ensemble-weights", "1,2,3")]
    [InlineData("--ensemble-average has no effect without --ensemble", "--input", "s1", "--ensemble-average", "log-probability")]
    [InlineData("--ensemble-weights is '1,0'", "--input", "s1", "--ensemble", "b", "--ensemble-weights", "1,0")]
    [InlineData("--fuse is 'b'", "--input", "s1", "--fuse", "b")]
    [InlineData("Neither --input nor --input-file", "--json")]
    [InlineData("--whole is for language models", "--input-file", "-", "--whole")]
    [InlineData("standard input, line 1: An encoder-decoder scores a source and an output with one tab", "--input-file", "-")]
    [InlineData("--input: Token 2 of the text 's1 nothing'", "--input", "s1 nothing", "--target", "t1")]
    [InlineData("--input: Token 1 of the text 'nothing'", "--input", "s1", "--target", "nothing")]
    [InlineData("--input: The text is empty", "--input", "", "--target", "t1")]
    public void What_cannot_be_scored_is_refused_by_name(string expected, params string[] options) =>
        Assert.Contains(expected, Cli.RunWithInput("s1 s2\n", ["score", models.Bundle, .. options]).MustExitWith(2).Error, StringComparison.Ordinal);

    [Fact]
    public void What_a_language_model_cannot_score_is_refused_by_name()
    {
        var (bundle, endless, file) = (LanguageModel(Words()), LanguageModel(Words(), endToken: null), models.NewPath());
        File.WriteAllBytes(file, [0x74, 0x32, 0xff]);
        string Error(params string[] arguments) => Cli.Run(["score", .. arguments]).MustExitWith(2).Error;

        Assert.Contains("--target is for encoder-decoders", Error(bundle, "--input", "t2", "--target", "t3"), StringComparison.Ordinal);
        Assert.Contains("--mark-lines needs an end token", Error(endless, "--input-file", file, "--whole", "--mark-lines"), StringComparison.Ordinal);
        Assert.Contains("not UTF-8", Error(bundle, "--input-file", file, "--whole"), StringComparison.Ordinal);
        File.WriteAllText(file, "t2 nothing");
        Assert.Contains($"{file}: Behind token 1: Token 1 of the text 'nothing'", Error(bundle, "--input-file", file, "--whole"), StringComparison.Ordinal);
        File.WriteAllText(file, " \n");
        Assert.Contains($"{file}: The text has no tokens", Error(bundle, "--input-file", file, "--whole"), StringComparison.Ordinal);
        Assert.Contains("There is no such file", Error(bundle, "--input-file", file + "x", "--whole"), StringComparison.Ordinal);
    }

    private static Vocabulary Words() => RandomCheckpoint.TargetVocabulary(Language.Value);

    private string LanguageModel(Vocabulary vocabulary, int seed = 30, int? endToken = 1)
    {
        var path = models.NewPath();
        var special = vocabulary.Special with { End = endToken };
        BundleExporter.Export(
            RandomCheckpoint.Write(models.NewPath(), Language.Value with { EndToken = endToken }, seed, scale: 1f, target: new(vocabulary.Unit, vocabulary.Tokens, special)), path, new());
        return path;
    }
}
