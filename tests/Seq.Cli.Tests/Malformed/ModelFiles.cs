using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Seq.Cli.Tests.Malformed;

/// <summary>Damages a copy of a checkpoint or bundle.</summary>
internal sealed class ModelFiles(string folder, string manifest)
{
    internal string Folder => folder;

    internal static ModelFiles CheckpointOf(Models models) => new(models.CopyOf(models.Checkpoint), "checkpoint.json");

    internal static ModelFiles BundleOf(Models models) => new(models.CopyOf(models.Bundle), "seq.json");

    /// <summary>Changes the bytes of a file; the manifest still lists the old ones.</summary>
    internal ModelFiles Change(string name, Func<byte[], byte[]> change)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, change(File.ReadAllBytes(path)));
        return this;
    }

    /// <summary>Changes the bytes of a file and makes the manifest agree, as an attacker would.</summary>
    internal ModelFiles Forge(string name, Func<byte[], byte[]> change) => Change(name, change).Sign(name);

    /// <summary>Changes a JSON file and makes the manifest agree.</summary>
    internal ModelFiles ForgeJson(string name, Action<JsonNode> change) => Forge(name, bytes => Edit(bytes, change));

    /// <summary>Changes the manifest.</summary>
    internal ModelFiles ChangeManifest(Action<JsonNode> change) => Change(manifest, bytes => Edit(bytes, change));

    /// <summary>Adds a file, and makes the manifest list it.</summary>
    internal ModelFiles Add(string name, byte[] bytes)
    {
        File.WriteAllBytes(Path.Combine(folder, name), bytes);
        return Sign(name);
    }

    internal ModelFiles Delete(string name)
    {
        File.Delete(Path.Combine(folder, name));
        return this;
    }

    private ModelFiles Sign(string name) => ChangeManifest(node =>
    {
        var bytes = File.ReadAllBytes(Path.Combine(folder, name));
        node["files"]![name] = new JsonObject { ["bytes"] = bytes.Length, ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(bytes)) };
    });

    private static byte[] Edit(byte[] bytes, Action<JsonNode> change)
    {
        var node = JsonNode.Parse(bytes)!;
        change(node);
        return System.Text.Encoding.UTF8.GetBytes(node.ToJsonString());
    }
}
