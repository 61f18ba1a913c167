using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Seq.Runtime;

/// <summary>Starts ONNX Runtime's native library, which a process does once.</summary>
internal static partial class NativeRuntime
{
    private const string TelemetrySwitch = "ORT_DISABLE_TELEMETRY";

    /// <summary>Starts the library unless something in the process has done so.</summary>
    /// <exception cref="ProviderNotAvailableException">There is no library that can be loaded.</exception>
    internal static OrtEnv Start(bool telemetry)
    {
        if (!telemetry && !OperatingSystem.IsWindows())
        {
            // Environment.SetEnvironmentVariable would not reach native code.
            _ = SetEnvironment(TelemetrySwitch, "1", overwrite: 0);
        }

        try
        {
            if (!OrtEnv.IsCreated)
            {
                // Failures come back as exceptions; the library would print them as well.
                var options = new EnvironmentCreationOptions { logId = "Seq", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
                _ = OrtEnv.CreateInstanceWithOptions(ref options);
            }

            var environment = OrtEnv.Instance();
            if (!telemetry)
            {
                environment.DisableTelemetryEvents();
            }

            return environment;
        }
        catch (Exception exception) when (exception is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new ProviderNotAvailableException(
                ProviderPolicy.Cpu,
                $"its native library cannot be loaded: {exception.GetBaseException().Message}.",
                "Reference the package Microsoft.ML.OnnxRuntime (CPU) or, with -p:Cuda=true, Microsoft.ML.OnnxRuntime.Gpu in the app; "
                + "docs/dependencies.md has the details.",
                exception);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
