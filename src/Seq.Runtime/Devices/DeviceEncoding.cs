using Microsoft.ML.OnnxRuntime;

namespace Seq.Runtime;

/// <summary>What the encode graph made of a batch of sources, on the device where it ran.</summary>
internal sealed class DeviceEncoding : IDisposable
{
    private readonly Dictionary<string, OrtValue> _inputs;
    private readonly IDisposableReadOnlyCollection<OrtValue> _outputs;
    private readonly Dictionary<string, OrtValue> _values;

    private DeviceEncoding(StepContract contract, Dictionary<string, OrtValue> inputs, IDisposableReadOnlyCollection<OrtValue> outputs)
    {
        (_inputs, _outputs) = (inputs, outputs);
        _values = new(inputs, StringComparer.Ordinal);
        for (var i = 0; i < contract.EncodeOutputs.Count; i++)
        {
            _values.Add(contract.EncodeOutputs[i], outputs[i]);
        }

        foreach (var (name, value) in _values)
        {
            Sizes.Learn(contract.EncodeValues[name].Shape, value.GetTensorTypeAndShape().Shape);
        }
    }

    /// <summary>The sizes that vary.</summary>
    internal RowSizes Sizes { get; } = new();

    /// <summary>Runs the encode graph; its outputs stay on the device.</summary>
    internal static DeviceEncoding Run(GraphSession encode, StepContract contract, SourceBatch source, DeviceGraphs device, StopSignal stop)
    {
        var inputs = source.ToTensors();
        try
        {
            using var binding = encode.Session.CreateIoBinding();
            foreach (var (name, value) in inputs)
            {
                binding.BindInput(name, value);
            }

            foreach (var name in contract.EncodeOutputs)
            {
                binding.BindOutputToDevice(name, device.Memory);
            }

            return new(contract, inputs, encode.Session.RunWithBoundResults(stop.Options, binding));
        }
        catch (Exception exception)
        {
            SourceBatch.Release(inputs);
            if (NativeFailure.Is(exception))
            {
                throw encode.Explain(exception, stop.Token);
            }

            throw;
        }
    }

    /// <summary>What a state or memory starts as; null for zeros.</summary>
    internal OrtValue? Find(StepTensor tensor) => tensor.From is { } from ? _values[from] : null;

    public void Dispose()
    {
        SourceBatch.Release(_inputs);
        _outputs.Dispose();
    }
}
