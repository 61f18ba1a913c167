using Microsoft.ML.OnnxRuntime;
using Seq.Cli.CommandLine;
using Seq.Model;
using Seq.Train;

namespace Seq.Cli.Parity;

/// <summary>What a report was made of, so that it can be told later which files and which programs it speaks of.</summary>
/// <param name="Time">When, in UTC.</param>
/// <param name="Seq">Version of Seq, with the commit it was built from.</param>
/// <param name="BundleSha256">SHA-256 of the bundle's <c>seq.json</c>, which lists the hash of every other file.</param>
/// <param name="ExportedFromSha256">SHA-256 of the weights that the bundle says it was exported from; null when it does not say.</param>
internal sealed record Evidence(DateTimeOffset Time, string Seq, string BundleSha256, string? ExportedFromSha256)
{
    /// <summary>SHA-256 of the checkpoint's weights; null where no checkpoint was asked.</summary>
    public string? CheckpointSha256 { get; init; }

    /// <summary>Version of ONNX Runtime; null where it ended the process.</summary>
    public string? OnnxRuntime { get; init; }

    /// <summary>Version of libtorch; null where it was not asked, or ended the process.</summary>
    public string? Libtorch { get; init; }

    /// <summary>Whether the bundle was exported from other weights than the checkpoint's.</summary>
    internal bool IsOfOtherWeights => CheckpointSha256 is not null && ExportedFromSha256 is not null && CheckpointSha256 != ExportedFromSha256;

    /// <summary>The lines of a report.</summary>
    internal IEnumerable<(string Name, string Value)> Lines => new (string Name, string? Value)[]
    {
        ("time", Time.ToString("u")),
        ("Seq", Seq),
        ("ONNX Runtime", OnnxRuntime),
        ("libtorch", Libtorch),
        ("bundle, SHA-256 of seq.json", BundleSha256),
        ("bundle, exported from weights of SHA-256", ExportedFromSha256),
        ("checkpoint, SHA-256 of its weights", CheckpointSha256),
    }.Where(line => line.Value is not null).Select(line => (line.Name, line.Value!));

    /// <summary>Of files alone; loads no native library.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="checkpoint">The checkpoint; null where there is none.</param>
    /// <param name="time">Tells the time.</param>
    internal static Evidence Of(Bundle bundle, Checkpoint? checkpoint, TimeProvider time) => new(
        time.GetUtcNow(), SeqVersion.Text, FileRecord.Of(File.ReadAllBytes(Path.Combine(bundle.FolderPath, Bundle.ManifestFile))).Sha256, bundle.Manifest.WeightsSha256)
    {
        CheckpointSha256 = checkpoint?.WeightsSha256,
    };

    /// <summary>The same with the versions of the libraries that compute.</summary>
    /// <param name="torch">Whether libtorch is one of them.</param>
    internal Evidence WithLibraries(bool torch) => this with
    {
        OnnxRuntime = OrtEnv.Instance().GetVersionString(),
        Libtorch = torch ? TorchReferee.LibraryVersion : null,
    };
}
