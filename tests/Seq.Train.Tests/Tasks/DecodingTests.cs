using TorchSharp;

namespace Seq.Train.Tests;

public sealed class DecodingTests
{
    private const int Limit = 8;

    public static TheoryData<string> Models => Variants.Names;

    [Theory]
    [MemberData(nameof(Models))]
    public void A_beam_of_one_decodes_greedily(string name) => With(name, (model, encoded) =>
    {
        var greedy = TorchGreedy.Decode(model, encoded, Limit);

        Assert.Equal(greedy, TorchBeam.Decode(model, encoded, 1, Limit));
    });

    // Five tokens, of which one ends, and three steps: at most 4³ + 4² + 4 + 1 = 85 prefixes, so a beam of 100 sees them all.
    [Theory]
    [MemberData(nameof(Models))]
    public void A_beam_as_wide_as_the_space_finds_the_best_mean_log_probability(string name) => With(name, (model, encoded) =>
    {
        var found = TorchBeam.Decode(model, encoded, 100, 3);

        for (var row = 0; row < found.Length; row++)
        {
            var best = Ended(2).MaxBy(tokens => Score(model, row, tokens))!;
            Assert.Equal(Score(model, row, best), Score(model, row, found[row]), 1e-5);
        }
    });

    [Fact]
    public void Scheduled_sampling_without_own_outputs_is_teacher_forcing() => With("lstm, context, dot", (model, encoded) =>
    {
        var fed = torch.tensor(Variants.Ragged.TargetInput, [Variants.Ragged.Rows, Variants.Ragged.TargetTime]);

        var forced = model.Decode(fed, encoded, encoded.Initial).Hidden;

        Assert.True(ScheduledSampling.Decode(model, encoded, fed, 0).allclose(forced, 1e-5, 1e-6));
    });

    [Fact]
    public void Scheduled_sampling_with_own_outputs_alone_is_free_running() => With("gru", (model, encoded) =>
    {
        var references = torch.full([Variants.Ragged.Rows, Limit], Variants.Start, torch.ScalarType.Int64);

        var said = model.Output.Logits(ScheduledSampling.Decode(model, encoded, references, 1)).argmax(2);

        var greedy = TorchGreedy.Decode(model, encoded, Limit);
        for (var row = 0; row < greedy.Length; row++)
        {
            Assert.Equal(greedy[row].Select(id => (long)id), said[row].data<long>().ToArray()[..greedy[row].Length]);
        }
    });

    private static void With(string name, Action<EncoderDecoder, EncodedSource> check)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        using var model = Variants.Module(Variants.Find(name), torch.ScalarType.Float32);
        var batch = Variants.Ragged;
        check(model, model.Encode(torch.tensor(batch.Source, [batch.Rows, batch.SourceTime]), new(batch.SourceLengths, batch.SourceTime)));
    }

    /// <summary>All targets of up to some tokens.</summary>
    private static IEnumerable<int[]> Ended(int most) => most == 0
        ? [[]]
        : Ended(most - 1).Concat(Ended(most - 1).Where(tokens => tokens.Length == most - 1).SelectMany(tokens => Enumerable.Range(0, 4).Select(id => (int[])[.. tokens, id])));

    private static double Score(EncoderDecoder model, int row, int[] tokens)
    {
        using var view = new TorchModel(model, owned: false);
        var batch = SequenceBatch.Pad([(Variants.RaggedPairs[row].Source, tokens)], Variants.Start, Variants.End);
        var logits = view.Logits(batch);
        var sum = 0.0;
        for (var step = 0; step <= tokens.Length; step++)
        {
            var scores = logits[(step * 5)..((step + 1) * 5)];
            sum += scores[batch.TargetOutput[step]] - Math.Log(scores.Sum(Math.Exp));
        }

        return sum / (tokens.Length + 1);
    }
}
