using Seq.Model;
using static TorchSharp.torch;

namespace Seq.Train.Tests;

public sealed class InitialiserTests
{
    private static readonly LanguageModelDescription Lstm = new()
    {
        Vocabulary = 40, Embedding = 30, StartToken = 0, Layers = new() { Cell = CellKind.Lstm, Hidden = 24, Layers = 2 },
    };

    private static readonly LanguageModelDescription Gru = Lstm with { Layers = Lstm.Layers with { Cell = CellKind.Gru } };

    private static readonly LanguageModelDescription Norms = Lstm with { Layers = Lstm.Layers with { LayerNorm = true } };

    public static TheoryData<WeightInitialiser> Kinds => [.. Enum.GetValues<WeightInitialiser>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Weights_are_spread_as_their_initialiser_says(WeightInitialiser kind)
    {
        var weights = Values(Lstm, new() { Weights = kind, Scale = 0.25 });

        // The lower layer reads 30 numbers with 24 units; each gate is a matrix of its own.
        var (input, recurrent) = (weights["rnn.weight_ih_l0"], weights["rnn.weight_hh_l1"]);
        var (bound, deviation) = kind switch
        {
            WeightInitialiser.Uniform => (0.25, 0.25 / Math.Sqrt(3)),
            WeightInitialiser.Normal => (double.PositiveInfinity, 0.25),
            WeightInitialiser.XavierUniform => (Math.Sqrt(6.0 / 54), Math.Sqrt(2.0 / 54)),
            WeightInitialiser.XavierNormal => (double.PositiveInfinity, Math.Sqrt(2.0 / 54)),
            WeightInitialiser.Orthogonal => (1, 1 / Math.Sqrt(30)), // 24 rows of length 1 with 30 numbers each.
            WeightInitialiser.Zeros => (0, 0),
            _ => (1 / Math.Sqrt(24), 1 / Math.Sqrt(3 * 24)),
        };
        Assert.All(input, value => Assert.InRange(Math.Abs(value), 0, bound + 1e-6));
        Assert.Equal(deviation, Deviation(input), 0.07 * deviation); // 2,880 draws: five standard errors of the deviation.
        Assert.Equal(kind == WeightInitialiser.PyTorch, weights["output.bias"].SequenceEqual(Values(Lstm, new())["output.bias"]) && Deviation(input) == Deviation(Values(Lstm, new())["rnn.weight_ih_l0"]));
        if (kind == WeightInitialiser.Orthogonal)
        {
            Assert.All(recurrent.Chunk(24 * 24), AssertOrthogonal);
        }
    }

    [Fact]
    public void Recurrent_weights_embeddings_and_biases_can_be_drawn_otherwise()
    {
        var weights = Values(Lstm, new()
        {
            Weights = WeightInitialiser.Zeros, Recurrent = WeightInitialiser.Orthogonal, Embeddings = WeightInitialiser.Uniform, Biases = WeightInitialiser.Normal, Scale = 0.5,
        });

        Assert.All(weights["rnn.weight_ih_l1"].Concat(weights["output.weight"]), value => Assert.Equal(0, value));
        Assert.All(weights["rnn.weight_hh_l0"].Chunk(24 * 24), AssertOrthogonal);
        Assert.Equal(0.5 / Math.Sqrt(3), Deviation(weights["embedding.weight"]), 0.02);
        Assert.Equal(0.5, Deviation([.. weights["rnn.bias_ih_l0"], .. weights["rnn.bias_hh_l0"], .. weights["rnn.bias_ih_l1"], .. weights["rnn.bias_hh_l1"]]), 0.1);
    }

    [Fact]
    public void The_forget_gates_biases_sum_to_what_is_asked_for_and_the_other_gates_stay()
    {
        var (before, after) = (Values(Lstm, new()), Values(Lstm, new() { ForgetBias = 1.5 }));

        foreach (var layer in (int[])[0, 1])
        {
            double[] Sum(Dictionary<string, double[]> weights) => Plain.Add(weights[$"rnn.bias_ih_l{layer}"], weights[$"rnn.bias_hh_l{layer}"]);
            Assert.All(Sum(after)[24..48], value => Assert.Equal(1.5, value, 1e-6)); // Gates i f g o.
            Assert.Equal(Sum(before)[..24], Sum(after)[..24]);
            Assert.Equal(Sum(before)[48..], Sum(after)[48..]);
        }
    }

    [Fact]
    public void With_layer_norm_the_forget_gates_bias_is_the_norms()
    {
        var weights = Values(Norms, new() { Weights = WeightInitialiser.Normal, Biases = WeightInitialiser.Normal, ForgetBias = 1 });

        Assert.Equal([.. new double[24], .. Enumerable.Repeat(1.0, 24), .. new double[48]], Plain.Add(weights["rnn.norm_ih_l0.bias"], weights["rnn.norm_hh_l0.bias"]));
        Assert.All(weights["rnn.norm_hh_l0.weight"], value => Assert.Equal(1, value));
    }

    [Fact]
    public void A_large_update_bias_makes_a_gru_copy_its_state()
    {
        using var module = new LanguageModel(Gru);
        Initialiser.Apply(module, new() { UpdateBias = 30 }, Words(40));
        module.eval();
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var state = new LanguageState([new(rand(1, 24), null), new(rand(1, 24), null)], null, null);

        var next = module.Run(tensor([1L, 2, 3], [1, 3]), state).Next;

        Assert.All(state.Named().Zip(next.Named()), pair =>
            Assert.All(Probe.Numbers(pair.First.Value).Zip(Probe.Numbers(pair.Second.Value)), both => Assert.Equal(both.First, both.Second, 1e-5)));
    }

    [Fact]
    public void The_same_seed_draws_the_same_weights()
    {
        var settings = new InitialisationSettings { Weights = WeightInitialiser.Normal, Recurrent = WeightInitialiser.Orthogonal };

        var (one, other) = (Values(Lstm, settings), Values(Lstm, settings));

        Assert.All(one, pair => Assert.Equal(pair.Value, other[pair.Key]));
    }

    [Fact]
    public void Every_problem_of_the_settings_is_named_at_once()
    {
        using var module = new LanguageModel(Gru with { Embedding = null });
        var settings = new InitialisationSettings
        {
            Weights = (WeightInitialiser)99, Biases = WeightInitialiser.Orthogonal, Scale = double.NaN, ForgetBias = 1, UpdateBias = 1e9, Vectors = "vectors.txt",
        };

        var error = Assert.Throws<TrainingSettingsException>(() => Initialiser.Apply(module, settings, Words(40)));

        Assert.Equal(6, error.Problems.Count);
        Assert.All(
            (string[])["initialisation.weights", "initialisation.biases", "initialisation.scale", "initialisation.forget_bias", "initialisation.update_bias", "initialisation.vectors"],
            name => Assert.Contains(error.Problems, problem => problem.StartsWith(name, StringComparison.Ordinal)));
    }

    private static Vocabulary Words(int count) => new(TokenUnit.Words, [.. Enumerable.Range(0, count).Select(id => $"w{id}")], SpecialTokens.None);

    private static Dictionary<string, double[]> Values(LanguageModelDescription description, InitialisationSettings settings)
    {
        manual_seed(5);
        using var module = new LanguageModel(description);
        Assert.Empty(Initialiser.Apply(module, settings, Words(description.Vocabulary)));
        using var scope = NewDisposeScope();
        return module.Named().ToDictionary(pair => pair.Name, pair => Probe.Numbers(pair.Value.detach()));
    }

    private static double Deviation(double[] values) => Math.Sqrt(values.Average(value => value * value));

    private static void AssertOrthogonal(double[] square)
    {
        var rows = square.Chunk(24).ToArray();
        for (var i = 0; i < 24; i++)
        {
            for (var j = 0; j < 24; j++)
            {
                Assert.Equal(i == j ? 1 : 0, Plain.Product(rows[i], rows[j]).Sum(), 1e-5);
            }
        }
    }
}
