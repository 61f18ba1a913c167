using TorchSharp;

namespace Seq.Train.Tests;

public sealed class EncoderDecoderTests
{
    // Double precision on both sides; the sums only differ in their order.
    private const double DoubleTolerance = 1e-12;

    // Single precision: about ten roundings of 6e-8 on values near 1.
    private const double SingleTolerance = 2e-6;

    public static TheoryData<string> Models => Variants.Names;

    [Theory]
    [MemberData(nameof(Models))]
    public void A_row_alone_gives_what_it_gives_in_a_padded_batch(string name)
    {
        var description = Variants.Find(name);
        using var model = new TorchModel(Variants.Module(description, torch.ScalarType.Float32));

        var together = model.Logits(Variants.Ragged);

        AssertRows(Variants.Ragged, together, description.TargetVocabulary, (row, _) =>
        {
            var alone = SequenceBatch.Pad([Variants.RaggedPairs[row]], Variants.Start, Variants.End);
            return [.. model.Logits(alone).Chunk(description.TargetVocabulary)];
        }, SingleTolerance);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void What_stands_in_the_padding_of_a_source_changes_no_bit(string name)
    {
        var description = Variants.Find(name);
        using var model = new TorchModel(Variants.Module(description, torch.ScalarType.Float32));
        var batch = Variants.Ragged;
        var other = batch with { Source = [.. batch.Source.Select((id, at) => at % batch.SourceTime < batch.SourceLengths[at / batch.SourceTime] ? id : 5)] };
        Assert.NotEqual(batch.Source, other.Source);

        Assert.Equal(model.Logits(batch), model.Logits(other));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_longer_padding_changes_nothing(string name)
    {
        var description = Variants.Find(name);
        using var model = new TorchModel(Variants.Module(description));
        var batch = Variants.Ragged;
        var longer = batch with { Source = [.. batch.Source.Chunk(batch.SourceTime).SelectMany(row => (long[])[.. row, 1, 1, 1])] };

        var (left, right) = (model.Logits(batch), model.Logits(longer));

        Assert.All(left.Zip(right), pair => Assert.Equal(pair.First, pair.Second, DoubleTolerance));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void The_loss_gradient_of_a_batch_is_the_mean_of_its_rows_gradients(string name)
    {
        var description = Variants.Find(name);
        var module = Variants.Module(description);

        var together = Gradients.Of(module, Variants.Ragged);
        var steps = (double)Variants.Ragged.TargetLengths.Sum();
        var expected = together.ToDictionary(pair => pair.Key, pair => new double[pair.Value.Length]);
        foreach (var pair in Variants.RaggedPairs)
        {
            var share = (pair.Target.Length + 1) / steps; // The loss is a mean over steps, so long rows count for more.
            foreach (var (tensor, values) in Gradients.Of(module, SequenceBatch.Pad([pair], Variants.Start, Variants.End)))
            {
                for (var element = 0; element < values.Length; element++)
                {
                    expected[tensor][element] += share * values[element];
                }
            }
        }

        Assert.All(together, pair => Assert.All(pair.Value.Zip(expected[pair.Key]), both => Assert.Equal(both.Second, both.First, DoubleTolerance)));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Gradients_are_those_of_finite_differences(string name)
    {
        const double Shift = 1e-5;
        const double Tolerance = 1e-8; // The shift squared, times third derivatives of order 10, and rounding of 1e-16 / 1e-5.
        var module = Variants.Module(Variants.Find(name));
        var gradients = Gradients.Of(module, Variants.Ragged);

        foreach (var (tensor, gradient) in gradients)
        {
            foreach (var element in (int[])[0, gradient.Length / 2, gradient.Length - 1])
            {
                var up = Gradients.LossWith(module, Variants.Ragged, tensor, element, Shift);
                var down = Gradients.LossWith(module, Variants.Ragged, tensor, element, -Shift);
                var difference = (up - down) / (2 * Shift);
                Assert.True(
                    Math.Abs(difference - gradient[element]) < Tolerance,
                    $"{tensor}[{element}]: the gradient is {gradient[element]}, the difference quotient {difference}.");
            }
        }

        Assert.Contains(gradients, pair => pair.Value.Any(value => Math.Abs(value) > 1e-3));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Tensors_have_the_names_and_shapes_of_the_description_and_leave_none_of_the_module_out(string name)
    {
        var description = Variants.Find(name);
        using var module = Variants.Module(description, torch.ScalarType.Float32);

        var named = module.Named().Select(pair => $"{pair.Name} {string.Join('x', pair.Value.shape)}").Order();

        Assert.Equal(description.Parameters.Select(parameter => $"{parameter.Name} {string.Join('x', parameter.Shape)}").Order(), named);
        Assert.Equal(module.parameters().Sum(parameter => parameter.numel()), description.ParameterCount);
    }

    [Fact]
    public void An_embedding_of_dropped_units_changes_training_and_not_evaluation()
    {
        var description = Variants.Find("gru") with { Dropout = 0.5 };
        var module = Variants.Module(description, torch.ScalarType.Float32);
        using var model = new TorchModel(module);

        var quiet = model.Logits(Variants.Ragged);
        Assert.Equal(quiet, model.Logits(Variants.Ragged));

        module.train();
        Assert.NotEqual(quiet, model.Logits(Variants.Ragged));
    }

    private static void AssertRows(SequenceBatch batch, double[] logits, int vocabulary, Func<int, int[], double[][]> expected, double tolerance)
    {
        for (var row = 0; row < batch.Rows; row++)
        {
            int[] fed = [.. Enumerable.Range(0, (int)batch.TargetLengths[row]).Select(step => (int)batch.TargetInput[(row * batch.TargetTime) + step])];
            var truth = expected(row, fed);
            for (var step = 0; step < fed.Length; step++)
            {
                for (var id = 0; id < vocabulary; id++)
                {
                    Assert.Equal(truth[step][id], logits[(((row * batch.TargetTime) + step) * vocabulary) + id], tolerance);
                }
            }
        }
    }
}
