using Microsoft.ML.OnnxRuntime;

namespace Seq.Runtime;

/// <summary>Picks rows of several tensors, wherever they lie. Safe to use from several threads at once.</summary>
internal sealed class RowGather : IDisposable
{
    private readonly InferenceSession _session;
    private readonly IReadOnlyList<StepTensor> _tensors;

    /// <param name="tensors">The tensors that are gathered together.</param>
    /// <param name="options">Where to work.</param>
    internal RowGather(IReadOnlyList<StepTensor> tensors, SessionOptions options)
    {
        _tensors = tensors;
        _session = new(GatherModel.Write(tensors), options);
    }

    /// <summary>Copies rows: row r of each destination becomes row <paramref name="rows"/>[r] of its source.</summary>
    /// <param name="options">How to run.</param>
    /// <param name="sources">The tensors, on any device.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="destinations">Where to, on any device; must not overlap the sources.</param>
    internal void Run(RunOptions options, IReadOnlyList<OrtValue> sources, ReadOnlySpan<int> rows, IReadOnlyList<OrtValue> destinations)
    {
        if (_tensors.Count == 0)
        {
            return;
        }

        var indices = new long[rows.Length];
        for (var row = 0; row < rows.Length; row++)
        {
            indices[row] = rows[row];
        }

        using var picked = OrtValue.CreateTensorValueFromMemory(indices, [indices.Length]);
        using var binding = _session.CreateIoBinding();
        binding.BindInput(GatherModel.Rows, picked);
        for (var i = 0; i < _tensors.Count; i++)
        {
            binding.BindInput(GatherModel.Data(i), sources[i]);
            binding.BindOutput(GatherModel.Gathered(i), destinations[i]);
        }

        _session.RunWithBinding(options, binding);
    }

    public void Dispose() => _session.Dispose();
}
