using Seq.Model;
using Seq.Tests;
using static TorchSharp.torch;

namespace Seq.Train.Tests;

public sealed class WordVectorsTests
{
    private static readonly Vocabulary Words = new(TokenUnit.Words, ["<pad>", "the", "cat", "mat"], SpecialTokens.None);

    [Theory]
    [InlineData("the 1 -2.5 3e-1\ndog 9 9 9\n. . 8 8 8\nmat 4 5 6\n")]
    [InlineData("3 3\nthe 1 -2.5 3e-1\ndog 9 9 9\n. . 8 8 8\nmat 4 5 6")]
    [InlineData("3 3\r\nthe 1 -2.5 3e-1 \r\nthe 8 8 8\r\n. . 8 8 8\nmat 4 5 6\r\n")]
    public void Rows_of_known_words_come_from_the_file_and_others_stay(string text)
    {
        var (found, table) = Copy(text);

        Assert.Equal(2, found);
        Assert.Equal([7, 7, 7, 1, -2.5f, 0.3f, 7, 7, 7, 4, 5, 6], table);
    }

    [Theory]
    [InlineData("the 1 2 3\ncat 1 2\n", "line 2", "2 numbers")]
    [InlineData("the 1 2 3\ncat 1 2 3 4\n", "line 2", "more than 3 numbers")]
    [InlineData("the 1 2 3\n\ncat 1 2 3\n", "line 2", "0 numbers")]
    [InlineData("the 1 x 3\n", "line 1", "'x' is not a finite number")]
    [InlineData("the 1 NaN 3\n", "line 1", "'NaN' is not a finite number")]
    [InlineData(" 1 2 3\n", "line 1", "no word")]
    [InlineData("400000 100\nthe 1 2 3\n", "line 1", "100 numbers")]
    public void A_malformed_line_is_named_with_what_is_wrong(string text, string line, string problem)
    {
        var error = Assert.Throws<DataException>(() => Copy(text));

        Assert.Contains(line, error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_foreign_words_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["vectors.txt"], "Haus 1 2 3 4\nMaus 4 5 6 7\n");
        using var model = new LanguageModel(new() { Vocabulary = 6, Embedding = 4, Layers = new() { Cell = CellKind.Gru, Hidden = 4 }, StartToken = 0 });
        var words = new Vocabulary(TokenUnit.Words, ["<s>", "</s>", "<unk>", "the", "cat", "mat"], new() { Start = 0, End = 1, Unknown = 2 });

        var error = Assert.Throws<SeqException>(() => Initialiser.Apply(model, new() { Vectors = folder["vectors.txt"] }, words));

        Assert.StartsWith($"{folder["vectors.txt"]}: none of its words is in the vocabulary", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        using var folder = new TemporaryFolder();
        using var table = nn.Parameter(zeros(4, 3));

        Assert.Contains("missing.txt", Assert.Throws<DataException>(() => WordVectors.Copy(folder["missing.txt"], Words, table)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vocabulary_of_another_size_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["vectors.txt"], "the 1 2 3\n");
        using var table = nn.Parameter(zeros(5, 3));

        Assert.Contains("5 rows", Assert.Throws<DataException>(() => WordVectors.Copy(folder["vectors.txt"], Words, table)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_starts_from_the_vectors_of_its_settings()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["vectors.txt"], "the 1 2 3\n");
        using var module = new Classifier(new()
        {
            Vocabulary = 4, Embedding = 3, Classes = 2, Layers = new() { Cell = CellKind.Gru, Hidden = 2 },
        });

        Assert.Equal(
            [$"initialisation.vectors: 1 of 4 tokens have a vector in {folder["vectors.txt"]}."],
            Initialiser.Apply(module, new() { Vectors = folder["vectors.txt"], Weights = WeightInitialiser.Zeros }, Words));

        using var scope = NewDisposeScope();
        Assert.Equal([0, 0, 0, 1, 2, 3, 0, 0, 0, 0, 0, 0], Probe.Numbers(module.Named().First().Value.detach()));
    }

    private static (int Found, float[] Table) Copy(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["vectors.txt"], text);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var table = nn.Parameter(full([4, 3], 7f));
        return (WordVectors.Copy(folder["vectors.txt"], Words, table), table.data<float>().ToArray());
    }
}
