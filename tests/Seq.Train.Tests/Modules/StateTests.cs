using Seq.Model;
using static TorchSharp.torch;

namespace Seq.Train.Tests;

/// <summary>States carried from one run to the next.</summary>
public sealed class StateTests
{
    private const double DoubleTolerance = 1e-12; // The same sums in another order.

    public static TheoryData<string> LanguageModels => [.. ModelCases.NamesOf<LanguageModelDescription>()];

    public static TheoryData<string> EncoderDecoders => [.. ModelCases.NamesOf<EncoderDecoderDescription>()];

    [Theory]
    [MemberData(nameof(LanguageModels))]
    public void A_text_read_in_pieces_gives_what_it_gives_whole(string name)
    {
        using var module = (LanguageModel)Probe.Module(ModelCases.Find(name));
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var text = tensor([1L, 2, 3, 4, 0, 4, 3, 2, 1, 1, 2, 0], [2, 6]);

        var (whole, end) = module.Run(text, null);

        LanguageState? state = null;
        var pieces = new List<Tensor>();
        foreach (var piece in text.split([2, 1, 3], 1))
        {
            (var output, state) = module.Run(piece, state);
            pieces.Add(output);
        }

        Same(whole, cat(pieces, 1));
        Assert.Equal(end.Named().Select(pair => pair.Name), state!.Named().Select(pair => pair.Name));
        Assert.All(end.Named().Zip(state.Named()), pair => Same(pair.First.Value, pair.Second.Value));
    }

    [Fact]
    public void A_kept_state_outlives_its_scope_and_carries_no_gradient()
    {
        using var module = (LanguageModel)Probe.Module(ModelCases.Find("language model, lstm, window attention"));
        LanguageState kept;
        double[] values;
        using (NewDisposeScope())
        {
            var next = module.Run(tensor([1L, 2, 3], [1, 3]), null).Next;
            Assert.All(next.Named(), pair => Assert.True(pair.Value.requires_grad, pair.Name));
            kept = next.Detach().Keep();
            values = [.. kept.Named().SelectMany(pair => Probe.Numbers(pair.Value))];
        }

        Assert.Equal(["h0", "c0", "h1", "c1", "context", "window"], kept.Named().Select(pair => pair.Name));
        Assert.All(kept.Named(), pair => Assert.False(pair.Value.requires_grad, pair.Name));
        Assert.Equal(values, kept.Named().SelectMany(pair => Probe.Numbers(pair.Value)));
        kept.Dispose();
        Assert.All(kept.Named(), pair => Assert.True(pair.Value.IsInvalid, pair.Name));
    }

    [Theory]
    [MemberData(nameof(EncoderDecoders))]
    public void Decoding_step_by_step_gives_what_decoding_at_once_gives_and_shows_the_attention_of_the_equations(string name)
    {
        var description = (EncoderDecoderDescription)ModelCases.Find(name);
        using var module = (EncoderDecoder)Probe.Module(description);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        int[][] sources = [[1, 2, 3], [4]];
        int[] targets = [description.StartToken, 1, 0, 2];
        var encoded = module.Encode(tensor([1L, 2, 3, 4, 0, 0], [2, 3]), new([3, 1], 3));
        var fed = tensor(targets.Select(token => (long)token).Concat(targets.Select(token => (long)token)).ToArray(), [2, 4]);
        var (looks, stepwise) = (new List<Tensor>(), new List<Tensor>());

        var whole = module.Decode(fed, encoded, encoded.Initial, looks).Hidden;

        var state = encoded.Initial;
        foreach (var (token, step) in fed.split(1, 1).Select((token, step) => (token, step)))
        {
            (var hidden, state) = module.Decode(token, encoded, state, stepwise);
            Same(whole.narrow(1, step, 1), hidden);
        }

        Assert.Equal(description.Attention is null, looks.Count == 0);
        for (var row = 0; row < 2 && looks.Count > 0; row++)
        {
            var expected = PlainEncoderDecoder.Sequence(description, new(module), sources[row], targets).Attention;
            var (found, single) = (cat(looks, 1).select(0, row), cat(stepwise, 1).select(0, row));
            Same(found, single);
            double[][] shown = [.. found.unbind(0).Select(Probe.Numbers)];
            Assert.All(expected.Zip(shown), pair => Assert.All(pair.First.Zip(pair.Second), both => Assert.Equal(both.First, both.Second, DoubleTolerance)));
            Assert.All(shown, weights => Assert.All(weights.Skip(sources[row].Length), weight => Assert.Equal(0, weight)));
        }
    }

    private static void Same(Tensor expected, Tensor found)
    {
        Assert.Equal(expected.shape, found.shape);
        Assert.All(Probe.Numbers(expected).Zip(Probe.Numbers(found)), pair => Assert.Equal(pair.First, pair.Second, DoubleTolerance));
    }
}
