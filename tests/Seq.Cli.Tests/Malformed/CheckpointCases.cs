using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace Seq.Cli.Tests.Malformed;

/// <summary>Checkpoints that were cut, changed or forged.</summary>
internal static class CheckpointCases
{
    private const string Weights = "weights.safetensors";

    internal static IReadOnlyList<MalformedCase> All { get; } =
    [
        Inspect("weights that are missing", files => files.Delete(Weights), Weights, "missing", "estore it"),
        Inspect("weights that are cut", files => files.Change(Weights, bytes => bytes[..^100]), Weights, "bytes", "estore it"),
        Inspect("weights with a changed bit", files => files.Change(Weights, FlipLastBit), Weights, "SHA-256", "estore it"),
        Inspect("weights that are empty", files => files.Forge(Weights, _ => []), Weights, "empty", "estore it"),
        Inspect("weights whose header claims 2^63 bytes", files => files.Forge(Weights, bytes => WithHeaderLength(bytes, ulong.MaxValue / 2)), Weights, "header", "estore it"),
        Inspect("weights whose header is cut by its length", files => files.Forge(Weights, bytes => WithHeaderLength(bytes, 20)), Weights, "header", "estore it"),
        Inspect("weights of an oversized shape", files => files.Forge(Weights, bytes => Replace(bytes, "\"shape\":[6,8]", "\"shape\":[6,9]")), Weights, "shape", "estore it"),
        Inspect("weights under another name", files => files.Forge(Weights, bytes => Replace(bytes, "output.bias", "output.bios")), Weights, "output.bias"),
        Inspect("weights of another type", files => files.Forge(Weights, bytes => Replace(bytes, "\"F32\"", "\"I32\"")), Weights, "I32"),
        Inspect("description that is not JSON", files => files.Forge("model.json", _ => "{\"kind\""u8.ToArray()), "model.json", "estore it"),
        Inspect("description of nothing", files => files.Forge("model.json", _ => "null"u8.ToArray()), "model.json", "estore it"),
        Inspect("description of an unknown kind", files => files.ForgeJson("model.json", node => node["kind"] = "oracle"), "model.json", "oracle"),
        Inspect("description of other sizes", files => files.ForgeJson("model.json", node => node["decoder"]!["hidden"] = 9), "bridge", "9"),
        Inspect("description of negative size", files => files.ForgeJson("model.json", node => node["encoder"]!["hidden"] = -8), "model.json", "encoder.hidden"),
        Inspect("description of enormous size", files => files.ForgeJson("model.json", node => node["encoder"]!["hidden"] = 2_000_000_000), "model.json", "encoder.hidden"),
        Inspect("vocabulary of another model", files => files.ForgeJson("source.vocab.json", node => node["tokens"]!.AsArray().Add("extra")), "source", "8", "vocabulary"),
        Inspect("vocabulary with a token twice", files => files.ForgeJson("target.vocab.json", node => node["tokens"]![2] = "t1"), "target.vocab.json", "twice"),
        Inspect("manifest that is cut", files => files.Change("checkpoint.json", bytes => bytes[..40]), "checkpoint.json", "estore it"),
        Inspect("manifest of another version", files => files.ChangeManifest(node => node["format_version"] = 99), "checkpoint.json", "99", "newer version"),
        Inspect("manifest that reaches outside", files => files.ChangeManifest(node => Add(node, "../outside.bin")), "../outside.bin", "outside the model"),
        Inspect("manifest with a rooted path", files => files.ChangeManifest(node => Add(node, "/etc/passwd")), "/etc/passwd", "outside the model"),
        Inspect("manifest with a negative size", files => files.ChangeManifest(node => node["files"]![Weights]!["bytes"] = -1), Weights),
        Inspect("manifest without the weights", files => files.ChangeManifest(node => node["files"]!.AsObject().Remove(Weights)), "checkpoint.json", Weights),
        Inspect("weights that are a link", files =>
        {
            var path = Path.Combine(files.Folder, Weights);
            File.Move(path, path + ".real");
            File.CreateSymbolicLink(path, path + ".real");
            return files;
        }, Weights, "symbolic link", "Copy"),
        new("export of a damaged checkpoint", m => ["export", ModelFiles.CheckpointOf(m).Change(Weights, FlipLastBit).Folder, "--out", m.NewPath()], Weights, "SHA-256"),
    ];

    internal static byte[] FlipLastBit(byte[] bytes) => [.. bytes[..^1], (byte)(bytes[^1] ^ 1)];

    private static MalformedCase Inspect(string name, Func<ModelFiles, ModelFiles> damage, params string[] named) =>
        new("checkpoint: " + name, models => ["inspect", damage(ModelFiles.CheckpointOf(models)).Folder], named);

    private static byte[] WithHeaderLength(byte[] bytes, ulong length)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        return bytes;
    }

    private static byte[] Replace(byte[] bytes, string old, string fresh)
    {
        var at = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(old));
        Assert.True(at > 0 && old.Length == fresh.Length, $"{old} is not in the file");
        Encoding.ASCII.GetBytes(fresh).CopyTo(bytes, at);
        return bytes;
    }

    private static void Add(JsonNode manifest, string path) =>
        manifest["files"]![path] = new JsonObject { ["bytes"] = 1, ["sha256"] = new string('0', 64) };
}
