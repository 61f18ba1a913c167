using Seq.Model;
using static TorchSharp.torch;

namespace Seq.Train.Tests;

/// <summary>What is computed for the real steps of ragged targets alone is what padded rows have there.</summary>
public sealed class RealStepsTests
{
    private const double Tolerance = 1e-12;

    // With 5 × 7 steps, energies of this width are looked at row by row.
    private const int Wide = 1_000;

    public static TheoryData<string> Models =>
    [
        .. Variants.All.Keys, "additive, row by row", "additive, bidirectional, row by row", "concat", "concat, row by row", "additive, input feeding",
    ];

    [Theory]
    [MemberData(nameof(Models))]
    public void Outputs_and_gradients_are_those_of_the_real_steps_of_padded_rows(string name)
    {
        var module = Variants.Module(Find(name));

        var (padded, paddedGradients) = Run(module, (fed, steps, encoded) => steps.Of(module.Decode(fed, encoded, encoded.Initial).Hidden));
        var (real, gradients) = Run(module, module.DecodeReal);

        Assert.Equal(Variants.Ragged.TargetLengths.Sum() * module.Output.Weight.shape[1], real.Length);
        AssertNear(padded, real);
        Assert.All(paddedGradients, pair => AssertNear(pair.Value, gradients[pair.Key]));
        Assert.Contains(gradients, pair => pair.Value.Any(value => Math.Abs(value) > 1e-3));
    }

    [Fact]
    public void Real_steps_stand_row_after_row()
    {
        using var scope = NewDisposeScope();
        var steps = new RealSteps([2, 3, 1], 3);

        Assert.Equal([0, 1, 3, 4, 5, 6], Probe.Numbers(steps.OfFlat(arange(9))));
        Assert.Equal([0, 0, 1, 1, 1, 2], Probe.Numbers(steps.Rows));
        Assert.Equal([0, 1, 2, 3, 6, 7, 8, 9, 10, 11, 12, 13], Probe.Numbers(steps.Of(arange(18).view(3, 3, 2))));
    }

    [Fact]
    public void Variational_dropout_drops_at_real_steps_what_it_drops_in_padded_rows()
    {
        using var scope = NewDisposeScope();
        var (dropout, masks, steps) = (new UnitDropout(0.5, variational: true), new SequenceMasks(), new RealSteps([2, 3, 1], 3));

        var padded = dropout.Apply(ones(3, 3, 40), masks);
        var real = dropout.Apply(ones(6, 40), steps, masks);

        Assert.Equal(Probe.Numbers(steps.Of(padded)), Probe.Numbers(real));
        Assert.Equal([0, 2], Probe.Numbers(real).Distinct().Order());
    }

    private static EncoderDecoderDescription Find(string name)
    {
        var bidirectional = Variants.Find("gru, bidirectional, additive");
        return name switch
        {
            "additive, row by row" => Variants.Find("gru") with { Attention = new() { EnergySize = Wide } },
            "additive, bidirectional, row by row" => bidirectional with { Attention = new() { EnergySize = Wide } },
            "concat" => bidirectional with { Attention = new() { Score = AttentionScore.Concat } },
            "concat, row by row" => bidirectional with { Attention = new() { Score = AttentionScore.Concat, EnergySize = Wide } },
            "additive, input feeding" => bidirectional with { Attention = new() { InputFeeding = true, EnergySize = Wide } },
            _ => Variants.Find(name),
        };
    }

    /// <summary>What enters the output layer, and the gradient of a sum of it with other weights for each number.</summary>
    private static (double[] Values, Dictionary<string, double[]> Gradients) Run(EncoderDecoder module, Func<Tensor, RealSteps, EncodedSource, Tensor> decode)
    {
        using var scope = NewDisposeScope();
        module.zero_grad();
        var batch = Variants.Ragged;
        var encoded = module.Encode(tensor(batch.Source, [batch.Rows, batch.SourceTime]), new(batch.SourceLengths, batch.SourceTime));
        var values = decode(tensor(batch.TargetInput, [batch.Rows, batch.TargetTime]), new(batch.TargetLengths, batch.TargetTime), encoded);
        (values * (arange(values.numel(), values.dtype).view(values.shape) + 1).sin()).sum().backward();
        return (Probe.Numbers(values.detach()), module.Named().Where(pair => pair.Value.grad is not null).ToDictionary(pair => pair.Name, pair => Probe.Numbers(pair.Value.grad!)));
    }

    private static void AssertNear(double[] expected, double[] actual) => Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
}
