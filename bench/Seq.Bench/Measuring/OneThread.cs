using Microsoft.ML.OnnxRuntime;

namespace Seq.Bench.Measuring;

/// <summary>Sessions as the runtime opens them by default.</summary>
internal static class OneThread
{
    internal static SessionOptions Options() => new()
    {
        IntraOpNumThreads = 1,
        InterOpNumThreads = 1,
        ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
        EnableMemoryPattern = false,
        LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
    };
}
