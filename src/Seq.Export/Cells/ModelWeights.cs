using Seq.Model;

namespace Seq.Export;

/// <summary>The weights of a checkpoint in the layouts that graphs take. Each is converted once and shared by all graphs of a bundle.</summary>
internal sealed class ModelWeights(SafetensorsFile file, ModelDescription description)
{
    private readonly Dictionary<string, RecurrentWeights> _recurrent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Initializer> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<int>> _shapes =
        description.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Shape, StringComparer.Ordinal);

    /// <summary>A tensor as the checkpoint has it.</summary>
    internal Value Tensor(GraphBuilder g, string name)
    {
        if (!_tensors.TryGetValue(name, out var data))
        {
            _tensors.Add(name, data = Initializer.Of(name, file.Read<float>(name), [.. _shapes[name].Select(size => (long)size)]));
        }

        return g.Weight(data);
    }

    /// <summary>A matrix [out, in] of the checkpoint as [in, out], the way a product takes it from the right.</summary>
    internal Value Transposed(GraphBuilder g, string name)
    {
        var key = name + ".transposed";
        if (!_tensors.TryGetValue(key, out var data))
        {
            var (rows, columns) = (_shapes[name][0], _shapes[name][1]);
            _tensors.Add(key, data = Initializer.Of(key, Transpose(file.Read<float>(name), rows, columns), columns, rows));
        }

        return g.Weight(data);
    }

    /// <summary>The weights of a recurrent layer.</summary>
    internal RecurrentValues Recurrent(GraphBuilder g, string prefix, RecurrentLayers layers, int layer, int width)
    {
        var key = $"{prefix}.{layer}";
        if (!_recurrent.TryGetValue(key, out var data))
        {
            _recurrent.Add(key, data = RecurrentWeights.Of(file.Read<float>, prefix, layers, layer, width));
        }

        return new(g.Weight(data.Input), g.Weight(data.Recurrent), g.Weight(data.Bias), layers.Directions, layers.Hidden);
    }

    private static float[] Transpose(float[] matrix, int rows, int columns)
    {
        var result = new float[matrix.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                result[((long)column * rows) + row] = matrix[((long)row * columns) + column];
            }
        }

        return result;
    }
}
