using Seq.Model;
using TorchSharp;

namespace Seq.Train.Tests;

public sealed class PaddingTests
{
    // A ReLU cell whose recurrent weights double the state runs to infinity within 200 steps of padding; the one real token stays small.
    [Theory]
    [InlineData(null)]
    [InlineData(AttentionScore.Additive)]
    public void A_cell_that_overflows_over_padding_leaves_the_real_tokens_alone(AttentionScore? attention)
    {
        var description = Variants.Find("elman-relu") with { Attention = attention is { } score ? new() { Score = score } : null };
        var module = Variants.Module(description, torch.ScalarType.Float32);
        using (torch.no_grad())
        {
            var recurrent = module.Named().Single(pair => pair.Name == "encoder.weight_hh_l0").Value;
            recurrent.copy_(torch.full([4, 4], 2.0f));
            module.Named().Single(pair => pair.Name == "encoder.bias_ih_l0").Value.copy_(torch.ones(4));
        }

        using var model = new TorchModel(module);
        var alone = SequenceBatch.Pad([([1], [0, 1])], Variants.Start, Variants.End);
        var padded = alone with { Source = [1, .. new long[200]] };

        var (expected, found) = (model.Logits(alone), model.Logits(padded));

        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void Label_smoothing_mixes_the_targets_with_all_tokens_and_looks_at_no_padding()
    {
        // Logits (ln 2, 0, 0): probabilities 1/2, 1/4, 1/4. Smoothing 0.3 asks for 0.8, 0.1, 0.1 of target 0.
        var batch = SequenceBatch.Pad([([1], []), ([1], [1, 1])], startToken: 0, endToken: 0);
        using var scope = torch.NewDisposeScope();
        var logits = torch.tensor([Math.Log(2), 0, 0]).view(1, 1, 3).expand(2, 3, 3).contiguous();

        var plain = TeacherForcedLoss.Of(logits, batch).item<double>();
        var smooth = TeacherForcedLoss.Of(logits, batch, 0.3).item<double>();

        // Real steps: the end of the first row; 1, 1 and the end of the second.
        var (ofEnd, ofOther) = (Math.Log(2), Math.Log(4));
        Assert.Equal(((2 * ofEnd) + (2 * ofOther)) / 4, plain, 1e-12);
        var smoothEnd = (0.8 * Math.Log(2)) + (0.2 * Math.Log(4));
        var smoothOther = (0.8 * Math.Log(4)) + (0.1 * Math.Log(2)) + (0.1 * Math.Log(4));
        Assert.Equal(((2 * smoothEnd) + (2 * smoothOther)) / 4, smooth, 1e-12);
    }
}
