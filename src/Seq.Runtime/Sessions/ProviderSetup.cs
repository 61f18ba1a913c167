using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace Seq.Runtime;

/// <summary>Asks a session to run on a provider, or says clearly why it cannot.</summary>
internal static class ProviderSetup
{
    private const string CudaRemedy =
        "Build the app with -p:Cuda=true, which takes the package Microsoft.ML.OnnxRuntime.Gpu, on a machine with an NVIDIA driver, CUDA and cuDNN; "
        + "or use ProviderPolicy.PreferCuda or ProviderPolicy.Cpu (docs/dependencies.md).";

    private const string CudaProvider = "CUDAExecutionProvider";

    /// <summary>Adds a provider to the options of a session.</summary>
    /// <exception cref="ProviderNotAvailableException">This build or this machine has none.</exception>
    internal static void AddTo(SessionOptions session, ProviderPolicy policy)
    {
        string[] available = OrtEnv.Instance().GetAvailableProviders();
        if (policy.Provider == ExecutionProvider.Cuda && !available.Contains(CudaProvider))
        {
            throw new ProviderNotAvailableException(
                policy,
                $"this build of ONNX Runtime {OrtEnv.Instance().GetVersionString()} has no CUDA; it has {string.Join(", ", available)}.",
                CudaRemedy);
        }

        try
        {
            if (policy.Provider == ExecutionProvider.Cuda)
            {
                using var cuda = new OrtCUDAProviderOptions();
                cuda.UpdateOptions(CudaValues(policy));
                session.AppendExecutionProvider_CUDA(cuda);
            }
            else
            {
                session.AppendExecutionProvider(policy.Name, new(policy.Options, StringComparer.Ordinal));
            }

            if (!policy.AllowCpuNodes)
            {
                session.AddSessionConfigEntry("session.disable_cpu_ep_fallback", "1");
            }
        }
        catch (Exception exception) when (NativeFailure.Is(exception))
        {
            throw Unavailable(policy, exception);
        }
    }

    /// <summary>The options of CUDA in ONNX Runtime's words; those of the caller's own come last, so that they win.</summary>
    internal static Dictionary<string, string> CudaValues(ProviderPolicy policy)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["device_id"] = policy.DeviceId.ToString(CultureInfo.InvariantCulture) };
        if (policy.MemoryLimit is { } limit)
        {
            values["gpu_mem_limit"] = limit.ToString(CultureInfo.InvariantCulture);
        }

        foreach (var (name, value) in policy.Options)
        {
            values[name] = value;
        }

        return values;
    }

    /// <summary>What to throw when the provider itself is at fault.</summary>
    internal static ProviderNotAvailableException Unavailable(ProviderPolicy policy, Exception cause) => policy.Provider == ExecutionProvider.Cuda
        ? new(policy, $"ONNX Runtime cannot use CUDA device {policy.DeviceId}: {cause.Message}", CudaRemedy, cause)
        : new(
            policy,
            $"ONNX Runtime {OrtEnv.Instance().GetVersionString()} cannot use it: {cause.Message} This build has {string.Join(", ", OrtEnv.Instance().GetAvailableProviders())}.",
            $"Reference a package of ONNX Runtime that has {policy.Name}, check the provider's options, or use ProviderPolicy.Prefer or ProviderPolicy.Cpu.", cause);
}
