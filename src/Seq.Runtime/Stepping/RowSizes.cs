using Seq.Model;

namespace Seq.Runtime;

/// <summary>The sizes that vary from call to call, by the names that the manifest gives them.</summary>
internal sealed class RowSizes
{
    private readonly Dictionary<string, long> _sizes = new(StringComparer.Ordinal);

    /// <summary>Learns the sizes of a tensor.</summary>
    internal void Learn(IReadOnlyList<Dimension> described, ReadOnlySpan<long> shape)
    {
        for (var axis = 0; axis < described.Count; axis++)
        {
            if (described[axis].Name is { } name)
            {
                _sizes[name] = Math.Max(shape[axis], _sizes.GetValueOrDefault(name));
            }
        }
    }

    /// <summary>Rounds sizes up to what the contract wants, so that a row does not depend on the width of its batch.</summary>
    internal void RoundUp(StepContract contract)
    {
        foreach (var name in _sizes.Keys.ToList())
        {
            _sizes[name] = (_sizes[name] + contract.WidthStep - 1) / contract.WidthStep * contract.WidthStep;
        }
    }

    /// <summary>The shape of a tensor.</summary>
    /// <exception cref="ModelFormatException">A size varies under a name that nothing known has.</exception>
    internal RowShape ShapeOf(string path, StepTensor tensor)
    {
        var shape = new long[tensor.Value.Shape.Count];
        for (var axis = 0; axis < shape.Length; axis++)
        {
            var dimension = tensor.Value.Shape[axis];
            long known = 0;
            if (axis != tensor.BatchAxis && dimension.Name is { } name && !_sizes.TryGetValue(name, out known))
            {
                throw new ModelFormatException(
                    path, $"The size '{name}' of '{tensor.Input}' is not a size of the encode graph, so it is not known.",
                    "Export the model again with this version of Seq.");
            }

            shape[axis] = dimension.Name is null ? dimension.Size : known;
        }

        return RowShape.Of(tensor.Value, tensor.BatchAxis, shape);
    }
}
