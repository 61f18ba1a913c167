using Seq.Model;
using Seq.Tests;
using TorchSharp;

namespace Seq.Train.Tests;

public sealed class TorchModelTests
{
    private const int MaxLength = 12;

    public static TheoryData<string> Models => Variants.Names;

    [Theory]
    [MemberData(nameof(Models))]
    public void Greedy_tokens_are_the_best_ones_when_fed_back_as_targets(string name)
    {
        var description = Variants.Find(name);
        using var model = new TorchModel(Variants.Module(description));

        var decoded = model.DecodeGreedy(Variants.Ragged, MaxLength);

        var fed = SequenceBatch.Pad([.. Variants.RaggedPairs.Select((pair, row) => (pair.Source, decoded[row]))], Variants.Start, Variants.End);
        var logits = model.Logits(fed);
        for (var row = 0; row < fed.Rows; row++)
        {
            int[] said = decoded[row].Length < MaxLength ? [.. decoded[row], Variants.End] : decoded[row];
            for (var step = 0; step < said.Length; step++)
            {
                var scores = logits.AsSpan(((row * fed.TargetTime) + step) * 5, 5).ToArray();
                Assert.Equal(Array.IndexOf(scores, scores.Max()), said[step]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_row_alone_decodes_to_what_it_decodes_to_in_a_batch(string name)
    {
        var description = Variants.Find(name);
        using var model = new TorchModel(Variants.Module(description));

        var together = model.DecodeGreedy(Variants.Ragged, MaxLength);

        Assert.All(Variants.RaggedPairs.Zip(together), row => Assert.Equal(
            row.Second, model.DecodeGreedy(SequenceBatch.Pad([row.First], Variants.Start, Variants.End), MaxLength)[0]));
    }

    [Fact]
    public void Of_equal_logits_the_lowest_id_wins_and_decoding_ends_at_the_most_tokens()
    {
        var description = Variants.Find("gru");
        var module = Constant(description, [1, 3, 3, 0, 3]);
        using var model = new TorchModel(module);

        Assert.All(model.DecodeGreedy(Variants.Ragged, 3), row => Assert.Equal([1, 1, 1], row));
        Assert.All(model.DecodeGreedy(Variants.Ragged, 0), Assert.Empty);
    }

    [Fact]
    public void A_row_that_ends_at_once_is_empty()
    {
        var description = Variants.Find("gru");
        using var model = new TorchModel(Constant(description, [0, 0, 0, 0, 1]));

        Assert.All(model.DecodeGreedy(Variants.Ragged, MaxLength), Assert.Empty);
    }

    // With the output weights at zero the logits are the biases: e.g. all 0 is a fair die of 5, whose loss is ln 5 at every step.
    [Fact]
    public void The_loss_of_constant_logits_is_what_the_hand_says()
    {
        var fair = Measure([0, 0, 0, 0, 0]);
        Assert.Equal(Math.Log(5), fair.Loss, 6);
        Assert.Equal(5, fair.Samples);

        // The odds of the ids are 1 : 1 : 1 : 1 : 4, so an end costs ln 2 and another token ln 8; the targets hold 5 ends and 10 others.
        var ending = Measure([0, 0, 0, 0, MathF.Log(4)]);
        Assert.Equal(((5 * Math.Log(2)) + (10 * Math.Log(8))) / 15, ending.Loss, 6);
        Assert.Equal(5.0 / 15, ending.TeacherForced!.Tokens, 12);  // Each end, and nothing else.
        Assert.Equal(1.0 / 5, ending.TeacherForced.Sequences, 12); // The empty target.
        Assert.Equal(1.0 / 15, ending.FreeRunning!.Tokens, 12);    // Free running ends at once: right for the empty target alone.
    }

    [Fact]
    public void Double_precision_of_a_loaded_checkpoint_agrees_with_single_precision()
    {
        using var folder = new TemporaryFolder();
        var description = Variants.Find("lstm, bidirectional, 2 layers, general");
        using var module = Variants.Module(description, torch.ScalarType.Float32);
        Checkpoint.Write(
            folder["model"], description, RandomCheckpoint.SourceVocabulary(description), RandomCheckpoint.TargetVocabulary(description),
            ModuleWeights.Save(module));
        using var single = TorchModel.Load(Checkpoint.Open(folder["model"]));
        using var twice = TorchModel.Load(Checkpoint.Open(folder["model"]), float64: true);
        using var original = new TorchModel(module);

        var (left, right) = (single.Logits(Variants.Ragged), twice.Logits(Variants.Ragged));

        Assert.Equal(original.Logits(Variants.Ragged), left);
        Assert.All(left.Zip(right), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.NotEqual(left, right);
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(5, null)]
    [InlineData(2, 7)]
    public void How_much_is_written_free_running_depends_on_no_reference_and_on_no_batch(int rows, int? most)
    {
        var evaluation = Measure([0, 5, 0, 0, 0], new() { BatchSize = rows, MaxLength = most }); // Never ends.

        var longest = Variants.RaggedPairs.Max(pair => pair.Source.Length);
        Assert.All(evaluation.Examples, said => Assert.Equal(most ?? (2 * longest) + 10, said.Output.Length));
    }

    private static Evaluation Measure(float[] bias, ValidationSettings? settings = null)
    {
        using var module = Constant(Variants.Find("gru"), bias);
        var pairs = Variants.RaggedPairs.Select(pair => new PairItem(new(pair.Source, pair.Target))).ToArray();
        return new PairEvaluation(module, DigitsTask.SourceVocabulary, DigitsTask.TargetVocabulary, torch.CPU, new(DataPart.Test, null))
            .Measure(pairs, settings ?? new() { BatchSize = 2 }, new DigitsData(Preset.Find("digits").Settings));
    }

    private static EncoderDecoder Constant(EncoderDecoderDescription description, float[] bias)
    {
        var module = Variants.Module(description, torch.ScalarType.Float32);
        using var quiet = torch.no_grad();
        var values = module.Named().ToDictionary(pair => pair.Name, pair => pair.Value);
        values[EncoderDecoderNames.OutputWeight].zero_();
        values[EncoderDecoderNames.OutputBias].copy_(torch.tensor(bias));
        return module;
    }
}
