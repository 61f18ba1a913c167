using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Seq.Model;
using Seq.Tests;

namespace Seq.Export.Tests;

/// <summary>Text in, text out, in one file: the texts that the vocabularies and the graph of ids give.</summary>
public sealed class TextGraphTests : IDisposable
{
    private const int MaxLength = 12;
    private static readonly string[] Digits = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

    private static readonly string Modules = Path.Combine(
        typeof(TextGraphTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!,
        ".deps", "npm", "node_modules");

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Words_become_characters_as_the_vocabularies_have_it()
    {
        var bundle = Export(Words(Digits), Characters("0123456789#", end: 10));
        var texts = Texts(new Random(1), 1000, Digits, " ");

        var found = Run(bundle, texts);

        Assert.Equal(Expected(bundle, texts), found);
        Assert.True(found.Distinct().Count() > 50, "Outputs alike would prove little.");
    }

    [Fact]
    public void Unknown_words_and_case_go_by_the_rules_of_the_vocabulary()
    {
        var source = new Vocabulary(TokenUnit.Words, ["?", .. Digits], new() { Unknown = 0 });
        var target = new Vocabulary(TokenUnit.Words, ["<s>", "the", "lamb", "was", "sure", "</s>"], new() { Start = 0, End = 5 });
        var bundle = Export(source, target);
        string[] texts = ["one  two\tmillion\u00a0three\u2003four\r\n", "One one", " nine", "? eight ? zero zero zero zero zero"];

        Assert.Equal(Expected(bundle, texts), Run(bundle, texts));
    }

    [Fact]
    public void Characters_are_found_wherever_they_stand()
    {
        var bundle = Export(Characters("abc é€𝄞\n", end: null), Characters("xyz 12#", end: 6));
        string[] texts = [.. Texts(new Random(2), 200, ["a", "b", "c", " ", "é", "€", "𝄞", "\n"], ""), "a", "   ", "aaaa", "cab €"];

        Assert.Equal(Expected(bundle, texts), Run(bundle, texts));
    }

    [Theory]
    [InlineData("one eleven")]
    [InlineData("")]
    [InlineData("  \t ")]
    public void A_text_that_the_model_cannot_read_fails_and_does_not_end_the_process(string text)
    {
        var bundle = Export(Words(Digits), Characters("0123456789#", end: 10));

        Assert.Contains("out of data bounds", Assert.Throws<OnnxRuntimeException>(() => Run(bundle, ["one", text])).Message, StringComparison.Ordinal);
        Assert.Contains("out of data bounds", Assert.Throws<OnnxRuntimeException>(() => Run(bundle, [])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("onnxruntime-node")]
    [InlineData("onnxruntime-web")]
    public async Task A_javascript_host_gives_the_same_texts(string package)
    {
        var bundle = Export(Words(Digits), Characters("0123456789#", end: 10));
        var batches = Enumerable.Range(0, 40).Select(batch => Texts(new Random(batch), 25, Digits, " ")).ToList();
        Assert.True(Directory.Exists(Path.Combine(Modules, package)), $"{package} is not in {Modules}; ./test.sh installs it.");
        var start = new ProcessStartInfo(
            "node", [Path.Combine(AppContext.BaseDirectory, "js", "text.mjs"), package, Modules, bundle.PathOf(GraphNames.TextGenerateGreedy), $"{MaxLength}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(batches));
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        Assert.True(process.ExitCode == 0, await error);

        Assert.Equal(batches.Select(texts => Expected(bundle, texts)), JsonSerializer.Deserialize<string[][]>(await output));
    }

    [Fact]
    public void The_file_says_what_it_is()
    {
        var bundle = Export(Words(Digits), Characters("0123456789#", end: 10));
        var entry = bundle.Graph(GraphNames.TextGenerateGreedy);
        var summary = OnnxModelSummary.Read(bundle.PathOf(GraphNames.TextGenerateGreedy));

        Assert.Equal(20, entry.Opset);
        Assert.Equal([("text", GraphType.String), ("max_length", GraphType.Int64)], entry.Inputs.Select(input => (input.Name, input.Type)));
        Assert.Equal([("generated_text", GraphType.String), ("log_probability", GraphType.Float32)], entry.Outputs.Select(output => (output.Name, output.Type)));
        Assert.Equal(["ai.onnx", "ai.onnx.ml"], summary.Opsets.Keys);
        Assert.Equal(9, summary.IrVersion);
        OnnxFileCheck.Check(bundle.PathOf(GraphNames.TextGenerateGreedy));
    }

    [Fact]
    public void A_vocabulary_that_no_operator_can_apply_is_refused()
    {
        var target = Characters("0123456789#", end: 10);
        var marks = new Vocabulary(TokenUnit.Words, Digits, SpecialTokens.None, new() { Split = WordSplit.Punctuation });
        var unknown = new Vocabulary(TokenUnit.Characters, ["a", "b"], new() { Unknown = 0 });

        Assert.Contains("cut by Punctuation", Assert.Throws<ExportException>(() => Export(marks, target)).Message, StringComparison.Ordinal);
        Assert.Contains("without an unknown token", Assert.Throws<ExportException>(() => Export(unknown, target)).Message, StringComparison.Ordinal);
        Assert.Contains("TextGraph needs operators on text", Assert.Throws<ExportException>(
            () => Export(Words(Digits), target, new() { TextGraph = true, Opset = 17 })).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private Bundle Export(Vocabulary source, Vocabulary target, ExportOptions? options = null)
    {
        var model = Variants.Create(CellKind.Gru, attention: AttentionScore.General) with
        {
            SourceVocabulary = source.Count,
            TargetVocabulary = target.Count,
            StartToken = target.Special.Start ?? 0,
            EndToken = target.Special.End ?? 0,
        };
        var weights = RandomCheckpoint.Weights(model, seed: 4, scale: 3f);
        var writer = new SafetensorsWriter();
        foreach (var parameter in model.Parameters)
        {
            writer.Add<float>(parameter.Name, [.. parameter.Shape.Select(size => (long)size)], weights[parameter.Name]);
        }

        Checkpoint.Write(_folder["checkpoint"], model, source, target, writer);
        BundleExporter.Export(Checkpoint.Open(_folder["checkpoint"]), _folder["bundle"], options ?? new() { TextGraph = true });
        return Bundle.Open(_folder["bundle"]);
    }

    /// <summary>What SeqModel gives: the vocabulary's ids, greedy search, the vocabulary's text.</summary>
    private static string[] Expected(Bundle bundle, string[] texts)
    {
        var sources = texts.Select(bundle.SourceVocabulary.Encode).ToList();
        using var graph = new OnnxGraph(bundle.PathOf(GraphNames.GenerateGreedy));
        var result = graph.Run(
            (GraphNames.Source, Tensor.Padded(sources, 0)), (GraphNames.SourceLengths, Tensor.Lengths(sources)), (GraphNames.MaxLength, Tensor.Of([(long)MaxLength])));
        var steps = (int)result[GraphNames.Tokens].Shape[1];
        return [.. result[GraphNames.Tokens].Longs.Select(token => (int)token).Chunk(steps).Select(row => bundle.TargetVocabulary.Decode(row))];
    }

    private static string[] Run(Bundle bundle, string[] texts)
    {
        using var graph = new OnnxGraph(bundle.PathOf(GraphNames.TextGenerateGreedy));
        return graph.Run((GraphNames.Text, Tensor.Of(texts, texts.Length)), (GraphNames.MaxLength, Tensor.Of([(long)MaxLength])))[GraphNames.GeneratedText].Texts;
    }

    private static string[] Texts(Random random, int count, string[] tokens, string separator) =>
        [.. Enumerable.Range(0, count).Select(_ => string.Join(separator, random.GetItems(tokens, random.Next(1, 9))))];

    private static Vocabulary Words(string[] words) => new(TokenUnit.Words, words, SpecialTokens.None);

    private static Vocabulary Characters(string characters, int? end) =>
        new(TokenUnit.Characters, [.. characters.EnumerateRunes().Select(rune => rune.ToString())], new() { Start = end, End = end });
}
