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

    [Theory]
    [InlineData(false, "attention.concat.weight [5, 11];attention.energy.weight [1, 5];attention.combine.weight [5, 11]")]
    [InlineData(true, "attention.concat.weight [5, 11];attention.energy.weight [1, 5];attention.coverage.weight [5, 1];attention.combine.weight [5, 11]")]
    public void Coverage_adds_its_weight_to_the_score(bool coverage, string expected) =>
        Assert.Equal(expected, AttentionTensors(BidirectionalLstm with { Attention = new() { Score = AttentionScore.Concat, Coverage = coverage } }));

    [Fact]
    public void Attention_before_the_cell_and_input_feeding_widen_the_decoders_lowest_input()
    {
        Assert.Equal(7 + 6, (BidirectionalLstm with { Attention = new() { Placement = AttentionPlacement.BeforeCell } }).DecoderInputSize);
        Assert.Equal(7 + 5, (BidirectionalLstm with { Attention = new() { InputFeeding = true } }).DecoderInputSize);
        Assert.False((BidirectionalLstm with { Attention = new() }).StepsDependOnAttention);
        Assert.True((BidirectionalLstm with { Attention = new() { InputFeeding = true } }).StepsDependOnAttention);
    }

    [Fact]
    public void A_decoder_without_feedback_has_no_target_embedding_and_one_hot_input_no_source_embedding() => AssertTensors(
        Gru with { SourceEmbedding = null, TargetEmbedding = null, WithoutFeedback = true, ContextEveryStep = true, Bridge = BridgeKind.Zeros },
        "encoder.weight_ih_l0 [48, 11]", "encoder.weight_hh_l0 [48, 16]", "encoder.bias_ih_l0 [48]", "encoder.bias_hh_l0 [48]",
        "decoder.weight_ih_l0 [48, 16]", "decoder.weight_hh_l0 [48, 16]", "decoder.bias_ih_l0 [48]", "decoder.bias_hh_l0 [48]",
        "output.weight [12, 16]", "output.bias [12]");

    [Fact]
    public void Tied_and_shared_embeddings_are_listed_once()
    {
        var names = (Gru with { SourceVocabulary = 12, SourceEmbedding = 16, TargetEmbedding = 16, TiedEmbeddings = true, SharedEmbeddings = true })
            .Parameters.Select(parameter => parameter.Name).Where(name => !name.Contains("coder", StringComparison.Ordinal));
        Assert.Equal(["target_embedding.weight", "output.bias"], names);
    }

    [Fact]
    public void A_projection_narrows_the_state_and_the_bridge_serves_both_widths()
    {
        var model = BidirectionalLstm with { Decoder = new() { Cell = CellKind.Lstm, Hidden = 5, Layers = 2, Projection = 4 } };
        var names = model.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.ShapeText);
        Assert.Equal("[20, 4]", names["decoder.weight_hh_l0"]);
        Assert.Equal("[4, 5]", names["decoder.weight_hr_l1"]);
        Assert.Equal("[20, 4]", names["decoder.weight_ih_l1"]);
        Assert.Equal("[4, 6]", names["bridge.hidden.0.weight"]);
        Assert.Equal("[5, 6]", names["bridge.cell.1.weight"]);
        Assert.Equal("[12, 4]", names["output.weight"]);
    }

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
            "attention.energy_size is 0", "only the additive and concat scores", "dropout is -0.5", "cannot initialise"])
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
        AssertProblem(Gru with { EndToken = 12 }, "end_token is 12; its tokens go from 0 to 11");
        AssertProblem(Gru with { WithoutFeedback = true, TargetEmbedding = null }, "nothing enters the decoder");
        AssertProblem(Gru with { WithoutFeedback = true, ContextEveryStep = true }, "there is no target embedding");
        AssertProblem(Gru with { TiedEmbeddings = true }, "as wide as the decoder's output, 16");
        AssertProblem(Gru with { SharedEmbeddings = true }, "vocabularies of equal size");
        AssertProblem(Gru with { Bridge = BridgeKind.Zeros }, "know nothing of the source");
        AssertProblem(Gru with { Attention = new() { Score = AttentionScore.General, Coverage = true } }, "use one of them");
        AssertProblem(Gru with { Attention = new() { Placement = AttentionPlacement.BeforeCell, InputFeeding = true } }, "input_feeding is for attention after the cell");
        AssertProblem(Gru with { Attention = new() { Placement = (AttentionPlacement)3 } }, "use after-cell or before-cell");
        AssertProblem(Gru with { Encoder = Gru.Encoder with { LayerNorm = true } }, "are for an LSTM; the cell is Gru");
        AssertProblem(Gru with { Encoder = Gru.Encoder with { Cell = CellKind.ElmanRelu, Activation = CellActivation.Selu } }, "take the cell elman-relu or elman-selu");
        AssertProblem(Gru with { Encoder = Gru.Encoder with { WeightDrop = 1 } }, "encoder.weight_drop is 1");
        AssertProblem(BidirectionalLstm with { Bridge = BridgeKind.Copy, Decoder = BidirectionalLstm.Decoder with { Hidden = 9, Projection = 6 } }, "cell state of width 6 cannot be copied into a decoder's of 9");
        AssertProblem(Gru with { EmbeddingDropout = 1 }, "embedding_dropout is 1");
        AssertProblem(Gru with { InputDropout = -0.5 }, "input_dropout is -0.5");
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
