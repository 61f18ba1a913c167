namespace Seq.Model.Tests.Descriptions;

public sealed class ModelDescriptionJsonTests : IDisposable
{
    private const string Small = """
        {
          "kind": "encoder-decoder",
          "source_vocabulary": 3,
          "target_vocabulary": 4,
          "source_embedding": 2,
          "target_embedding": 2,
          "encoder": { "cell": "gru", "hidden": 2 },
          "decoder": { "cell": "gru", "hidden": 2 },
          "start_token": 3,
          "end_token": 3
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Leaving_out_what_has_a_default_gives_the_default() => Assert.Equal(Samples.Description, Read(Small));

    [Fact]
    public void Every_member_comes_back_as_it_was()
    {
        var description = Samples.Description with
        {
            SourceEmbedding = null,
            Encoder = new() { Cell = CellKind.Lstm, Hidden = 5, Layers = 2, Bidirectional = true, Dropout = 0.25, Residual = true, LayerNorm = true },
            Decoder = new() { Cell = CellKind.Lstm, Hidden = 7, Layers = 2, Dropout = 0.1, Projection = 3, WeightDrop = 0.4, Activation = CellActivation.Relu },
            Bridge = BridgeKind.Linear,
            Attention = new() { Score = AttentionScore.Concat, EnergySize = 9, InputFeeding = true, Coverage = true },
            ContextEveryStep = true,
            Dropout = 0.3,
            EmbeddingDropout = 0.05,
            VariationalDropout = true,
        };
        Assert.Equal(description, Read(Text(description)));
    }

    [Theory]
    [InlineData(CellKind.ElmanTanh, "\"cell\": \"elman-tanh\"")]
    [InlineData(CellKind.ElmanRelu, "\"cell\": \"elman-relu\"")]
    [InlineData(CellKind.ElmanSelu, "\"cell\": \"elman-selu\"")]
    [InlineData(CellKind.Lstm, "\"cell\": \"lstm\"")]
    [InlineData(CellKind.Gru, "\"cell\": \"gru\"")]
    public void A_cell_is_written_as_its_word(CellKind cell, string expected)
    {
        var description = Samples.Description with { Encoder = new() { Cell = cell, Hidden = 2 } };
        Assert.Contains(expected, Text(description), StringComparison.Ordinal);
        Assert.Equal(description, Read(Text(description)));
    }

    [Fact]
    public void Names_are_in_snake_case_and_derived_sizes_are_not_written()
    {
        var text = Text(Samples.Description);
        Assert.StartsWith("{\n  \"kind\": \"encoder-decoder\",\n  \"source_vocabulary\": 3,\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("memory_size", text, StringComparison.Ordinal);
        Assert.DoesNotContain("parameters", text, StringComparison.Ordinal);
        Assert.DoesNotContain("output_size", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
    }

    [Fact]
    public void The_kind_may_stand_last() =>
        Assert.Equal(Samples.Description, Read(Small.Replace("\"kind\": \"encoder-decoder\",", "").Replace("\"end_token\": 3", "\"end_token\": 3, \"kind\": \"encoder-decoder\"")));

    [Theory]
    [InlineData("\"end_token\": 3", "\"end_token\": 3, \"colour\": 1", "colour")]
    [InlineData("\"end_token\": 3", "\"end_token\": 3, \"end_token\": 2", "end_token")]
    [InlineData("\"end_token\": 3", "\"bridge\": \"copy\"", "end_token")]
    [InlineData("\"end_token\": 3", "\"end_token\": null", "$.end_token")]
    [InlineData("\"end_token\": 3", "\"end_token\": 3.5", "$.end_token")]
    [InlineData("\"end_token\": 3", "\"end_token\": \"3\"", "$.end_token")]
    [InlineData("\"end_token\": 3", "\"end_token\": 3000000000", "$.end_token")]
    [InlineData("\"end_token\": 3", "\"End_Token\": 3", "End_Token")]
    [InlineData("\"encoder\": { \"cell\": \"gru\", \"hidden\": 2 }", "\"encoder\": null", "encoder")]
    [InlineData("\"cell\": \"gru\"", "\"cell\": null", "elman-tanh, elman-relu, elman-selu, lstm, gru")]
    [InlineData("\"cell\": \"gru\"", "\"cell\": 3", "elman-tanh, elman-relu, elman-selu, lstm, gru")]
    [InlineData("\"cell\": \"gru\"", "\"cell\": \"GRU\"", "'GRU' is not one of elman-tanh, elman-relu, elman-selu, lstm, gru")]
    [InlineData("\"cell\": \"gru\"", "\"cell\": \"lstm, gru\"", "is not one of")]
    [InlineData("\"cell\": \"gru\"", "\"cell\": \"\\ud800\"", "$.encoder.cell")]
    [InlineData("\"encoder-decoder\"", "\"transformer\"", "transformer")]
    [InlineData("\"encoder-decoder\"", "null", "kind")]
    [InlineData("\"kind\": \"encoder-decoder\",", "", "kind")]
    public void A_member_that_is_wrong_is_named(string old, string changed, string named)
    {
        var exception = Assert.Throws<ModelFormatException>(() => Read(Small.Replace(old, changed)));
        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
        Assert.Contains("model.json", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("3")]
    [InlineData("{} {}")]
    public void What_is_not_one_object_is_refused(string text) => Assert.Throws<ModelFormatException>(() => Read(text));

    [Fact]
    public void Json_cut_at_any_byte_names_the_file()
    {
        for (var length = 0; length < Small.Length; length++)
        {
            var exception = Assert.Throws<ModelFormatException>(() => Read(Small[..length]));
            Assert.Contains("model.json", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_half_written_file_is_reported_with_line_and_path()
    {
        var exception = Assert.Throws<ModelFormatException>(() => Read(Small[..Small.IndexOf("\"decoder\"", StringComparison.Ordinal)]));
        Assert.Contains("(line 8, $", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_refused() =>
        Assert.Throws<ModelFormatException>(() => Read(string.Concat(Enumerable.Repeat("{\"encoder\":", 100_000))));

    private static string Text(ModelDescription description) => System.Text.Encoding.UTF8.GetString(JsonFile.ToBytes(description, ModelJson.Default.ModelDescription));

    private ModelDescription Read(string json)
    {
        var path = _folder["model.json"];
        File.WriteAllText(path, json);
        return JsonFile.Read(path, 1 << 20, ModelJson.Default.ModelDescription);
    }
}
