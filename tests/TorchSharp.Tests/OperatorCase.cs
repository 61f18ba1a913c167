using static TorchSharp.torch;

namespace TorchSharp.Tests;

/// <summary>One call and what it must give; expected values in row-major order.</summary>
internal sealed record OperatorCase(string Name, Func<Tensor> Call, ScalarType Type, long[] Shape, double[] Values)
{
    // float32 rounds at 6e-8 of the value; functions such as exp and erf differ by a few such steps between builds.
    private const double Tolerance = 2e-6;

    internal static TheoryData<string> Names(OperatorCase[] cases) => [.. cases.Select(one => one.Name)];

    internal static void Check(OperatorCase[] cases, string name)
    {
        using var scope = NewDisposeScope();
        var expected = cases.Single(one => one.Name == name);

        var actual = expected.Call();

        Assert.Equal(expected.Type, actual.dtype);
        Assert.Equal(expected.Shape, actual.shape);
        Near(expected.Values, actual);
    }

    internal static void Near(double[] expected, Tensor actual, double tolerance = Tolerance)
    {
        using var wide = actual.detach().to_type(ScalarType.Float64);
        var values = wide.data<double>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (var k = 0; k < values.Length; k++)
        {
            if (double.IsFinite(expected[k]))
            {
                Assert.InRange(values[k], expected[k] - Margin(expected[k]), expected[k] + Margin(expected[k]));
            }
            else
            {
                Assert.Equal(expected[k], values[k]);
            }
        }

        double Margin(double value) => tolerance * Math.Max(1, Math.Abs(value));
    }
}
