using System.Text.Json.Nodes;
using Seq.Model;

namespace Seq.Cli.Tests.Malformed;

/// <summary>Bundles that were cut, changed or forged.</summary>
internal static class BundleCases
{
    internal static IReadOnlyList<MalformedCase> All { get; } =
    [
        Generate("graph that is missing", files => files.Delete("step.onnx"), "step.onnx", "missing", "estore it"),
        Generate("graph that is cut", files => files.Change("encode.onnx", bytes => bytes[..(bytes.Length / 2)]), "encode.onnx", "bytes", "estore it"),
        Generate("graph with a changed bit", files => files.Change("step.onnx", CheckpointCases.FlipLastBit), "step.onnx", "SHA-256", "estore it"),
        Generate("graph that is not ONNX", files => files.Forge("step.onnx", _ => "this is not a graph"u8.ToArray()), "step.onnx", "xport"),
        Generate("graph that is another graph", files => files.Forge("step.onnx", _ => File.ReadAllBytes(Path.Combine(files.Folder, "score.onnx"))), "step.onnx", "xport"),
        Generate("manifest that is cut", files => files.Change("seq.json", bytes => bytes[..100]), "seq.json", "estore it"),
        Generate("manifest of another version", files => files.ChangeManifest(node => node["format_version"] = 99), "seq.json", "99", "newer version"),
        Generate("manifest without graphs", files => files.ChangeManifest(node => node["graphs"] = new JsonObject()), "graph"),
        Generate("graph file outside the folder", files => files.ChangeManifest(node => node["graphs"]!["step"]!["file"] = "../step.onnx"), "../step.onnx", "seq.json"),
        Generate("listed file outside the folder", files => files.ChangeManifest(AddOutside), "../../secret", "outside the model"),
        Generate("maximum length of zero", files => files.ChangeManifest(node => node["decoding"]!["max_length"] = 0), "seq.json", "max_length"),
        Generate("vocabulary of another model", files => files.ForgeJson("target.vocab.json", node => node["tokens"]!.AsArray().Add("extra")), "target", "7", "vocabulary"),
        Generate("vocabulary with another end token", files => files.ForgeJson("target.vocab.json", node => node["special"]!["end"] = 3), "ends with", "vocabulary"),
        Generate("state that no graph returns", files => files.ChangeManifest(node => node["graphs"]!["step"]!["states"]![0]!["output"] = "gone"), "seq.json", "gone"),
        Generate("batch axis that is no axis", files => files.ChangeManifest(node => node["graphs"]!["step"]!["states"]![0]!["batch_axis"] = 7), "seq.json", "batch axis"),
        new("bundle: inspected graph that is not ONNX", m => ["inspect", ModelFiles.BundleOf(m).Forge("score.onnx", _ => [0xff, 0xff, 0xff]).Folder], "score.onnx", "xport"),
        Parity("golden pack that is no safetensors file", "not a pack at all"u8.ToArray(), "estore it"),
        Parity("golden pack without its tensors", EmptyPack(), "'source'", "estore it"),
        Parity("golden pack whose tensors do not fit each other", PackOfOneRowAndTwoLengths(), "'source_lengths'", "Export the model again"),
    ];

    private static MalformedCase Generate(string name, Func<ModelFiles, ModelFiles> damage, params string[] named) =>
        new("bundle: " + name, models => ["generate", damage(ModelFiles.BundleOf(models)).Folder, "--input", "s1"], named);

    private static MalformedCase Parity(string name, byte[] golden, params string[] named) => new(
        "bundle: " + name,
        models => ["parity", models.Checkpoint, ModelFiles.BundleOf(models).Add(Checkpoint.GoldenFile, golden).Folder],
        [Checkpoint.GoldenFile, .. named]);

    private static byte[] EmptyPack() => Bytes(new SafetensorsWriter());

    private static byte[] PackOfOneRowAndTwoLengths()
    {
        var writer = new SafetensorsWriter();
        writer.Add<long>(GoldenPack.Source, [1, 2], new long[] { 1, 2 });
        writer.Add<long>(GoldenPack.SourceLengths, [2], new long[] { 1, 2 });
        return Bytes(writer);
    }

    private static byte[] Bytes(SafetensorsWriter writer)
    {
        using var stream = new MemoryStream();
        writer.Write(stream);
        return stream.ToArray();
    }

    private static void AddOutside(JsonNode manifest) =>
        manifest["files"]!["../../secret"] = new JsonObject { ["bytes"] = 1, ["sha256"] = new string('0', 64) };
}
