using Seq.Export;
using Seq.Model;
using Seq.Runtime;
using Seq.Tests;

namespace Seq.Cli.Tests;

/// <summary><c>seq classify</c> and <c>seq tag</c>, and the continuing of an empty text.</summary>
public sealed class LabelTests : IDisposable
{
    private static readonly RecurrentLayers Layers = new() { Cell = CellKind.Lstm, Hidden = 5, Bidirectional = true };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_text_is_printed_with_its_most_probable_label()
    {
        var bundle = Classifier();
        using var model = SeqModel.Open(bundle);
        var expected = model.Classify("s1 s2 s3");

        var line = Cli.Run("classify", bundle, "--input", "s1 s2 s3").MustExitWith(0).Output;

        Assert.Equal(FormattableString.Invariant($"s1 s2 s3 -> {expected.Label} ({100 * expected.Best.Probability:0.0}%)\n"), line);
    }

    [Fact]
    public void All_labels_come_as_json_and_as_many_as_asked_for_as_text()
    {
        var bundle = Classifier();
        using var model = SeqModel.Open(bundle);
        var expected = model.ClassifyBatch(["s1", "s4 s2"]);

        var lines = Cli.RunWithInput("s1\ns4 s2\n", "classify", bundle, "--input-file", "-", "--json").MustExitWith(0).Json.ToList();
        var two = Cli.Run("classify", bundle, "--input", "s1", "--n-best", "2").MustExitWith(0).Output;

        Assert.Equal(["s1", "s4 s2"], lines.Select(line => line.GetProperty("input").GetString()!));
        foreach (var (line, classification) in lines.Zip(expected))
        {
            var labels = line.GetProperty("labels").EnumerateArray().ToList();
            Assert.Equal(["label", "id", "probability", "log_probability"], labels[0].EnumerateObject().Select(member => member.Name));
            Assert.Equal(classification.Labels.Select(label => label.Id), labels.Select(label => label.GetProperty("id").GetInt32()));
            Assert.Equal(classification.Labels.Select(label => label.Probability), labels.Select(label => label.GetProperty("probability").GetDouble()));
        }

        Assert.Equal(2, two.Split('%').Length - 1);
    }

    [Fact]
    public void Every_token_is_printed_with_its_tag()
    {
        var bundle = Tagger();
        using var model = SeqModel.Open(bundle);
        var expected = model.Tag("s1 s2 s1");

        var text = Cli.Run("tag", bundle, "--input", "s1 s2 s1").MustExitWith(0).Output;
        var json = Assert.Single(Cli.Run("tag", bundle, "--input", "s1 s2 s1", "--json").MustExitWith(0).Json);

        Assert.Equal(string.Join(' ', expected.Tokens.Select(token => $"{token.Token}/{token.Tag}")) + "\n", text);
        Assert.Equal(expected.Tags, json.GetProperty("tokens").EnumerateArray().Select(token => token.GetProperty("tag").GetString()!));
    }

    [Theory]
    [InlineData("classify", "tagger", "Use `seq tag`")]
    [InlineData("tag", "classifier", "Use `seq classify`")]
    [InlineData("generate", "classifier", "Use `seq classify`")]
    public void A_bundle_of_another_kind_is_bad_input_that_names_the_command_for_it(string command, string kind, string expected)
    {
        var error = Cli.Run(command, kind == "tagger" ? Tagger() : Classifier(), "--input", "s1").MustExitWith(2).Error;

        Assert.Contains($"of the kind '{kind}'", error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_text_has_no_label_but_a_language_model_begins_with_it()
    {
        var bundle = Export("language-model", new LanguageModelDescription { Vocabulary = 6, Embedding = 4, Layers = new() { Cell = CellKind.Gru, Hidden = 5 }, StartToken = 0 });

        var error = Cli.Run("classify", Classifier(), "--input", "").MustExitWith(2).Error;
        var text = Cli.Run("generate", bundle, "--input", "", "--max-length", "4").MustExitWith(0).Output;

        Assert.Contains("--input: The text is empty", error, StringComparison.Ordinal);
        Assert.StartsWith(" -> t", text, StringComparison.Ordinal);
    }

    private string Classifier() =>
        Export("classifier", new ClassifierDescription { Vocabulary = 7, Embedding = 4, Layers = Layers, Pooling = PoolingKind.Mean, Classes = 3 });

    private string Tagger() => Export("tagger", new TaggerDescription { Vocabulary = 7, Embedding = 4, Layers = Layers, Tags = 4 });

    private string Export(string name, ModelDescription description)
    {
        BundleExporter.Export(RandomCheckpoint.Write(_folder[name + "-checkpoint"], description, seed: 8), _folder[name], new());
        return _folder[name];
    }
}
