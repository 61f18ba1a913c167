namespace Seq.Export.Tests;

/// <summary>Vectors and matrices in double precision, as plainly as can be.</summary>
internal static class Algebra
{
    internal static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    internal static double Selu(double x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * (Math.Exp(x) - 1));

    internal static double[] Product(double[,] matrix, double[] vector)
    {
        Assert.Equal(matrix.GetLength(1), vector.Length);
        return [.. Enumerable.Range(0, matrix.GetLength(0)).Select(row => Enumerable.Range(0, vector.Length).Sum(column => matrix[row, column] * vector[column]))];
    }

    internal static double[] Add(double[] left, double[] right) => [.. left.Zip(right, (a, b) => a + b)];

    internal static double Dot(double[] left, double[] right)
    {
        Assert.Equal(left.Length, right.Length);
        return left.Zip(right, (a, b) => a * b).Sum();
    }

    internal static double[] Softmax(double[] x)
    {
        var exps = x.Select(value => Math.Exp(value - x.Max())).ToArray();
        return [.. exps.Select(value => value / exps.Sum())];
    }

    internal static double[] LogSoftmax(double[] x)
    {
        var max = x.Max();
        var logSum = max + Math.Log(x.Sum(value => Math.Exp(value - max)));
        return [.. x.Select(value => value - logSum)];
    }
}
