using static TorchSharp.torch;

namespace Seq.Train.Tests;

/// <summary>The numbers of a module, and products with them: loops over doubles, one row at a time, that can be read beside the equations.</summary>
internal sealed class PlainWeights
{
    private readonly Dictionary<string, (long[] Shape, double[] Values)> _tensors;

    internal PlainWeights(SequenceModule module)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        _tensors = module.Named().ToDictionary(pair => pair.Name, pair => (pair.Value.shape, pair.Value.to(ScalarType.Float64).contiguous().data<double>().ToArray()));
    }

    internal bool Has(string name) => _tensors.ContainsKey(name);

    internal double[] Vector(string name) => _tensors[name].Values;

    /// <summary>A row of a table.</summary>
    internal double[] Row(string name, int row)
    {
        var (shape, values) = _tensors[name];
        return values[(int)(row * shape[1])..(int)((row + 1) * shape[1])];
    }

    /// <summary>W x.</summary>
    internal double[] Times(string name, double[] x)
    {
        var (shape, values) = _tensors[name];
        Assert.Equal(shape[1], x.Length);
        return [.. Enumerable.Range(0, (int)shape[0]).Select(row => Enumerable.Range(0, x.Length).Sum(column => values[(row * x.Length) + column] * x[column]))];
    }

    /// <summary>W x + b.</summary>
    internal double[] Affine(string weight, string bias, double[] x) => Plain.Add(Times(weight, x), Vector(bias));
}

/// <summary>Sums over small arrays of doubles.</summary>
internal static class Plain
{
    internal static double[] Add(double[] left, double[] right) => [.. left.Zip(right, (a, b) => a + b)];

    internal static double[] Product(double[] left, double[] right) => [.. left.Zip(right, (a, b) => a * b)];

    internal static double[] Each(double[] values, Func<double, double> function) => [.. values.Select(function)];

    internal static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    internal static double Selu(double x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * (Math.Exp(x) - 1));

    internal static double Relu(double x) => Math.Max(0, x);

    internal static double[] Softmax(IReadOnlyCollection<double> scores)
    {
        var highest = scores.Max();
        var sum = scores.Sum(score => Math.Exp(score - highest));
        return [.. scores.Select(score => Math.Exp(score - highest) / sum)];
    }

    /// <summary>Σ αᵢ vᵢ.</summary>
    internal static double[] Mix(double[] weights, IReadOnlyList<double[]> vectors) =>
        [.. Enumerable.Range(0, vectors[0].Length).Select(unit => weights.Select((weight, place) => weight * vectors[place][unit]).Sum())];

    internal static double[] Norm(double[] x, double[] gain, double[] bias)
    {
        var mean = x.Average();
        var variance = x.Average(value => (value - mean) * (value - mean));
        return [.. x.Select((value, unit) => ((value - mean) / Math.Sqrt(variance + 1e-5) * gain[unit]) + bias[unit])];
    }

    internal static double[] OneHot(int token, int count) => [.. Enumerable.Range(0, count).Select(id => id == token ? 1.0 : 0.0)];
}
