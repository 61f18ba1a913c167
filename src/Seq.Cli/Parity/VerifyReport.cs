namespace Seq.Cli.Parity;

/// <summary>What <c>seq verify</c> found.</summary>
/// <param name="Passed">Whether every check passed.</param>
/// <param name="Bundle">The bundle's folder, as it was given.</param>
/// <param name="Kind">The kind of model.</param>
/// <param name="Files">Number of files whose size and hash are as the manifest says.</param>
/// <param name="Graphs">The graphs whose structure was checked and that ONNX Runtime loaded.</param>
/// <param name="HasGoldenPack">Whether the bundle brings inputs with what the trainer computed on them.</param>
/// <param name="Tolerance">How far logits may be from the golden ones.</param>
/// <param name="Provider">What ran the graphs.</param>
/// <param name="Checks">The checks.</param>
/// <param name="NotCompared">What of the bundle no check could look at, and why; empty when everything was compared.</param>
/// <param name="Evidence">What was verified with what, by hashes and versions.</param>
internal sealed record VerifyReport(
    bool Passed, string Bundle, string Kind, int Files, IReadOnlyList<string> Graphs, bool HasGoldenPack, double Tolerance, string Provider, IReadOnlyList<CheckResult> Checks,
    IReadOnlyList<string> NotCompared, Evidence Evidence);
