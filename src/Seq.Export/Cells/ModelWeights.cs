using System.Globalization;
using Seq.Model;

namespace Seq.Export;

/// <summary>The weights of a checkpoint in the layouts that graphs take. Each is converted once and shared by all graphs of a bundle.</summary>
internal sealed class ModelWeights(SafetensorsFile file, ModelDescription description, ExportOptions options)
{
    private readonly Dictionary<string, RecurrentWeights> _recurrent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Initializer> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<int>> _shapes =
        description.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Shape, StringComparer.Ordinal);

    /// <summary>Whether a step looks up the product of an embedding and the input weights instead of computing it.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="rows">gates · hidden: the width of the table.</param>
    internal bool Folds(TokenInput tokens, int rows) => tokens.Embedding is null || options.FoldEmbeddings switch
    {
        EmbeddingFolding.Always => true,
        EmbeddingFolding.Auto => (long)tokens.Vocabulary * rows * sizeof(float) <= ExportOptions.LargestAutomaticTable,
        _ => false,
    };

    /// <summary>A tensor as the checkpoint has it; the caller may change the array.</summary>
    /// <exception cref="ExportException">It holds a number that is not finite; a bias of −∞ in the output layer may be.</exception>
    internal float[] Read(string name)
    {
        var values = file.Read<float>(name);
        var first = Array.FindIndex(values, value => !IsSound(name, value));
        return first < 0 ? values : throw NotFinite(name, values, first);
    }

    /// <summary>A tensor as the checkpoint has it.</summary>
    internal Value Tensor(GraphBuilder g, string name) => Computed(g, name, _shapes[name], () => Read(name));

    /// <summary>A matrix [out, in] of the checkpoint as [in, out], the way a product takes it from the right.</summary>
    internal Value Transposed(GraphBuilder g, string name)
    {
        var (rows, columns) = (_shapes[name][0], _shapes[name][1]);
        return Computed(g, name + ".transposed", [columns, rows], () => Transpose(Read(name), rows, columns));
    }

    /// <summary>A tensor that is computed from others, once for all graphs.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="key">Its name in the graphs.</param>
    /// <param name="sizes">Its dimensions.</param>
    /// <param name="compute">Computes it.</param>
    /// <exception cref="ExportException">It would be larger than a file can hold.</exception>
    internal Value Computed(GraphBuilder g, string key, IReadOnlyList<int> sizes, Func<float[]> compute)
    {
        if (!_tensors.TryGetValue(key, out var data))
        {
            BundleExporter.CheckSize(key, sizes);
            _tensors.Add(key, data = Initializer.Of(key, compute(), [.. sizes.Select(size => (long)size)]));
        }

        return g.Weight(data);
    }

    /// <summary>The weights of a recurrent operator.</summary>
    internal RecurrentValues Recurrent(GraphBuilder g, string prefix, RecurrentLayers layers, int layer, int width)
    {
        var key = $"{prefix}.{layer}";
        if (!_recurrent.TryGetValue(key, out var data))
        {
            _recurrent.Add(key, data = RecurrentWeights.Of(Read, prefix, layers, layer, width));
        }

        return new(g.Weight(data.Input), g.Weight(data.Recurrent), g.Weight(data.Bias), layers.Directions, layers.Hidden);
    }

    /// <summary>Whether a model can compute with a weight. A bias of −∞ in the output layer can be meant: it rules a token out.</summary>
    private static bool IsSound(string name, float value) => float.IsFinite(value) || (name == OutputNames.Bias && float.IsNegativeInfinity(value));

    private ExportException NotFinite(string name, float[] values, int first)
    {
        var place = new List<int>();
        var rest = first;
        foreach (var size in _shapes[name].Reverse())
        {
            place.Insert(0, rest % size);
            rest /= size;
        }

        var count = values.Count(value => !IsSound(name, value));
        return new(string.Create(
            CultureInfo.InvariantCulture,
            $"{file.FilePath}: {count:N0} of the {values.Length:N0} numbers of tensor '{name}' are not finite; the first is {values[first]} at [{string.Join(", ", place)}]. ")
            + "A model with them computes nothing: the training diverged. Export an earlier or the best checkpoint, or train with a lower learning rate or with clipping.");
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
