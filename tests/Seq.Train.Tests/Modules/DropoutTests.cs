using Seq.Model;
using static TorchSharp.torch;

namespace Seq.Train.Tests;

/// <summary>What each dropout drops in training, and that evaluation drops nothing.</summary>
public sealed class DropoutTests
{
    private static readonly LanguageModelDescription Language = new()
    {
        Vocabulary = 5, Embedding = 8, StartToken = 0, Layers = new() { Cell = CellKind.Lstm, Hidden = 8, Layers = 2 },
    };

    public static TheoryData<string> Dropouts => ["units", "units of the input", "variational units", "tokens", "between layers", "recurrent weights"];

    [Theory]
    [MemberData(nameof(Dropouts))]
    public void Training_is_random_and_evaluation_is_not(string dropout)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var module = (LanguageModel)Probe.Module(dropout switch
        {
            "units" => Language with { Dropout = 0.5 },
            "units of the input" => Language with { InputDropout = 0.5 },
            "variational units" => Language with { Dropout = 0.5, VariationalDropout = true },
            "tokens" => Language with { EmbeddingDropout = 0.5 },
            "between layers" => Language with { Layers = Language.Layers with { Dropout = 0.5 } },
            _ => Language with { Layers = Language.Layers with { WeightDrop = 0.5 } },
        });
        double[] Run() => Probe.Numbers(module.Run(tensor([1L, 2, 3, 4, 1, 2, 3, 4], [2, 4]), null).Output);

        Assert.Equal(Run(), Run());
        module.train();
        Assert.NotEqual(Run(), Run());
    }

    [Fact]
    public void Variational_dropout_drops_the_same_units_at_all_times_of_a_row_and_others_in_other_rows()
    {
        using var scope = NewDisposeScope();
        var dropout = new UnitDropout(0.5, variational: true);
        var masks = new SequenceMasks();

        var dropped = dropout.Apply(ones(6, 9, 40), masks);

        var times = dropped.unbind(1);
        Assert.All(times, time => Assert.Equal(Probe.Numbers(times[0]), Probe.Numbers(time)));
        var rows = times[0].unbind(0);
        Assert.NotEqual(Probe.Numbers(rows[0]), Probe.Numbers(rows[1]));
        Assert.Equal([0, 2], Probe.Numbers(times[0]).Distinct().Order()); // What stays is scaled by 1 / (1 - p).
        Assert.Equal(Probe.Numbers(times[0]), Probe.Numbers(dropout.Apply(ones(6, 1, 40), masks))); // Steps taken one by one share the mask.
        Assert.NotEqual(Probe.Numbers(times[0]), Probe.Numbers(dropout.Apply(ones(6, 1, 40), new())));
    }

    [Fact]
    public void Plain_dropout_draws_anew_at_each_time()
    {
        using var scope = NewDisposeScope();
        var times = new UnitDropout(0.5, variational: false).Apply(ones(6, 2, 40), new()).unbind(1);

        Assert.NotEqual(Probe.Numbers(times[0]), Probe.Numbers(times[1]));
    }

    [Fact]
    public void Embeddings_are_kept_whole_where_only_what_enters_the_output_layer_is_dropped()
    {
        using var scope = NewDisposeScope();
        var input = new TokenInput(5, 8, Language with { Dropout = 0.5, InputDropout = 0 });

        Assert.Equal(Probe.Numbers(input.Table!.detach()), Probe.Numbers(input.Look(tensor([0L, 1, 2, 3, 4], [1, 5]), new()).detach()));
    }

    [Fact]
    public void A_dropped_token_is_dropped_wherever_it_occurs_and_whole()
    {
        using var scope = NewDisposeScope();
        var input = new TokenInput(50, 3, Language with { EmbeddingDropout = 0.5 });
        long[] tokens = [.. Enumerable.Range(0, 50).Select(id => (long)id), .. Enumerable.Range(0, 50).Select(id => (long)id)];

        var (first, second) = (input.Look(tensor(tokens, [1, 100]), new()), input.Table!);

        var halves = first.view(2, 50, 3).unbind(0);
        Assert.Equal(Probe.Numbers(halves[0]), Probe.Numbers(halves[1]));
        var ratios = (halves[0] / second).unbind(0).Select(Probe.Numbers).ToArray();
        Assert.All(ratios, ratio => Assert.All(ratio, value => Assert.Equal(ratio[0], value, 1e-5)));
        Assert.Equal([0, 2], ratios.Select(ratio => Math.Round(ratio[0], 4)).Distinct().Order());
    }

    [Fact]
    public void Dropped_recurrent_weights_stay_dropped_for_a_sequence_and_get_no_gradient()
    {
        using var scope = NewDisposeScope();
        using var module = (LanguageModel)Probe.Module(Language with { Layers = new() { Cell = CellKind.Gru, Hidden = 8, WeightDrop = 0.5 } });
        module.train();

        module.Run(tensor([1L, 2, 3, 4, 1, 2, 3, 4], [2, 4]), null).Output.sum().backward();

        var gradient = Probe.Numbers(module.Named().Single(pair => pair.Name == "rnn.weight_hh_l0").Value.grad!);
        Assert.InRange(gradient.Count(value => value == 0), gradient.Length / 4, 3 * gradient.Length / 4); // Were the mask drawn at each step, few would be 0.
        var input = Probe.Numbers(module.Named().Single(pair => pair.Name == "rnn.weight_ih_l0").Value.grad!);
        Assert.DoesNotContain(0, input);
    }

    [Fact]
    public void Decoding_step_by_step_drops_what_decoding_at_once_drops_when_dropout_is_variational()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var layers = new RecurrentLayers { Cell = CellKind.Lstm, Hidden = 8, Layers = 2, Dropout = 0.4, WeightDrop = 0.4 };
        using var module = (EncoderDecoder)Probe.Module(new EncoderDecoderDescription
        {
            SourceVocabulary = 5, TargetVocabulary = 5, SourceEmbedding = 4, TargetEmbedding = 4, StartToken = 0, EndToken = 1,
            Encoder = layers, Decoder = layers, Attention = new(), Dropout = 0.4, EmbeddingDropout = 0.4, VariationalDropout = true,
        });
        module.train();
        var encoded = module.Encode(tensor([1L, 2, 3, 3, 2, 1], [2, 3]), new([3, 2], 3));
        var fed = tensor([0L, 2, 3, 4, 0, 4, 4, 2], [2, 4]);

        var expected = module.Decode(fed, encoded, encoded.Initial).Hidden;

        var state = encoded.Initial;
        foreach (var (token, step) in fed.split(1, 1).Select((token, step) => (token, step)))
        {
            (var hidden, state) = module.Decode(token, encoded, state);
            Assert.All(Probe.Numbers(hidden).Zip(Probe.Numbers(expected.narrow(1, step, 1))), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
        }
    }
}
