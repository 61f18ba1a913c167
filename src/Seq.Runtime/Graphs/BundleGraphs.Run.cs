using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Seq.Model;

namespace Seq.Runtime;

/// <content>Any graph, with tensors in and out.</content>
public sealed partial class BundleGraphs
{
    /// <summary>Runs a graph of numbers as it stands: states in and out, options of searches, whatever the manifest lists.</summary>
    /// <param name="graph">The graph's name; see <see cref="GraphNames"/>.</param>
    /// <param name="inputs">Every input of the graph by name.</param>
    /// <param name="cancellationToken">Ends the graph early.</param>
    /// <returns>Every output by name.</returns>
    /// <exception cref="InvalidInputException">An input is missing, empty, or not of the type and shape that the manifest says.</exception>
    /// <exception cref="ModelFormatException">The bundle has no such graph, or it cannot be loaded.</exception>
    /// <exception cref="InferenceException">ONNX Runtime failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public IReadOnlyDictionary<string, GraphTensor> Run(
        string graph, IReadOnlyDictionary<string, GraphTensor> inputs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(inputs);
        using var call = _lifetime.Enter();
        var entry = _bundle.Graph(graph);
        CheckInputs(entry, inputs);
        var tensors = new Dictionary<string, OrtValue>(StringComparer.Ordinal);
        try
        {
            foreach (var (name, input) in inputs)
            {
                tensors.Add(name, ToOrtValue(input));
            }

            string[] names = [.. entry.Outputs.Select(output => output.Name)];
            using var outputs = Run(graph, tensors, names, cancellationToken);
            return names.Zip(outputs, (name, value) => (name, value)).ToDictionary(pair => pair.name, pair => FromOrtValue(pair.value), StringComparer.Ordinal);
        }
        finally
        {
            SourceBatch.Release(tensors);
        }
    }

    /// <summary>Checks that tensors are the inputs of a graph.</summary>
    /// <exception cref="InvalidInputException">They are not.</exception>
    internal static void CheckInputs(GraphEntry entry, IReadOnlyDictionary<string, GraphTensor> inputs)
    {
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var value in entry.Inputs)
        {
            if (!inputs.TryGetValue(value.Name, out var input))
            {
                throw new InvalidInputException($"The input '{value.Name}' of {entry.File} is missing; it takes {string.Join(", ", entry.Inputs.Select(known => known.Name))}.");
            }

            var fits = input.Type == value.Type && input.Shape.Count == value.Shape.Count && Holds(input.Shape, input.Data.Length)
                && value.Shape.Zip(input.Shape).All(pair => pair.First.Name is { } name
                    ? sizes.TryAdd(name, pair.Second) || sizes[name] == pair.Second
                    : pair.First.Size == pair.Second);
            if (!fits)
            {
                throw new InvalidInputException(
                    $"The input '{value.Name}' of {entry.File} is {input.Type} [{string.Join(", ", input.Shape)}] with {input.Data.Length} numbers; "
                    + $"{value.Type} [{string.Join(", ", value.Shape)}], without an empty dimension and equal names of equal size, is needed.");
            }
        }

        if (inputs.Count > entry.Inputs.Count)
        {
            var unknown = inputs.Keys.First(name => entry.Inputs.All(value => value.Name != name));
            throw new InvalidInputException($"{entry.File} has no input '{unknown}'; it takes {string.Join(", ", entry.Inputs.Select(known => known.Name))}.");
        }
    }

    /// <summary>Whether a shape has as many places as there are numbers, at least one in each dimension.</summary>
    private static bool Holds(IReadOnlyList<long> shape, long numbers)
    {
        var count = 1L;
        foreach (var size in shape)
        {
            if (size < 1 || count > numbers / size)
            {
                return false;
            }

            count *= size;
        }

        return count == numbers;
    }

    private static OrtValue ToOrtValue(GraphTensor tensor)
    {
        long[] shape = [.. tensor.Shape];
        return tensor.Type switch
        {
            GraphType.Float32 => OrtValue.CreateTensorValueFromMemory((float[])tensor.Data, shape),
            GraphType.Int64 => OrtValue.CreateTensorValueFromMemory((long[])tensor.Data, shape),
            GraphType.Int32 => OrtValue.CreateTensorValueFromMemory((int[])tensor.Data, shape),
            GraphType.UInt32 => OrtValue.CreateTensorValueFromMemory((uint[])tensor.Data, shape),
            _ => OrtValue.CreateTensorValueFromMemory((bool[])tensor.Data, shape),
        };
    }

    private static GraphTensor FromOrtValue(OrtValue value)
    {
        var info = value.GetTensorTypeAndShape();
        Array data = info.ElementDataType switch
        {
            TensorElementType.Float => value.GetTensorDataAsSpan<float>().ToArray(),
            TensorElementType.Int64 => value.GetTensorDataAsSpan<long>().ToArray(),
            TensorElementType.Int32 => value.GetTensorDataAsSpan<int>().ToArray(),
            TensorElementType.UInt32 => value.GetTensorDataAsSpan<uint>().ToArray(),
            TensorElementType.Bool => value.GetTensorDataAsSpan<bool>().ToArray(),
            _ => throw new InvalidInputException("The graph returns text; only graphs of numbers are run here."),
        };
        return new(info.Shape, data);
    }
}
