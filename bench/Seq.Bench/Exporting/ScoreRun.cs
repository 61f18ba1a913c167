using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Seq.Bench.Measuring;
using Seq.Model;

namespace Seq.Bench.Exporting;

/// <summary>The score graph of a language model over whole texts: log-probabilities of every token at every place.</summary>
internal sealed class ScoreRun : IDisposable
{
    internal const int Time = 100;

    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly List<OrtValue> _values = [];
    private readonly RunOptions _options = new();

    internal ScoreRun(Bundle bundle, int batch)
    {
        var model = (LanguageModelDescription)bundle.Description;
        using var options = OneThread.Options();
        _session = new(bundle.PathOf(GraphNames.Score), options);
        _binding = _session.CreateIoBinding();
        long[] tokens = [.. Enumerable.Range(0, batch * Time).Select(place => (long)(place * 7919 % model.Vocabulary))];
        long[] lengths = [.. Enumerable.Repeat((long)Time, batch)];
        _binding.BindInput(GraphNames.TargetInput, Keep(OrtValue.CreateTensorValueFromMemory(tokens, [batch, Time])));
        _binding.BindInput(GraphNames.TargetLengths, Keep(OrtValue.CreateTensorValueFromMemory(lengths, [batch])));
        foreach (var state in bundle.Graph(GraphNames.Step).States)
        {
            _binding.BindInput(state.Input, Keep(OrtValue.CreateTensorValueFromMemory(new float[batch * model.Layers.StateSize], [batch, model.Layers.StateSize])));
        }

        _binding.BindOutput(
            GraphNames.LogProbabilities, Keep(OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, TensorElementType.Float, [batch, Time, model.Vocabulary])));

        // A weight is multiplied and added once per token; biases and the look-up of the embedding count as nothing.
        Operations = 2.0 * batch * Time * model.Parameters.Where(parameter => parameter.Shape.Count == 2 && parameter.Name != LanguageModelNames.Embedding).Sum(parameter => parameter.ElementCount);
    }

    /// <summary>Floating-point operations of a run.</summary>
    internal double Operations { get; }

    /// <summary>Runs the graph.</summary>
    /// <returns>Floating-point operations per second.</returns>
    internal double Measure()
    {
        var clock = Stopwatch.StartNew();
        _session.RunWithBinding(_options, _binding);
        return Operations / clock.Elapsed.TotalSeconds;
    }

    public void Dispose()
    {
        _binding.Dispose();
        _values.ForEach(value => value.Dispose());
        _options.Dispose();
        _session.Dispose();
    }

    private OrtValue Keep(OrtValue value)
    {
        _values.Add(value);
        return value;
    }
}
