using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace Seq.Runtime;

/// <summary>Asks a session to run on CUDA, or says clearly why it cannot.</summary>
internal static class CudaOptions
{
    private const string Remedy =
        "Build the app with -p:Cuda=true, which takes the package Microsoft.ML.OnnxRuntime.Gpu, on a machine with an NVIDIA driver, CUDA and cuDNN; "
        + "or use ProviderPolicy.PreferCuda or ProviderPolicy.Cpu (docs/dependencies.md).";

    private const string ProviderName = "CUDAExecutionProvider";

    /// <summary>Adds CUDA to the options of a session.</summary>
    /// <exception cref="ProviderNotAvailableException">This build or this machine has none.</exception>
    internal static void AddTo(SessionOptions session, ProviderPolicy policy)
    {
        string[] available = OrtEnv.Instance().GetAvailableProviders();
        if (!available.Contains(ProviderName))
        {
            throw new ProviderNotAvailableException(
                ExecutionProvider.Cuda,
                $"this build of ONNX Runtime {OrtEnv.Instance().GetVersionString()} has no CUDA; it has {string.Join(", ", available)}.",
                Remedy);
        }

        try
        {
            using var cuda = new OrtCUDAProviderOptions();
            var values = new Dictionary<string, string> { ["device_id"] = policy.DeviceId.ToString(CultureInfo.InvariantCulture) };
            if (policy.MemoryLimit is { } limit)
            {
                values["gpu_mem_limit"] = limit.ToString(CultureInfo.InvariantCulture);
            }

            cuda.UpdateOptions(values);
            session.AppendExecutionProvider_CUDA(cuda);
        }
        catch (Exception exception) when (NativeFailure.Is(exception))
        {
            throw Unavailable(policy, exception);
        }
    }

    /// <summary>What to throw when CUDA itself is at fault.</summary>
    internal static ProviderNotAvailableException Unavailable(ProviderPolicy policy, Exception cause) =>
        new(ExecutionProvider.Cuda, $"ONNX Runtime cannot use CUDA device {policy.DeviceId}: {cause.Message}", Remedy, cause);
}
