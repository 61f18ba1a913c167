using Seq.Decoding;
using Seq.Model;

namespace Seq.Cli.CommandLine;

/// <summary>What a user reads when a command fails: one message, never a stack trace unless asked for.</summary>
internal static class ErrorReport
{
    /// <summary>Set to 1, this environment variable makes a failure print its whole stack trace.</summary>
    internal const string TraceVariable = "SEQ_TRACE";

    /// <summary>The exit code and message of an exception.</summary>
    internal static (int ExitCode, string Message) Of(Exception exception) => exception switch
    {
        OperationCanceledException => (ExitCode.Stopped, "Stopped before the work was done."),
        SeqException or DecodingException => (ExitCode.BadInput, exception.Message),
        SearchOptionsException or DecodingRequestException => (ExitCode.BadInput, exception.Message),
        IOException or UnauthorizedAccessException => (ExitCode.BadInput, $"{exception.Message} Check the path, its permissions and the free space."),
        OutOfMemoryException => (ExitCode.BadInput, "Memory ran out. Use fewer or shorter inputs, or a smaller model."),
        _ when MissingLibrary(exception) is { } missing => (ExitCode.BadInput, $"A native library cannot be loaded: {missing.Message.ReplaceLineEndings(" ")}"
            + " Run `./seq` once, which sets up what is missing (docs/dependencies.md)."),
        _ => (ExitCode.Bug, $"This is a bug in Seq, please report it: {exception.GetType()}: {exception.Message} Run again with {TraceVariable}=1 for the stack trace."),
    };

    /// <summary>Writes the message of an exception, and its trace when the environment asks for one.</summary>
    /// <returns>The exit code.</returns>
    internal static int Write(Exception exception, TextWriter error)
    {
        var (exitCode, message) = Of(exception);
        Write(message, error);
        if (Environment.GetEnvironmentVariable(TraceVariable) == "1")
        {
            error.WriteLine(exception);
        }

        return exitCode;
    }

    internal static void Write(string message, TextWriter error) => error.WriteLine($"seq: {message}");

    /// <summary>A library that is not there comes wrapped in the exceptions of whatever wanted it first.</summary>
    private static DllNotFoundException? MissingLibrary(Exception? exception) =>
        exception is null ? null : exception as DllNotFoundException ?? MissingLibrary(exception.InnerException);
}
