using Seq.Model;

namespace Seq.Export;

/// <summary>The order of the gates within a weight matrix: PyTorch packs LSTM i f g o and GRU r z n, ONNX i o f c and z r h.</summary>
internal static class GateOrder
{
    /// <summary>For each of ONNX' gates, its place in PyTorch's order.</summary>
    internal static ReadOnlySpan<int> PyTorchPlaces(CellKind cell) => cell switch
    {
        CellKind.Lstm => [0, 3, 1, 2],
        CellKind.Gru => [1, 0, 2],
        _ => [0],
    };

    /// <summary>Copies a weight matrix or bias, gate by gate, into ONNX' order.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="source">[gates · hidden, width] in PyTorch's order.</param>
    /// <param name="destination">[gates · hidden, width] in ONNX' order; does not overlap the source.</param>
    internal static void ToOnnx(CellKind cell, ReadOnlySpan<float> source, Span<float> destination)
    {
        var places = PyTorchPlaces(cell);
        var block = source.Length / places.Length; // hidden · width
        for (var gate = 0; gate < places.Length; gate++)
        {
            source.Slice(places[gate] * block, block).CopyTo(destination[(gate * block)..]);
        }
    }
}
