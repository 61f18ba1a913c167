namespace Seq.Model.Tests.Descriptions;

public sealed class OtherKindsTests : IDisposable
{
    private static readonly LanguageModelDescription Language = new()
    {
        Vocabulary = 20,
        Embedding = 6,
        Layers = new() { Cell = CellKind.Lstm, Hidden = 6, Layers = 2 },
        StartToken = 0,
    };

    private static readonly ClassifierDescription Classifier = new()
    {
        Vocabulary = 9,
        Embedding = 4,
        Layers = new() { Cell = CellKind.Gru, Hidden = 3, Bidirectional = true },
        Classes = 1,
        Output = ClassifierOutput.Sigmoid,
    };

    private static readonly TaggerDescription Tagger = new() { Vocabulary = 9, Embedding = 4, Layers = new() { Cell = CellKind.ElmanTanh, Hidden = 3 }, Tags = 5 };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<ModelDescription> Everything => [.. Variants()];

    public void Dispose() => _folder.Dispose();

    // nn.Embedding(20, 6), nn.LSTM(6, 6, 2), nn.Linear(6, 20).
    [Fact]
    public void A_language_model_has_pytorchs_tensors()
    {
        AssertTensors(
            Language,
            "embedding.weight [20, 6]",
            "rnn.weight_ih_l0 [24, 6]", "rnn.weight_hh_l0 [24, 6]", "rnn.bias_ih_l0 [24]", "rnn.bias_hh_l0 [24]",
            "rnn.weight_ih_l1 [24, 6]", "rnn.weight_hh_l1 [24, 6]", "rnn.bias_ih_l1 [24]", "rnn.bias_hh_l1 [24]",
            "output.weight [20, 6]", "output.bias [20]");
        Assert.DoesNotContain((Language with { TiedEmbeddings = true }).Parameters, parameter => parameter.Name == OutputNames.Weight);
    }

    // torch.nn.AdaptiveLogSoftmaxWithLoss(6, 20, cutoffs=[4, 10], div_value=2.0).state_dict().
    [Fact]
    public void An_adaptive_softmax_has_pytorchs_tensors() => Assert.Equal(
        ["output.head.weight [6, 6]", "output.tail.0.0.weight [3, 6]", "output.tail.0.1.weight [6, 3]", "output.tail.1.0.weight [1, 6]", "output.tail.1.1.weight [10, 1]"],
        Tensors(Language with { AdaptiveSoftmax = new() { Cutoffs = [4, 10], Reduction = 2 } }).Where(text => text.StartsWith("output", StringComparison.Ordinal)));

    [Fact]
    public void Window_attention_adds_its_three_layers_and_its_score() => Assert.Equal(
        [
            "attention.input.weight [6, 12]", "attention.input.bias [6]", "attention.query.weight [5, 24]", "attention.query.bias [5]",
            "attention.key.weight [5, 6]", "attention.energy.weight [1, 5]", "attention.output.weight [6, 12]", "attention.output.bias [6]",
        ],
        Tensors(Language with { WindowAttention = new() { Window = 3, EnergySize = 5 } }).Where(text => text.StartsWith("attention", StringComparison.Ordinal)));

    [Fact]
    public void A_layer_normalised_lstm_has_gains_and_biases_in_place_of_its_two_biases() => Assert.Equal(
        [
            "rnn.weight_ih_l0 [24, 6]", "rnn.weight_hh_l0 [24, 6]", "rnn.norm_ih_l0.weight [24]", "rnn.norm_ih_l0.bias [24]",
            "rnn.norm_hh_l0.weight [24]", "rnn.norm_hh_l0.bias [24]", "rnn.norm_c_l0.weight [6]", "rnn.norm_c_l0.bias [6]",
        ],
        Tensors(Language with { Layers = new() { Cell = CellKind.Lstm, Hidden = 6, LayerNorm = true } }).Where(text => text.StartsWith("rnn", StringComparison.Ordinal)));

    [Fact]
    public void A_classifier_has_pytorchs_tensors()
    {
        AssertTensors(
            Classifier with { Convolution = new() { Filters = 7, Width = 3, Pool = 2 }, Pooling = PoolingKind.Attention },
            "embedding.weight [9, 4]", "convolution.weight [7, 4, 3]", "convolution.bias [7]",
            "rnn.weight_ih_l0 [9, 7]", "rnn.weight_hh_l0 [9, 3]", "rnn.bias_ih_l0 [9]", "rnn.bias_hh_l0 [9]",
            "rnn.weight_ih_l0_reverse [9, 7]", "rnn.weight_hh_l0_reverse [9, 3]", "rnn.bias_ih_l0_reverse [9]", "rnn.bias_hh_l0_reverse [9]",
            "pooling.key.weight [6, 6]", "pooling.key.bias [6]", "pooling.energy.weight [1, 6]",
            "output.weight [1, 6]", "output.bias [1]");
        Assert.Equal((2, 5), (Classifier.Labels, (Classifier with { Classes = 5 }).Labels));
    }

    [Fact]
    public void A_tagger_has_pytorchs_tensors() => AssertTensors(
        Tagger,
        "embedding.weight [9, 4]", "rnn.weight_ih_l0 [3, 4]", "rnn.weight_hh_l0 [3, 3]", "rnn.bias_ih_l0 [3]", "rnn.bias_hh_l0 [3]",
        "output.weight [5, 3]", "output.bias [5]");

    [Theory]
    [InlineData(3, 2, 1, 5, 3)]
    [InlineData(3, 2, 1, 8, 4)]
    [InlineData(4, 3, 1, 8, 3)]
    [InlineData(5, 1, 2, 8, 8)]
    public void A_convolution_keeps_the_length_and_pooling_rounds_it_up(int width, int pool, int before, long length, long after)
    {
        var convolution = new ConvolutionDescription { Filters = 1, Width = width, Pool = pool };
        Assert.Equal((before, after), (convolution.PaddingBefore, convolution.LengthAfter(length)));
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Every_kind_comes_back_from_its_checkpoint_as_it_was(ModelDescription description)
    {
        var path = _folder["checkpoint"];
        var (source, target) = Vocabularies(description);

        Checkpoint.Write(path, description, source, target, Samples.Weights(description));

        Assert.Equal(description, Checkpoint.Open(path).Description);
    }

    [Fact]
    public void Vocabularies_must_fit_the_kind()
    {
        var words = Words(9, new());
        AssertMisfit(Classifier, words, Words(3, new()), "2 target tokens");
        AssertMisfit(Tagger, words, words, "5 target tokens");
        AssertMisfit(Language, Words(20, new() { Start = 1 }), Words(20, new() { Start = 1 }), "starts with token 0");
        AssertMisfit(Language, words, Words(20, new() { Start = 0 }), "20 source tokens");
    }

    [Fact]
    public void Parts_that_do_not_fit_are_refused()
    {
        AssertProblem(Language with { Layers = Language.Layers with { Bidirectional = true } }, "reads from left to right");
        AssertProblem(Language with { TiedEmbeddings = true, Embedding = 5 }, "(now 5) as wide as the output of the layers (6)");
        AssertProblem(Language with { TiedEmbeddings = true, AdaptiveSoftmax = new() { Cutoffs = [4] } }, "no adaptive softmax");
        AssertProblem(Language with { AdaptiveSoftmax = new() { Cutoffs = [] } }, "cutoffs is []");
        AssertProblem(Language with { AdaptiveSoftmax = new() { Cutoffs = [4, 4] } }, "cutoffs is [4, 4]");
        AssertProblem(Language with { AdaptiveSoftmax = new() { Cutoffs = [4, 20] } }, "stay below the 20 tokens");
        AssertProblem(Language with { AdaptiveSoftmax = new() { Cutoffs = [4], Reduction = 0.5 } }, "reduction is 0.5");
        AssertProblem(Language with { WindowAttention = new() { Window = 0 } }, "window_attention.window is 0");
        AssertProblem(Language with { Vocabulary = 0, StartToken = 1, EndToken = -1 }, "end_token is -1");
        AssertProblem(Classifier with { Output = ClassifierOutput.Softmax }, "softmax is always 1");
        AssertProblem(Classifier with { Convolution = new() { Filters = 0, Width = 0, Pool = 0 } }, "convolution.pool is 0");
        AssertProblem(Classifier with { Pooling = (PoolingKind)9 }, "use last, mean, max or attention");
        AssertProblem(Tagger with { Tags = 0, Embedding = 0 }, "embedding is 0");
    }

    private static IEnumerable<ModelDescription> Variants() =>
    [
        Language, Language with { Embedding = null, EndToken = 3 }, Language with { TiedEmbeddings = true, WindowAttention = new() { Window = 4 } },
        Language with { AdaptiveSoftmax = new() { Cutoffs = [5, 9] } },
        Classifier, Classifier with { Convolution = new() { Filters = 7, Width = 3, Pool = 2 }, Pooling = PoolingKind.Attention },
        Classifier with { Classes = 3, Output = ClassifierOutput.Softmax, Pooling = PoolingKind.Max },
        Tagger, Tagger with { Embedding = null },
    ];

    private static (Vocabulary Source, Vocabulary Target) Vocabularies(ModelDescription description) => description switch
    {
        LanguageModelDescription model => (Words(20, new() { Start = 0, End = model.EndToken }), Words(20, new() { Start = 0, End = model.EndToken })),
        ClassifierDescription model => (Words(9, new()), Words(model.Labels, new())),
        _ => (Words(9, new()), Words(5, new())),
    };

    private static Vocabulary Words(int count, SpecialTokens special) => new(TokenUnit.Words, [.. Enumerable.Range(0, count).Select(id => $"w{id}")], special);

    private void AssertMisfit(ModelDescription description, Vocabulary source, Vocabulary target, string text) => Assert.Contains(
        text,
        Assert.Throws<ModelFormatException>(() => Checkpoint.Write(_folder["misfit"], description, source, target, Samples.Weights(description))).Message,
        StringComparison.Ordinal);

    private static void AssertProblem(ModelDescription description, string text) =>
        Assert.Contains(text, Assert.Throws<DescriptionException>(description.Validate).Message, StringComparison.Ordinal);

    private static IEnumerable<string> Tensors(ModelDescription description) => description.Parameters.Select(parameter => $"{parameter.Name} {parameter.ShapeText}");

    private static void AssertTensors(ModelDescription description, params string[] expected) => Assert.Equal(expected, Tensors(description));
}
