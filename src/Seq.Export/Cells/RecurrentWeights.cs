using Seq.Model;

namespace Seq.Export;

/// <summary>The tensors of one recurrent layer as the ONNX operators take them, made from PyTorch's.</summary>
/// <param name="Input">[directions, gates · hidden, input].</param>
/// <param name="Recurrent">[directions, gates · hidden, hidden].</param>
/// <param name="Bias">
/// [directions, 2 · gates · hidden]: input biases, then recurrent biases. They are not added up, for the GRU's reset gate multiplies the recurrent one alone.
/// </param>
internal sealed record RecurrentWeights(Initializer Input, Initializer Recurrent, Initializer Bias)
{
    /// <summary>Reads and reorders a layer.</summary>
    /// <param name="read">Reads a tensor by its PyTorch name.</param>
    /// <param name="prefix">Name of the module, for example <c>encoder</c>.</param>
    /// <param name="layers">The stack that the layer belongs to.</param>
    /// <param name="layer">Layer, from 0.</param>
    /// <param name="width">Width of the layer's input.</param>
    /// <exception cref="ExportException">Both directions together would be larger than a tensor can be.</exception>
    internal static RecurrentWeights Of(Func<string, float[]> read, string prefix, RecurrentLayers layers, int layer, int width)
    {
        var name = $"{prefix}.layer_{layer}";
        var rows = layers.Cell.GateCount() * layers.Hidden;
        BundleExporter.CheckSize($"{name}.W", [layers.Directions, rows, width]);
        BundleExporter.CheckSize($"{name}.R", [layers.Directions, rows, layers.Hidden]);
        var input = new float[layers.Directions * rows * width];
        var recurrent = new float[layers.Directions * rows * layers.Hidden];
        var bias = new float[layers.Directions * 2 * rows];
        for (var direction = 0; direction < layers.Directions; direction++)
        {
            var names = new RecurrentLayerNames(prefix, layer, reverse: direction == 1);
            GateOrder.ToOnnx(layers.Cell, read(names.InputWeight), input.AsSpan(direction * rows * width));
            GateOrder.ToOnnx(layers.Cell, read(names.RecurrentWeight), recurrent.AsSpan(direction * rows * layers.Hidden));
            GateOrder.ToOnnx(layers.Cell, read(names.InputBias), bias.AsSpan(direction * 2 * rows));
            GateOrder.ToOnnx(layers.Cell, read(names.RecurrentBias), bias.AsSpan((direction * 2 * rows) + rows));
        }

        return new(
            Initializer.Of($"{name}.W", input, layers.Directions, rows, width),
            Initializer.Of($"{name}.R", recurrent, layers.Directions, rows, layers.Hidden),
            Initializer.Of($"{name}.B", bias, layers.Directions, 2 * rows));
    }
}
