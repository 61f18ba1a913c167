namespace Seq.Model.Tests.Descriptions;

public sealed class EncoderDecoderDescriptionTests
{
    private static readonly EncoderDecoderDescription Gru = new()
    {
        SourceVocabulary = 11,
        TargetVocabulary = 12,
        SourceEmbedding = 8,
        TargetEmbedding = 7,
        Encoder = new() { Cell = CellKind.Gru, Hidden = 16 },
        Decoder = new() { Cell = CellKind.Gru, Hidden = 16 },
        StartToken = 1,
        EndToken = 2,
    };

    private static readonly EncoderDecoderDescription BidirectionalLstm = Gru with
    {
        Encoder = new() { Cell = CellKind.Lstm, Hidden = 3, Layers = 2, Bidirectional = true },
        Decoder = new() { Cell = CellKind.Lstm, Hidden = 5, Layers = 2 },
        Bridge = BridgeKind.Linear,
    };

    // What PyTorch's state_dict lists for nn.Embedding, nn.GRU(8, 16), nn.GRU(7, 16) and nn.Linear(16, 12).
    [Fact]
    public void A_gru_has_pytorchs_tensors() => AssertTensors(
        Gru,
        "source_embedding.weight [11, 8]",
        "encoder.weight_ih_l0 [48, 8]", "encoder.weight_hh_l0 [48, 16]", "encoder.bias_ih_l0 [48]", "encoder.bias_hh_l0 [48]",
        "target_embedding.weight [12, 7]",
        "decoder.weight_ih_l0 [48, 7]", "decoder.weight_hh_l0 [48, 16]", "decoder.bias_ih_l0 [48]", "decoder.bias_hh_l0 [48]",
        "output.weight [12, 16]", "output.bias [12]");

    [Fact]
    public void A_bidirectional_lstm_of_two_layers_with_a_linear_bridge_has_pytorchs_tensors() => AssertTensors(
        BidirectionalLstm,
        "source_embedding.weight [11, 8]",
        "encoder.weight_ih_l0 [12, 8]", "encoder.weight_hh_l0 [12, 3]", "encoder.bias_ih_l0 [12]", "encoder.bias_hh_l0 [12]",
        "encoder.weight_ih_l0_reverse [12, 8]", "encoder.weight_hh_l0_reverse [12, 3]", "encoder.bias_ih_l0_reverse [12]", "encoder.bias_hh_l0_reverse [12]",
        "encoder.weight_ih_l1 [12, 6]", "encoder.weight_hh_l1 [12, 3]", "encoder.bias_ih_l1 [12]", "encoder.bias_hh_l1 [12]",
        "encoder.weight_ih_l1_reverse [12, 6]", "encoder.weight_hh_l1_reverse [12, 3]", "encoder.bias_ih_l1_reverse [12]", "encoder.bias_hh_l1_reverse [12]",
        "bridge.hidden.0.weight [5, 6]", "bridge.hidden.0.bias [5]", "bridge.cell.0.weight [5, 6]", "bridge.cell.0.bias [5]",
        "bridge.hidden.1.weight [5, 6]", "bridge.hidden.1.bias [5]", "bridge.cell.1.weight [5, 6]", "bridge.cell.1.bias [5]",
        "target_embedding.weight [12, 7]",
        "decoder.weight_ih_l0 [20, 7]", "decoder.weight_hh_l0 [20, 5]", "decoder.bias_ih_l0 [20]", "decoder.bias_hh_l0 [20]",
        "decoder.weight_ih_l1 [20, 5]", "decoder.weight_hh_l1 [20, 5]", "decoder.bias_ih_l1 [20]", "decoder.bias_hh_l1 [20]",
        "output.weight [12, 5]", "output.bias [12]");

    [Theory]
    [InlineData(AttentionScore.Additive, null, "attention.query.weight [5, 5];attention.key.weight [5, 6];attention.energy.weight [1, 5];attention.combine.weight [5, 11]")]
    [InlineData(AttentionScore.Additive, 4, "attention.query.weight [4, 5];attention.key.weight [4, 6];attention.energy.weight [1, 4];attention.combine.weight [5, 11]")]
    [InlineData(AttentionScore.General, null, "attention.key.weight [5, 6];attention.combine.weight [5, 11]")]
    public void Attention_adds_the_tensors_of_its_score(AttentionScore score, int? energySize, string expected) =>
        Assert.Equal(expected, AttentionTensors(BidirectionalLstm with { Attention = new() { Score = score, EnergySize = energySize } }));

    [Fact]
    public void Dot_attention_adds_the_combining_layer_alone() =>
        Assert.Equal("attention.combine.weight [16, 32]", AttentionTensors(Gru with { Attention = new() { Score = AttentionScore.Dot } }));

    [Fact]
    public void Context_at_every_step_widens_the_decoders_lowest_input()
    {
        var names = (BidirectionalLstm with { ContextEveryStep = true }).Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.ShapeText);
        Assert.Equal("[20, 13]", names["decoder.weight_ih_l0"]);
        Assert.Equal("[20, 5]", names["decoder.weight_ih_l1"]);
    }

    // 11·8 + 48·(8 + 16 + 1 + 1) + 12·7 + 48·(7 + 16 + 1 + 1) + 12·16 + 12
    [Fact]
    public void The_parameter_count_is_the_sum_over_the_tensors() => Assert.Equal(88 + 1248 + 84 + 1200 + 192 + 12, Gru.ParameterCount);

    [Fact]
    public void Validate_lists_every_problem_at_once()
    {
        var description = Gru with
        {
            SourceVocabulary = 0,
            TargetVocabulary = 4_000_001,
            SourceEmbedding = -1,
            TargetEmbedding = int.MaxValue,
            Encoder = new() { Cell = (CellKind)99, Hidden = int.MaxValue, Layers = int.MaxValue, Bidirectional = true, Dropout = double.NaN },
            Decoder = new() { Cell = CellKind.Lstm, Hidden = 0, Layers = 0, Bidirectional = true, Dropout = 1 },
            StartToken = -1,
            EndToken = int.MaxValue,
            Bridge = (BridgeKind)7,
            Attention = new() { Score = (AttentionScore)8, EnergySize = 0 },
            Dropout = -0.5,
        };
        var problems = Assert.Throws<DescriptionException>(description.Validate).Problems;
        foreach (var word in (string[])["source_vocabulary is 0", "target_vocabulary is 4000001", "source_embedding is -1", "target_embedding is 2147483647",
            "encoder.cell is 99", "encoder.hidden is 2147483647", "encoder.layers is 2147483647", "encoder.dropout is NaN", "decoder.hidden is 0", "decoder.layers is 0",
            "decoder.dropout is 1", "decoder.bidirectional", "start_token is -1", "end_token is 2147483647", "bridge is 7", "attention.score is 8",
            "attention.energy_size is 0", "only the additive score", "dropout is -0.5", "cannot initialise"])
        {
            Assert.Contains(problems, problem => problem.Contains(word, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Parts_that_do_not_fit_are_refused()
    {
        AssertProblem(Gru with { Decoder = Gru.Decoder with { Hidden = 8 } }, "cannot be copied");
        AssertProblem(Gru with { Encoder = Gru.Encoder with { Bidirectional = true } }, "cannot be copied");
        AssertProblem(Gru with { Decoder = Gru.Decoder with { Layers = 2 } }, "as many layers");
        AssertProblem(Gru with { Decoder = Gru.Decoder with { Cell = CellKind.Lstm } }, "an LSTM with an LSTM");
        AssertProblem(BidirectionalLstm with { Attention = new() { Score = AttentionScore.Dot } }, "use general");
        AssertProblem(Gru with { EndToken = 12 }, "target tokens go from 0 to 11");
        AssertProblem(Gru with { Dropout = double.PositiveInfinity }, "must lie in [0, 1)");
    }

    [Fact]
    public void A_description_out_of_bounds_lists_no_tensors()
    {
        var layers = Gru with { Encoder = Gru.Encoder with { Layers = int.MaxValue }, Decoder = Gru.Decoder with { Layers = int.MaxValue } };
        Assert.Throws<DescriptionException>(() => layers.Parameters);
        Assert.Throws<DescriptionException>(() => layers.ParameterCount);
        Assert.Throws<DescriptionException>(() => (Gru with { Encoder = Gru.Encoder with { Hidden = int.MaxValue } }).Parameters);
    }

    [Fact]
    public void The_largest_description_counts_without_overflow()
    {
        var layers = new RecurrentLayers { Cell = CellKind.Lstm, Hidden = RecurrentLayers.MaxHidden, Layers = RecurrentLayers.MaxLayers };
        var huge = Gru with
        {
            SourceVocabulary = 4_000_000,
            TargetVocabulary = 4_000_000,
            SourceEmbedding = 65_536,
            TargetEmbedding = 65_536,
            Encoder = layers with { Bidirectional = true },
            Decoder = layers,
            Bridge = BridgeKind.Linear,
            ContextEveryStep = true,
        };
        Assert.All(huge.Parameters, parameter => Assert.All(parameter.Shape, size => Assert.True(size > 0)));
        Assert.All(huge.Parameters, parameter => Assert.True(parameter.ElementCount > 0));
        Assert.True(huge.ParameterCount > 1L << 42);
    }

    private static void AssertProblem(ModelDescription description, string text) =>
        Assert.Contains(text, Assert.Throws<DescriptionException>(description.Validate).Message, StringComparison.Ordinal);

    private static void AssertTensors(ModelDescription description, params string[] expected) =>
        Assert.Equal(expected, description.Parameters.Select(parameter => $"{parameter.Name} {parameter.ShapeText}"));

    private static string AttentionTensors(ModelDescription description) => string.Join(
        ';', description.Parameters.Where(parameter => parameter.Name.StartsWith("attention", StringComparison.Ordinal)).Select(parameter => $"{parameter.Name} {parameter.ShapeText}"));
}
