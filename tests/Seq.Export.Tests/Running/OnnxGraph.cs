using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Seq.Export.Tests;

/// <summary>A graph loaded into ONNX Runtime.</summary>
internal sealed class OnnxGraph : IDisposable
{
    private readonly InferenceSession _session;
    private readonly string _log;

    static OnnxGraph() => OnnxLog.Begin();

    internal OnnxGraph(string path)
    {
        using var options = Options();
        _log = OnnxLog.Name(options);
        _session = new(path, options);
    }

    internal OnnxGraph(byte[] model)
    {
        using var options = Options();
        _log = OnnxLog.Name(options);
        _session = new(model, options);
    }

    internal IReadOnlyList<string> Inputs => _session.InputNames;

    /// <summary>What ONNX Runtime warned of while it loaded the graph and ran it.</summary>
    internal IReadOnlyList<string> Warnings => OnnxLog.Of(_log);

    internal Dictionary<string, Tensor> Run(params (string Name, Tensor Tensor)[] inputs)
    {
        var values = inputs.Select(input => ToOrtValue(input.Tensor)).ToList();
        using var run = new RunOptions();
        using var outputs = _session.Run(run, inputs.Select(input => input.Name).ToList(), values, _session.OutputNames);
        var result = _session.OutputNames.Zip(outputs, (name, value) => (name, Tensor: FromOrtValue(value))).ToDictionary(pair => pair.name, pair => pair.Tensor);
        values.ForEach(value => value.Dispose());
        return result;
    }

    public void Dispose() => _session.Dispose();

    private static SessionOptions Options() => new() { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING };

    private static OrtValue ToOrtValue(Tensor tensor) => tensor.Data switch
    {
        string[] data => ToOrtValue(data, tensor.Shape),
        float[] data => OrtValue.CreateTensorValueFromMemory(data, [.. tensor.Shape]),
        long[] data => OrtValue.CreateTensorValueFromMemory(data, [.. tensor.Shape]),
        // To the runtime an array of unsigned numbers is also one of signed ones.
        uint[] data when data.GetType() == typeof(uint[]) => OrtValue.CreateTensorValueFromMemory(data, [.. tensor.Shape]),
        int[] data => OrtValue.CreateTensorValueFromMemory(data, [.. tensor.Shape]),
        bool[] data => OrtValue.CreateTensorValueFromMemory(data, [.. tensor.Shape]),
        _ => throw new ArgumentException($"No graph takes {tensor.Data.GetType()}."),
    };

    private static OrtValue ToOrtValue(string[] texts, IReadOnlyList<long> shape)
    {
        var value = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, [.. shape]);
        for (var i = 0; i < texts.Length; i++)
        {
            value.StringTensorSetElementAt(texts[i], i);
        }

        return value;
    }

    private static Tensor FromOrtValue(OrtValue value)
    {
        var info = value.GetTensorTypeAndShape();
        Array data = info.ElementDataType switch
        {
            TensorElementType.Float => value.GetTensorDataAsSpan<float>().ToArray(),
            TensorElementType.Double => value.GetTensorDataAsSpan<double>().ToArray(),
            TensorElementType.UInt32 => value.GetTensorDataAsSpan<uint>().ToArray(),
            TensorElementType.Int64 => value.GetTensorDataAsSpan<long>().ToArray(),
            TensorElementType.Int32 => value.GetTensorDataAsSpan<int>().ToArray(),
            TensorElementType.Bool => value.GetTensorDataAsSpan<bool>().ToArray(),
            TensorElementType.UInt8 => value.GetTensorDataAsSpan<byte>().ToArray(),
            TensorElementType.Int8 => value.GetTensorDataAsSpan<sbyte>().ToArray(),
            TensorElementType.String => value.GetStringTensorAsArray(),
            _ => throw new ArgumentException($"No graph returns {info.ElementDataType}."),
        };
        return new(info.Shape, data);
    }
}
