using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using Seq.Export;

namespace Seq.Bench.Measuring;

/// <summary>A product of two square matrices by ONNX Runtime on one thread: the rate of arithmetic that its kernels reach on this machine.</summary>
internal sealed class MatrixProduct : IDisposable
{
    internal const int Size = 1024;

    private readonly InferenceSession _session;
    private readonly OrtValue[] _inputs;
    private readonly OrtValue[] _outputs;
    private readonly RunOptions _options = new();

    internal MatrixProduct()
    {
        var g = new GraphBuilder("product");
        var left = g.Input("left", ElementType.Float32, [Size, Size]);
        var right = g.Input("right", ElementType.Float32, [Size, Size]);
        g.Output("product", g.MatMul(left, right));
        using var options = OneThread.Options();
        _session = new(OnnxModel.Of(g).ToBytes(), options);
        var numbers = new float[Size * Size];
        Array.Fill(numbers, 0.5f);
        _inputs = [OrtValue.CreateTensorValueFromMemory(numbers, [Size, Size]), OrtValue.CreateTensorValueFromMemory((float[])numbers.Clone(), [Size, Size])];
        _outputs = [OrtValue.CreateTensorValueFromMemory(new float[Size * Size], [Size, Size])];
    }

    /// <summary>Floating-point operations per second, an addition and a multiplication counted as two.</summary>
    internal double Measure()
    {
        var clock = Stopwatch.StartNew();
        _session.Run(_options, ["left", "right"], _inputs, ["product"], _outputs);
        return 2.0 * Size * Size * Size / clock.Elapsed.TotalSeconds;
    }

    public void Dispose()
    {
        foreach (var value in _inputs.Concat(_outputs))
        {
            value.Dispose();
        }

        _options.Dispose();
        _session.Dispose();
    }
}
