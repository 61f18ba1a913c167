namespace Seq.Trials.Fuzzing;

/// <summary>How one damaged bundle ended.</summary>
/// <param name="Index">Which one.</param>
/// <param name="Change">What was done to it.</param>
/// <param name="Fits">Whether its manifest was made to fit.</param>
/// <param name="End">How it ended; one of the constants.</param>
/// <param name="Detail">The exception or what the process died of.</param>
/// <param name="Verified">How <c>seq verify</c> ended; empty when the process died.</param>
internal sealed record FuzzOutcome(int Index, string Change, bool Fits, string End, string Detail, string Verified = "")
{
    /// <summary>Verified: the change did no harm.</summary>
    internal const string Sound = "sound";

    /// <summary>Verified: the bundle computes otherwise.</summary>
    internal const string Otherwise = "computes otherwise";

    /// <summary>Opened and decoded: the change did no harm that anybody could see, or changed numbers only.</summary>
    internal const string Decoded = "decoded";

    /// <summary>A typed exception before ONNX Runtime saw the graph at fault.</summary>
    internal const string Refused = "refused";

    /// <summary>A typed exception that carries ONNX Runtime's own: it refused to load the graph.</summary>
    internal const string RefusedByRuntime = "refused by ONNX Runtime";

    /// <summary>A typed exception while decoding.</summary>
    internal const string FailedDecoding = "failed decoding";

    /// <summary>The caller's cancellation ended a graph that would not.</summary>
    internal const string Cancelled = "cancelled";

    /// <summary>An exception of no type of ours.</summary>
    internal const string Untyped = "untyped";

    /// <summary>The process died.</summary>
    internal const string Crash = "crash";

    /// <summary>No end within the time, cancellation notwithstanding.</summary>
    internal const string Hang = "hang";

    /// <summary>More memory than a tiny model has any use for.</summary>
    internal const string Memory = "memory";

    /// <summary>Whether it breaks the promise: a typed error, whatever the file.</summary>
    internal bool IsFailure => End is Untyped or Crash or Hang or Memory;

    internal string ToLine() => string.Join('\t', Index, Change, Fits, End, Detail.ReplaceLineEndings(" ").Replace('\t', ' '), Verified);

    internal static FuzzOutcome? Parse(string line) =>
        line.Split('\t') is [var index, var change, var fits, var end, var detail, .. var rest] && int.TryParse(index, out var number) && bool.TryParse(fits, out var fit)
            ? new(number, change, fit, end, detail, rest is [var verified] ? verified : "")
            : null;
}
