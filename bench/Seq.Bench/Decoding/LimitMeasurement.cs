using System.Globalization;
using Seq.Bench.Measuring;

namespace Seq.Bench.Decoding;

/// <summary>Measures what the machine can do on one core: the best of all rounds, for a limit is what is possible.</summary>
internal sealed class LimitMeasurement(BenchPlan plan)
{
    private const int Products = 3;

    internal static readonly long[] Sizes = [512 << 10, 8 << 20, 37 << 20, 256 << 20];

    internal MachineFigures Measure()
    {
        using var bundle = new RandomBundle(DecodeModel.All[0]);
        using var peers = new DecodePeers(bundle.Folder, plan.Python, plan.Node);
        using var product = new MatrixProduct();
        List<double> ours = [], torch = [];
        product.Measure();
        for (var round = 0; round < plan.Rounds; round++)
        {
            ours.Add(Enumerable.Range(0, Products).Max(_ => product.Measure()));
            if (peers.Torch?.Ask(string.Create(CultureInfo.InvariantCulture, $"gemm {MatrixProduct.Size} {Products}")) is { } answer)
            {
                torch.Add(2.0 * MatrixProduct.Size * MatrixProduct.Size * MatrixProduct.Size / answer.GetProperty("seconds").GetDouble());
            }
        }

        return new()
        {
            Machine = string.Join("; ", [
                Machine.Describe(), $"ONNX Runtime {Microsoft.ML.OnnxRuntime.OrtEnv.Instance().GetVersionString()}", .. peers.Versions(),
                $"PyTorch's OPENBLAS_CORETYPE {Machine.FastestBlasCore}", $"commit {RepositoryFolder.Commit()}"]),
            Gemm = ours.Max(),
            TorchGemm = torch.Count == 0 ? null : torch.Max(),
            Bandwidth = Sizes.ToDictionary(size => size, Bandwidth),
        };
    }

    private double Bandwidth(long size)
    {
        using var read = new ReadBandwidth(size);
        read.Measure();
        return Enumerable.Range(0, plan.Rounds).Max(_ => read.Measure());
    }
}
