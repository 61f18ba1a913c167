using Microsoft.ML.OnnxRuntime;
using Seq.Model;

namespace Seq.Runtime;

/// <summary>Checks that a loaded graph is the one that the manifest describes: buffers are sized by the manifest alone.</summary>
internal static class GraphChecks
{
    private const string Remedy = "Take graph and seq.json of the same export, or export the model again.";

    internal static void Check(string path, GraphEntry entry, InferenceSession session)
    {
        Check(path, "input", entry.Inputs, session.InputMetadata);
        Check(path, "output", entry.Outputs, session.OutputMetadata);
    }

    private static void Check(string path, string role, IReadOnlyList<GraphValue> expected, IReadOnlyDictionary<string, NodeMetadata> found)
    {
        var surplus = found.Keys.FirstOrDefault(name => expected.All(value => value.Name != name));
        if (surplus is not null)
        {
            throw new ModelFormatException(path, $"The graph has the {role} '{surplus}', which {Bundle.ManifestFile} does not list.", Remedy);
        }

        foreach (var value in expected)
        {
            if (!found.TryGetValue(value.Name, out var node))
            {
                throw new ModelFormatException(path, $"The graph has no {role} '{value.Name}', which {Bundle.ManifestFile} lists.", Remedy);
            }

            if (!node.IsTensor || node.ElementDataType != ElementType.Of(value.Type) || !Fits(value.Shape, node.Dimensions))
            {
                throw new ModelFormatException(
                    path,
                    $"The {role} '{value.Name}' is {Shown(node)}, but {Bundle.ManifestFile} says {ElementType.Of(value.Type)} [{string.Join(", ", value.Shape)}].",
                    Remedy);
            }
        }
    }

    /// <summary>Where the graph fixes a size, the manifest must have the same one; a size that the graph leaves open (−1) fits any.</summary>
    private static bool Fits(IReadOnlyList<Dimension> expected, int[] found) =>
        expected.Count == found.Length
        && expected.Zip(found).All(pair => pair.Second < 0 || (pair.First.Name is null && pair.First.Size == pair.Second));

    private static string Shown(NodeMetadata node)
    {
        if (!node.IsTensor)
        {
            return "not a tensor";
        }

        var shape = node.Dimensions.Zip(node.SymbolicDimensions, (size, name) => size >= 0 ? $"{size}" : string.IsNullOrEmpty(name) ? "?" : name);
        return $"{node.ElementDataType} [{string.Join(", ", shape)}]";
    }
}
