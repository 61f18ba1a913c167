using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>The tensors of a model under their PyTorch names, in double precision.</summary>
internal sealed class ReferenceWeights(ModelDescription description, IReadOnlyDictionary<string, float[]> tensors)
{
    internal double[] Vector(string name) => [.. tensors[name].Select(value => (double)value)];

    internal double[,] Matrix(string name)
    {
        var shape = description.Parameters.Single(parameter => parameter.Name == name).Shape;
        var matrix = new double[shape[0], shape[1]];
        for (var i = 0; i < tensors[name].Length; i++)
        {
            matrix[i / shape[1], i % shape[1]] = tensors[name][i];
        }

        return matrix;
    }

    /// <summary>A row of an embedding, or a one-hot vector when there is none.</summary>
    internal double[] Embedded(string? name, int token, int width)
    {
        if (name is not null)
        {
            return Row(name, token);
        }

        var vector = new double[width];
        vector[token] = 1;
        return vector;
    }

    internal double[] Row(string name, int row)
    {
        var width = description.Parameters.Single(parameter => parameter.Name == name).Shape[1];
        return [.. tensors[name].Skip(row * width).Take(width).Select(value => (double)value)];
    }
}
