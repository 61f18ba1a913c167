using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train.Tests;

/// <summary>Every kind of model with every choice of its description, against its equations.</summary>
public sealed class EveryModelTests
{
    // Double precision on both sides; the sums only differ in their order.
    private const double DoubleTolerance = 1e-11;

    public static TheoryData<string> Models => ModelCases.Names;

    [Theory]
    [MemberData(nameof(Models))]
    public void Logits_of_a_padded_batch_are_those_of_the_equations_row_by_row(string name)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var module = Probe.Module(ModelCases.Find(name));

        var found = Probe.Logits(module, Probe.Rows);

        var expected = Probe.Plain(module, Probe.Rows);
        for (var row = 0; row < found.Length; row++)
        {
            Same([.. expected[row].SelectMany(step => step)], Probe.Numbers(found[row]), DoubleTolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Neither_the_length_nor_the_content_of_the_padding_nor_the_order_of_rows_changes_a_row(string name)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var module = Probe.Module(ModelCases.Find(name));
        var expected = Probe.Logits(module, Probe.Rows);

        var padded = Probe.Logits(module, Probe.Rows, more: 5, filler: 2);
        var reversed = Probe.Logits(module, [.. Probe.Rows.Reverse()]);

        for (var row = 0; row < expected.Length; row++)
        {
            Same(Probe.Numbers(expected[row]), Probe.Numbers(padded[row]), DoubleTolerance);
            Same(Probe.Numbers(expected[row]), Probe.Numbers(reversed[^(row + 1)]), DoubleTolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Gradients_are_those_of_finite_differences(string name)
    {
        const double Shift = 1e-6;
        const double Tolerance = 1e-7; // The shift squared, times third derivatives of order 10,000 (a norm of nearly equal numbers), and rounding of 1e-14 / 1e-6.
        using var module = Probe.Module(ModelCases.Find(name));
        var gradients = Probe.Gradients(module, Probe.Rows);

        foreach (var (tensor, value) in module.Named().ToArray())
        {
            var gradient = gradients[tensor];
            foreach (var element in (int[])[0, gradient.Length / 2, gradient.Length - 1])
            {
                var difference = (LossWith(module, value, element, Shift) - LossWith(module, value, element, -Shift)) / (2 * Shift);
                Assert.True(
                    Math.Abs(difference - gradient[element]) < Tolerance,
                    $"{tensor}[{element}]: the gradient is {gradient[element]}, the difference quotient {difference}.");
            }
        }

        Assert.All(gradients, pair => Assert.Contains(pair.Value, entry => Math.Abs(entry) > 1e-9));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void The_gradient_of_a_batch_is_the_sum_of_its_rows_gradients(string name)
    {
        using var module = Probe.Module(ModelCases.Find(name));

        var together = Probe.Gradients(module, Probe.Rows);

        var sums = together.ToDictionary(pair => pair.Key, pair => new double[pair.Value.Length]);
        for (var row = 0; row < Probe.Rows.Length; row++)
        {
            foreach (var (tensor, values) in Probe.Gradients(module, [Probe.Rows[row]], row))
            {
                sums[tensor] = Plain.Add(sums[tensor], values);
            }
        }

        Assert.All(together, pair => Same(sums[pair.Key], pair.Value, 1e-9));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Tensors_have_the_names_and_shapes_of_the_description_and_none_is_left_out(string name)
    {
        var description = ModelCases.Find(name);
        using var module = Probe.Module(description, ScalarType.Float32);

        var named = module.Named().Select(pair => $"{pair.Name} [{string.Join(", ", pair.Value.shape)}]").Order();

        Assert.Equal(description.Parameters.Select(parameter => $"{parameter.Name} {parameter.ShapeText}").Order(), named);
        Assert.Equal(description.ParameterCount, module.parameters().Sum(parameter => parameter.numel()));
    }

    private static double LossWith(SequenceModule module, Parameter value, int element, double shift)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        value.view(-1).narrow(0, element, 1).add_(shift);
        var loss = Probe.Loss(module, Probe.Rows).item<double>();
        value.view(-1).narrow(0, element, 1).add_(-shift);
        return loss;
    }

    private static void Same(double[] expected, double[] found, double tolerance)
    {
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}
