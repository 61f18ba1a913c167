using System.Collections.Immutable;

namespace Seq.Decoding.Sessions;

/// <summary>All that a model knows about one row: the named tensors that its next steps depend on.</summary>
/// <param name="Tensors">The tensors; no two have the same name.</param>
public sealed record RowState(ImmutableArray<StateTensor> Tensors)
{
    /// <summary>The tensor of a name, held to its type and shape.</summary>
    /// <param name="name">The name.</param>
    /// <param name="element">The type that the model expects.</param>
    /// <param name="shape">The shape that the model expects; −1 for a dimension of any length.</param>
    /// <exception cref="SnapshotException">There is none of that name, or its type or shape is another one.</exception>
    public StateTensor Require(string name, StateElement element, ReadOnlySpan<int> shape)
    {
        var tensor = Tensors.FirstOrDefault(tensor => tensor.Name == name)
            ?? throw new SnapshotException($"The saved row has no state '{name}', only {string.Join(", ", Tensors.Select(tensor => $"'{tensor.Name}'"))}. Restore it with the model that saved it.");
        var fits = tensor.Element == element && tensor.Shape.Length == shape.Length;
        for (var i = 0; fits && i < shape.Length; i++)
        {
            fits = shape[i] == -1 || shape[i] == tensor.Shape[i];
        }

        return fits
            ? tensor
            : throw new SnapshotException($"State '{name}' is {tensor.Element} [{string.Join(", ", tensor.Shape)}] in the saved row, but {element} [{string.Join(", ", shape.ToArray())}] in the model. Restore it with the model that saved it.");
    }
}
