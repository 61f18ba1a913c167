using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Seq.Bench.Measuring;
using Seq.Model;

namespace Seq.Bench.Decoding;

/// <summary>The step graph alone, bound to buffers in both directions: no search, no look at the logits. What a decoder adds is measured against it.</summary>
internal sealed class BareStep : IDisposable
{
    // The runtime pads sources to a multiple of 16.
    private const int Source = (DecodeModel.SourceLength + 15) / 16 * 16;

    private readonly InferenceSession _session;
    private readonly OrtIoBinding[] _bindings;
    private readonly List<OrtValue> _values = [];
    private readonly RunOptions _options = new();

    internal BareStep(Bundle bundle, int rows)
    {
        using var options = OneThread.Options();
        _session = new(bundle.PathOf(GraphNames.Step), options);
        _bindings = [_session.CreateIoBinding(), _session.CreateIoBinding()];
        var step = bundle.Graph(GraphNames.Step);
        foreach (var input in step.Inputs.Where(input => step.States.All(state => state.Input != input.Name)))
        {
            var value = Tensor(input, rows, input.Name == GraphNames.SourceLengths ? DecodeModel.SourceLength : 2);
            Array.ForEach(_bindings, binding => binding.BindInput(input.Name, value));
        }

        foreach (var state in step.States)
        {
            var shape = step.Inputs.First(input => input.Name == state.Input);
            OrtValue[] sets = [Tensor(shape, rows, 0), Tensor(shape, rows, 0)];
            for (var from = 0; from < 2; from++)
            {
                _bindings[from].BindInput(state.Input, sets[from]);
                _bindings[from].BindOutput(state.Output, sets[1 - from]);
            }
        }

        foreach (var output in step.Outputs.Where(output => step.States.All(state => state.Output != output.Name)))
        {
            var value = Tensor(output, rows, 0);
            Array.ForEach(_bindings, binding => binding.BindOutput(output.Name, value));
        }
    }

    /// <summary>The median of the seconds of some runs.</summary>
    internal double Time(int steps)
    {
        var times = new double[steps];
        for (var step = 0; step < steps; step++)
        {
            var begun = Stopwatch.GetTimestamp();
            _session.RunWithBinding(_options, _bindings[step & 1]);
            times[step] = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        }

        return Statistics.Median(times.Skip(Math.Min(TimedSteps.WarmUp, steps - 1)));
    }

    public void Dispose()
    {
        Array.ForEach(_bindings, binding => binding.Dispose());
        _values.ForEach(value => value.Dispose());
        _options.Dispose();
        _session.Dispose();
    }

    private OrtValue Tensor(GraphValue value, int rows, long whole)
    {
        long[] shape = [.. value.Shape.Select(dimension => dimension.Name switch { null => dimension.Size, "batch" => rows, _ => Source })];
        var count = (int)shape.Aggregate(1L, (product, size) => product * size);
        OrtValue tensor;
        if (value.Type == GraphType.Int64)
        {
            var numbers = GC.AllocateArray<long>(count, pinned: true);
            Array.Fill(numbers, whole);
            tensor = OrtValue.CreateTensorValueFromMemory(numbers, shape);
        }
        else
        {
            tensor = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, TensorElementType.Float, shape);
            tensor.GetTensorMutableDataAsSpan<float>().Fill(0.01f);
        }

        _values.Add(tensor);
        return tensor;
    }
}
