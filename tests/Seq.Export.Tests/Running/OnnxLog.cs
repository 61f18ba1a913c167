using System.Collections.Concurrent;
using Microsoft.ML.OnnxRuntime;

namespace Seq.Export.Tests;

/// <summary>What ONNX Runtime logs, by the session that it concerns. It keeps one log for a process.</summary>
internal static class OnnxLog
{
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<string>> Heard = new(StringComparer.Ordinal);

    /// <summary>Begins to listen. It must come before anything else of ONNX Runtime, whose options make the log too.</summary>
    internal static void Begin()
    {
        var options = new EnvironmentCreationOptions
        {
            logId = "tests",
            logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING,
            loggingFunction = (_, _, _, session, _, message) => Heard.GetOrAdd(session, _ => new()).Enqueue(message),
        };
        _ = OrtEnv.CreateInstanceWithOptions(ref options);
    }

    /// <summary>Gives a session's options a name of their own.</summary>
    internal static string Name(SessionOptions options) => options.LogId = Guid.NewGuid().ToString();

    /// <summary>What has been logged for a session, warnings and worse.</summary>
    internal static IReadOnlyList<string> Of(string session) => Heard.TryGetValue(session, out var messages) ? [.. messages] : [];
}
