using System.Text.Json;
using Seq.Tests;

namespace Seq.Cli.Tests;

/// <summary><c>seq eval RUN --bundle BUNDLE</c> for models of every kind: a bundle does on its run's data what the checkpoint does, from the texts on.</summary>
public sealed class EvaluatedBundleTests(Models models) : IClassFixture<Models>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("imdb-lstm", "data.max_length=20")]
    [InlineData("imdb-lstm", "data.max_length=40", "data.masked=false", "data.pad_at=pre")]
    [InlineData("imdb-bilstm", "data.max_length=30", "data.truncate_at=post")]
    public async Task A_classifier_reads_texts_as_it_learned_to(string preset, params string[] settings)
    {
        var (checkpoint, bundle) = await Measure(preset, settings);

        Assert.Equal(Metric(checkpoint, "accuracy"), Metric(bundle, "accuracy"));
        Assert.Equal(Metric(checkpoint, "macro_f1"), Metric(bundle, "macro_f1"));
        Assert.Equal(Metric(checkpoint, "loss"), Metric(bundle, "loss"), 1e-5);
        Assert.StartsWith("measured: ", bundle.GetProperty("notes").EnumerateArray().Last().GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tagger_tags_as_the_checkpoint_does()
    {
        var (checkpoint, bundle) = await Measure("tagger");

        Assert.All(["token_accuracy", "sentence_accuracy", "macro_f1"], name => Assert.Equal(Metric(checkpoint, name), Metric(bundle, name)));
        Assert.False(bundle.GetProperty("metrics").TryGetProperty("loss", out _)); // Of what a bundle finds less likely than its choice it says nothing.
    }

    [Fact]
    public async Task A_language_model_finds_the_text_as_likely_but_for_where_its_streams_begin()
    {
        var (checkpoint, bundle) = await Measure("toy-lm");

        Assert.Equal(Metric(checkpoint, "loss"), Metric(bundle, "loss"), 0.02);
    }

    [Fact]
    public async Task What_cannot_be_measured_together_is_named()
    {
        await Train("toy-lm");
        var bundle = _folder["bundle"];

        Assert.Contains("only encoder-decoders write as an ensemble", Cli.Run("eval", _folder["run"], "--bundle", bundle, "--bundle", bundle).MustExitWith(ExitCode.BadInput).Error, StringComparison.Ordinal);
        Assert.Contains("of the kind 'language-model'", Cli.Run("eval", _folder["run"], "--bundle", models.Bundle).MustExitWith(ExitCode.BadInput).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a language-model is measured without writing", "--beam", "4")]
    [InlineData("a language-model is measured without writing", "--beam", "4", "--bundle", "BUNDLE")]
    [InlineData("Threads and device are those of libtorch", "--threads", "1", "--bundle", "BUNDLE")]
    [InlineData("Threads and device are those of libtorch", "--device", "cpu", "--bundle", "BUNDLE")]
    public async Task What_would_have_no_effect_is_refused(string message, params string[] options)
    {
        await Train("toy-lm");

        var refused = Cli.Run(["eval", _folder["run"], .. options.Select(option => option == "BUNDLE" ? _folder["bundle"] : option)]).MustExitWith(ExitCode.BadInput);

        Assert.Contains(message, refused.Error, StringComparison.Ordinal);
    }

    private static double Metric(JsonElement report, string name) => report.GetProperty("metrics").GetProperty(name).GetDouble();

    private async Task<(JsonElement Checkpoint, JsonElement Bundle)> Measure(string preset, params string[] settings)
    {
        await Train(preset, settings);
        string[] measure = ["eval", _folder["run"], "--part", "validation", "--json"];
        return (Assert.Single(Cli.Run(measure).MustExitWith(0).Json), Assert.Single(Cli.Run([.. measure, "--bundle", _folder["bundle"]]).MustExitWith(0).Json));
    }

    private async Task Train(string preset, params string[] settings)
    {
        (await SeqProcess.Run(["train", preset, "--smoke", "--out", _folder["run"], .. settings.SelectMany(setting => (string[])["--set", setting])])).MustExitWith(0);
        Cli.Run("export", _folder["run"], "--out", _folder["bundle"]).MustExitWith(0);
    }
}
