using Seq.Decoding.Sessions;
using Seq.Model;

namespace Seq.Runtime;

/// <summary>Rows put together from states that were saved one by one. Where their sizes differ, shorter ones are filled up with zeros.</summary>
internal sealed class SavedRows : IInitialRows
{
    private readonly Dictionary<string, byte[]> _bytes = new(StringComparer.Ordinal);

    /// <param name="path">The file of the step graph, for errors.</param>
    /// <param name="contract">What the step graph takes.</param>
    /// <param name="rows">The states, [rows].</param>
    /// <exception cref="SnapshotException">A state does not fit the model.</exception>
    internal SavedRows(string path, StepContract contract, IReadOnlyList<RowState> rows)
    {
        StepTensor[] tensors = [.. contract.States, .. contract.Memories];
        var known = tensors.Select(tensor => tensor.Input).ToHashSet(StringComparer.Ordinal);
        if (rows.SelectMany(row => row.Tensors).FirstOrDefault(tensor => !known.Contains(tensor.Name)) is { } surplus)
        {
            throw new SnapshotException($"The saved row has the state '{surplus.Name}', which the model has not. Restore it with the model that saved it.");
        }

        var saved = tensors.Select(tensor => rows.Select(row => row.Require(tensor.Input, ElementOf(tensor.Value.Type), ExpectedShape(tensor))).ToArray()).ToArray();
        for (var i = 0; i < tensors.Length; i++)
        {
            foreach (var row in saved[i])
            {
                Sizes.Learn(tensors[i].Value.Shape, ShapeWithRows(row, tensors[i].BatchAxis));
            }
        }

        Sizes.RoundUp(contract);
        for (var i = 0; i < tensors.Length; i++)
        {
            var shape = Sizes.ShapeOf(path, tensors[i]);
            var all = new byte[shape.Bytes(rows.Count)];
            for (var row = 0; row < rows.Count; row++)
            {
                shape.Put(saved[i][row].Bytes, ShapeWithRows(saved[i][row], tensors[i].BatchAxis), all, row, rows.Count);
            }

            _bytes.Add(tensors[i].Input, all);
        }
    }

    /// <summary>The sizes that vary.</summary>
    internal RowSizes Sizes { get; } = new();

    /// <inheritdoc/>
    public RowShape ShapeOf(string path, StepTensor tensor) => Sizes.ShapeOf(path, tensor);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Bytes(StepTensor tensor) => _bytes[tensor.Input];

    /// <summary>The type under which elements of a graph are saved; types that a snapshot does not know are kept by their size.</summary>
    internal static StateElement ElementOf(GraphType type) => type switch
    {
        GraphType.Float32 => StateElement.Float32,
        GraphType.Int64 => StateElement.Int64,
        GraphType.Int32 or GraphType.UInt32 => StateElement.Int32,
        GraphType.Bool => StateElement.UInt8,
        _ => throw new InvalidOperationException("Text cannot be a state or a memory."),
    };

    private static int[] ExpectedShape(StepTensor tensor) =>
        [.. tensor.Value.Shape.Where((_, axis) => axis != tensor.BatchAxis).Select(dimension => dimension.Name is null ? (int)dimension.Size : -1)];

    private static long[] ShapeWithRows(StateTensor tensor, int batchAxis)
    {
        var shape = tensor.Shape.Select(size => (long)size).ToList();
        shape.Insert(batchAxis, 1);
        return [.. shape];
    }
}
