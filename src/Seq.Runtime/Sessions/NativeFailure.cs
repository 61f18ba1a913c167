using Microsoft.ML.OnnxRuntime;

namespace Seq.Runtime;

/// <summary>The exceptions by which ONNX Runtime's C# API reports what its native library refused.</summary>
internal static class NativeFailure
{
    /// <summary>Whether an exception is one of them.</summary>
    /// <remarks>
    /// An entry point is missing when the library was built without the provider it belongs to. The API looks the name of each error
    /// code up in a table that lacks the newest codes, and so reports those as a key that was not found.
    /// </remarks>
    internal static bool Is(Exception exception) => exception is OnnxRuntimeException or EntryPointNotFoundException or KeyNotFoundException;
}
