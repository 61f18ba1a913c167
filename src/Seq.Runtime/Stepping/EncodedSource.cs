using Microsoft.ML.OnnxRuntime;

namespace Seq.Runtime;

/// <summary>What the encode graph made of a batch of sources: the first state and the memory of every row.</summary>
internal sealed class EncodedSource : IInitialRows, IDisposable
{
    private readonly Dictionary<string, OrtValue> _inputs;
    private readonly IDisposableReadOnlyCollection<OrtValue>? _outputs; // Null when nothing of them is needed.
    private readonly Dictionary<string, OrtValue> _values;
    private readonly RowSizes _sizes = new();

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
            _sizes.Learn(contract.EncodeValues[name].Shape, value.GetTensorTypeAndShape().Shape);
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

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Bytes(StepTensor tensor) => tensor.From is { } from ? _values[from].GetTensorDataAsSpan<byte>() : [];

    /// <inheritdoc/>
    public RowShape ShapeOf(string path, StepTensor tensor) => _sizes.ShapeOf(path, tensor);

    public void Dispose()
    {
        SourceBatch.Release(_inputs);
        _outputs?.Dispose();
    }
}
