using Microsoft.ML.OnnxRuntime;
using Seq.Model;

namespace Seq.Runtime;

/// <summary>What the encode graph made of a batch of sources: the first state and the memory of every row.</summary>
internal sealed class EncodedSource : IDisposable
{
    private readonly Dictionary<string, OrtValue> _inputs;
    private readonly IDisposableReadOnlyCollection<OrtValue>? _outputs; // Null when nothing of them is needed.
    private readonly Dictionary<string, OrtValue> _values;
    private readonly Dictionary<string, long> _sizes = new(StringComparer.Ordinal);

    private EncodedSource(StepContract contract, Dictionary<string, OrtValue> inputs, IDisposableReadOnlyCollection<OrtValue>? outputs)
    {
        (_inputs, _outputs) = (inputs, outputs);
        _values = new(inputs, StringComparer.Ordinal);
        for (var i = 0; i < contract.EncodeOutputs.Count; i++)
        {
            _values.Add(contract.EncodeOutputs[i], outputs![i]);
        }

        foreach (var (name, value) in _values)
        {
            var described = contract.EncodeValues[name].Shape;
            var shape = value.GetTensorTypeAndShape().Shape;
            for (var axis = 0; axis < described.Count; axis++)
            {
                if (described[axis].Name is { } size)
                {
                    _sizes[size] = shape[axis];
                }
            }
        }
    }

    /// <summary>Runs the encode graph on a batch.</summary>
    internal static EncodedSource Run(GraphSession encode, StepContract contract, SourceBatch source, StopSignal stop, CancellationToken cancellationToken)
    {
        var inputs = source.ToTensors();
        try
        {
            var needed = contract.EncodeOutputs;
            return new(contract, inputs, needed.Count == 0 ? null : encode.Run(stop.Options, inputs, needed, cancellationToken));
        }
        catch
        {
            SourceBatch.Release(inputs);
            throw;
        }
    }

    /// <summary>The bytes of an input or output of the encode graph.</summary>
    internal ReadOnlySpan<byte> Bytes(string name) => _values[name].GetTensorDataAsSpan<byte>();

    /// <summary>The shape that a tensor has for these sources; sizes that vary have the size of equal name in the encode graph.</summary>
    /// <exception cref="ModelFormatException">A size varies under a name that the encode graph does not have.</exception>
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

    public void Dispose()
    {
        SourceBatch.Release(_inputs);
        _outputs?.Dispose();
    }
}
