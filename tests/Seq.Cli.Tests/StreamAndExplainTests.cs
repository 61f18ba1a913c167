using System.Text.Json;
using Seq.Cli.Output;

namespace Seq.Cli.Tests;

/// <summary>What <c>seq generate</c> prints while it decodes, and what it says about scores.</summary>
public sealed class StreamAndExplainTests(Models models) : IClassFixture<Models>
{
    private const string Inputs = "s1 s2 s3\ns4\ns2 s2 s6 s1\n";

    [Theory]
    [InlineData]
    [InlineData("--beam", "3")]
    [InlineData("--sample", "--seed", "4", "--temperature", "2")]
    [InlineData("--stop", "t2 t")]
    public void A_stream_prints_what_comes_without_it(params string[] options)
    {
        string[] command = ["generate", models.Bundle, "--input-file", "-", .. options];

        Assert.Equal(Cli.RunWithInput(Inputs, command).MustExitWith(0).Output, Cli.RunWithInput(Inputs, [.. command, "--stream"]).MustExitWith(0).Output);
    }

    [Fact]
    public async Task A_line_is_answered_before_the_next_one_is_read()
    {
        var output = new StringWriter();
        var input = new AskingReader(["s1 s2\n", "s3\n"], output);

        var exitCode = await new SeqCommandLine(new Terminal(input, output, TextWriter.Null)).RunAsync(["generate", models.Bundle, "--input-file", "-", "--stream"], CancellationToken.None);

        Assert.Equal(0, exitCode);
        Assert.Equal("", input.AnsweredBefore[0]);
        Assert.StartsWith("s1 s2 -> t", input.AnsweredBefore[1], StringComparison.Ordinal);
        Assert.EndsWith("\n", input.AnsweredBefore[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_pieces_of_a_stream_are_objects_and_the_whole_comes_last()
    {
        string[] command = ["generate", models.Bundle, "--input-file", "-", "--sample", "--seed", "4", "--temperature", "2", "--n-best", "2", "--json"];
        var whole = Cli.RunWithInput(Inputs, command).MustExitWith(0).Json;

        var streamed = Cli.RunWithInput(Inputs, [.. command, "--stream"]).MustExitWith(0).Json;

        var (pieces, results) = (streamed.Where(line => line.TryGetProperty("sample", out _)).ToList(), streamed.Where(line => line.TryGetProperty("hypotheses", out _)).ToList());
        Assert.True(pieces.Count > 6, "a piece for each token, not for each sample");
        Assert.All(pieces, piece => Assert.Equal(["input", "sample", "text", "tokens"], piece.EnumerateObject().Select(member => member.Name)));
        Assert.Equal(whole.Select(line => line.ToString()), results.Select(line => line.ToString()));
        foreach (var line in whole)
        {
            var ofLine = pieces.Where(piece => piece.GetProperty("input").ToString() == line.GetProperty("input").ToString()).ToLookup(piece => piece.GetProperty("sample").GetInt32());
            Assert.Equal(
                line.GetProperty("hypotheses").EnumerateArray().Select(hypothesis => hypothesis.GetProperty("text").GetString()).Order(),
                ofLine.Select(sample => string.Concat(sample.Select(piece => piece.GetProperty("text").GetString()))).Order());
        }
    }

    [Fact]
    public void A_score_is_made_of_what_is_explained()
    {
        var line = Assert.Single(Cli.Run(
            "generate", models.Bundle, "--input", "s1 s2 s3", "--beam", "4", "--n-best", "3", "--length-penalty", "0.5", "--coverage-penalty", "0.3", "--max-length", "2", "--json", "--explain", "--alternatives", "2")
            .MustExitWith(0).Json);

        Assert.Equal(["input", "hypotheses", "source_tokens"], line.EnumerateObject().Select(member => member.Name));
        Assert.Equal(["s1", "s2", "s3"], line.GetProperty("source_tokens").EnumerateArray().Select(token => token.GetString()!));
        foreach (var hypothesis in line.GetProperty("hypotheses").EnumerateArray())
        {
            var explanation = hypothesis.GetProperty("explanation");
            var (divisor, term) = (explanation.GetProperty("length_divisor").GetDouble(), explanation.GetProperty("coverage_term").GetDouble());
            var tokens = explanation.GetProperty("tokens").EnumerateArray().ToList();
            Assert.True(term < 0);
            Assert.Equal(Math.Sqrt(tokens.Count), divisor, 1e-9);
            Assert.Equal(hypothesis.GetProperty("score").GetDouble(), (hypothesis.GetProperty("log_probability").GetDouble() / divisor) + term, 1e-9);
            Assert.Equal(hypothesis.GetProperty("log_probability").GetDouble(), tokens.Sum(LogProbability), 1e-9);
            Assert.Equal(hypothesis.GetProperty("text").GetString(), string.Join(' ', tokens.Select(token => token.GetProperty("token").GetString()).Where(token => token != "t0")));
            Assert.All(tokens, AssertToken);
        }
    }

    [Fact]
    public void Without_attention_and_alternatives_a_token_has_neither()
    {
        var token = Assert.Single(Cli.Run("generate", models.Bundle, "--input", "s1", "--json", "--explain").MustExitWith(0).Json)
            .GetProperty("hypotheses")[0].GetProperty("explanation").GetProperty("tokens")[0];

        Assert.Equal(["token", "id", "log_probability", "source", "attention"], token.EnumerateObject().Select(member => member.Name));
    }

    private static void AssertToken(JsonElement token)
    {
        var attention = token.GetProperty("attention").EnumerateArray().Select(weight => weight.GetDouble()).ToList();
        var alternatives = token.GetProperty("alternatives").EnumerateArray().ToList();
        Assert.Equal(["token", "id", "log_probability", "source", "attention", "alternatives"], token.EnumerateObject().Select(member => member.Name));
        Assert.Equal($"t{token.GetProperty("id").GetInt32()}", token.GetProperty("token").GetString());
        Assert.Equal(3, attention.Count);
        Assert.Equal(1, attention.Sum(), 1e-5);
        Assert.Equal(attention.Max(), attention[token.GetProperty("source").GetInt32()]);
        Assert.Equal(2, alternatives.Count);
        Assert.True(LogProbability(alternatives[0]) >= LogProbability(alternatives[1]));
        Assert.True(LogProbability(alternatives[0]) >= LogProbability(token));
    }

    /// <summary>A person who types a line when the one before is answered.</summary>
    private sealed class AskingReader(string[] lines, StringWriter output) : TextReader
    {
        private int _line;
        private int _place;

        /// <summary>What stood there when each line was begun.</summary>
        internal List<string> AnsweredBefore { get; } = [];

        public override int Read()
        {
            if (_line == lines.Length)
            {
                return -1;
            }

            if (_place == 0)
            {
                AnsweredBefore.Add(output.ToString());
            }

            var unit = lines[_line][_place++];
            if (_place == lines[_line].Length)
            {
                (_line, _place) = (_line + 1, 0);
            }

            return unit;
        }
    }

    private static double LogProbability(JsonElement token) => token.GetProperty("log_probability").GetDouble();
}
