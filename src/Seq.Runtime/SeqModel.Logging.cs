using Microsoft.Extensions.Logging;

namespace Seq.Runtime;

/// <content>What a model says to its logger.</content>
public sealed partial class SeqModel
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Model '{Model}' ({Kind}) opened from {Bundle}; it runs on {Provider}")]
    private static partial void LogOpened(ILogger logger, string model, string kind, string bundle, ProviderReport provider);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Model '{Model}' released")]
    private static partial void LogReleased(ILogger logger, string model);

    [LoggerMessage(EventId = 3, Level = LogLevel.Debug, Message = "Model '{Model}' warmed up: {Steps} steps in {Milliseconds:F1} ms")]
    private static partial void LogWarm(ILogger logger, string model, int steps, double milliseconds);

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning, Message = "Model '{Model}' is disposed but cannot be released: {Uses} still open. Dispose sessions, leave streams, cancel calls")]
    private static partial void LogStillOpen(ILogger logger, string model, string uses);
}
