using Microsoft.ML.OnnxRuntime;

namespace Seq.Runtime;

/// <summary>What the encode graph made of a batch of sources: the first state and the memory of every row, on the host or on the device where it ran.</summary>
internal sealed class EncodedSource : IInitialRows, IDisposable
{
    private readonly Dictionary<string, OrtValue> _inputs;
    private readonly IDisposableReadOnlyCollection<OrtValue>? _outputs; // Null when nothing of them is needed.
    private readonly Dictionary<string, OrtValue> _values;

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
            Sizes.Learn(contract.EncodeValues[name].Shape, value.GetTensorTypeAndShape().Shape);
        }
    }

    /// <summary>The sizes that vary.</summary>
    internal RowSizes Sizes { get; } = new();

    /// <summary>Runs the encode graph on a batch; its outputs lie on the host.</summary>
    internal static EncodedSource Run(GraphSession encode, StepContract contract, SourceBatch source, StopSignal stop, CancellationToken cancellationToken) =>
        Run(contract, source, inputs => encode.Run(stop.Options, inputs, contract.EncodeOutputs, cancellationToken));

    /// <summary>Runs the encode graph on a batch; its outputs stay on the device.</summary>
    internal static EncodedSource RunOn(DeviceGraphs device, GraphSession encode, StepContract contract, SourceBatch source, StopSignal stop) =>
        Run(contract, source, inputs =>
        {
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

                return encode.Session.RunWithBoundResults(stop.Options, binding);
            }
            catch (Exception exception) when (NativeFailure.Is(exception))
            {
                throw encode.Explain(exception, stop.Token);
            }
        });

    /// <summary>What a state or memory starts as; null for zeros.</summary>
    internal OrtValue? Find(StepTensor tensor) => tensor.From is { } from ? _values[from] : null;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Bytes(StepTensor tensor) => tensor.From is { } from ? _values[from].GetTensorDataAsSpan<byte>() : [];

    /// <inheritdoc/>
    public RowShape ShapeOf(string path, StepTensor tensor) => Sizes.ShapeOf(path, tensor);

    public void Dispose()
    {
        SourceBatch.Release(_inputs);
        _outputs?.Dispose();
    }

    private static EncodedSource Run(
        StepContract contract, SourceBatch source, Func<Dictionary<string, OrtValue>, IDisposableReadOnlyCollection<OrtValue>> encode)
    {
        var inputs = source.ToTensors();
        try
        {
            return new(contract, inputs, contract.EncodeOutputs.Count == 0 ? null : encode(inputs));
        }
        catch
        {
            SourceBatch.Release(inputs);
            throw;
        }
    }
}
