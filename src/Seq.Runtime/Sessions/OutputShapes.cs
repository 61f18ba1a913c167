using Microsoft.ML.OnnxRuntime;
using Seq.Model;

namespace Seq.Runtime;

/// <summary>Checks what a graph returned against the manifest: a graph with other weights than its own may keep its promised shape no better than its numbers.</summary>
internal static class OutputShapes
{
    /// <summary>Every output must have its rank, its fixed sizes, the sizes of the inputs whose dimensions it names, and elements.</summary>
    /// <exception cref="InferenceException">One has not.</exception>
    internal static void Check(
        string path, GraphEntry entry, IReadOnlyDictionary<string, OrtValue> inputs, IReadOnlyCollection<string> names, IReadOnlyList<OrtValue> outputs)
    {
        var at = 0;
        foreach (var name in names)
        {
            var found = outputs[at++].GetTensorTypeAndShape().Shape;
            foreach (var value in entry.Outputs)
            {
                if (value.Name == name && !Fits(entry, inputs, value.Shape, found))
                {
                    throw new InferenceException(path, $"The output '{name}' came as [{string.Join(", ", found)}], but {Bundle.ManifestFile} says [{string.Join(", ", value.Shape)}].");
                }
            }
        }
    }

    private static bool Fits(GraphEntry entry, IReadOnlyDictionary<string, OrtValue> inputs, IReadOnlyList<Dimension> expected, long[] found)
    {
        if (expected.Count != found.Length)
        {
            return false;
        }

        for (var axis = 0; axis < found.Length; axis++)
        {
            var size = expected[axis].Name is { } name ? SizeOf(entry, inputs, name) : expected[axis].Size;
            if (found[axis] < 1 || (size is { } wanted && wanted != found[axis]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What a dimension of the inputs measures in this run; null when no input has it.</summary>
    private static long? SizeOf(GraphEntry entry, IReadOnlyDictionary<string, OrtValue> inputs, string dimension)
    {
        foreach (var value in entry.Inputs)
        {
            for (var axis = 0; axis < value.Shape.Count; axis++)
            {
                if (value.Shape[axis].Name == dimension && inputs.TryGetValue(value.Name, out var tensor))
                {
                    return tensor.GetTensorTypeAndShape().Shape[axis];
                }
            }
        }

        return null;
    }
}
