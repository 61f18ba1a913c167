using System.Text;
using System.Text.Json.Nodes;

namespace Seq.Model.Tests;

/// <summary>A tiny model that the tests of both formats write, open and damage.</summary>
internal static class Samples
{
    internal const string Manifest = "checkpoint.json";

    internal static EncoderDecoderDescription Description { get; } = new()
    {
        SourceVocabulary = 3,
        TargetVocabulary = 4,
        SourceEmbedding = 2,
        TargetEmbedding = 2,
        Encoder = new() { Cell = CellKind.Gru, Hidden = 2 },
        Decoder = new() { Cell = CellKind.Gru, Hidden = 2 },
        StartToken = 3,
        EndToken = 3,
    };

    internal static Vocabulary Source { get; } = new(TokenUnit.Words, ["<pad>", "one", "two"], new() { Padding = 0 });

    internal static Vocabulary Target { get; } = new(TokenUnit.Characters, ["<pad>", "1", "2", "#"], new() { Padding = 0, Start = 3, End = 3 });

    /// <summary>Weights of a description; the numbers count up from <paramref name="first"/>.</summary>
    internal static SafetensorsWriter Weights(ModelDescription description, float first = 0)
    {
        var writer = new SafetensorsWriter();
        foreach (var parameter in description.Parameters)
        {
            var data = Enumerable.Range(0, (int)parameter.ElementCount).Select(index => first + index).ToArray();
            writer.Add<float>(parameter.Name, [.. parameter.Shape.Select(size => (long)size)], data);
        }

        return writer;
    }

    internal static void WriteCheckpoint(string path, float first = 0) =>
        Checkpoint.Write(path, Description, Source, Target, Weights(Description, first), folder => File.WriteAllText(Path.Combine(folder, "state.txt"), $"{first}"));

    /// <summary>The first weight, by which the tests tell one checkpoint from another.</summary>
    internal static float FirstWeight(Checkpoint checkpoint)
    {
        using var weights = checkpoint.OpenWeights();
        return weights.Read<float>(EncoderDecoderNames.SourceEmbedding)[0];
    }

    internal static BundleManifest BundleManifest { get; } = new()
    {
        Description = Description,
        Decoding = new() { MaxLength = 20, BeamSize = 4 },
        Files = [],
        Graphs = new()
        {
            [GraphNames.Step] = new()
            {
                File = "step.onnx",
                Opset = 18,
                Inputs =
                [
                    new(GraphNames.Token, GraphType.Int64, ["batch"]),
                    new("hidden_0", GraphType.Float32, ["batch", 2]),
                    new(GraphNames.Memory, GraphType.Float32, ["batch", "source", 2]),
                ],
                Outputs = [new(GraphNames.Logits, GraphType.Float32, ["batch", 4]), new("next_hidden_0", GraphType.Float32, ["batch", 2])],
                States = [new("hidden_0", "next_hidden_0", "hidden_0")],
                Memories = [new(GraphNames.Memory, GraphNames.Memory)],
            },
            [GraphNames.Encode] = new()
            {
                File = "encode.onnx",
                Opset = 18,
                Inputs = [new(GraphNames.Source, GraphType.Int64, ["batch", "source"]), new(GraphNames.SourceLengths, GraphType.Int64, ["batch"])],
                Outputs = [new(GraphNames.Memory, GraphType.Float32, ["batch", "source", 2]), new("hidden_0", GraphType.Float32, ["batch", 2])],
            },
        },
    };

    internal static void WriteBundle(string path, BundleManifest? manifest = null) =>
        Bundle.Write(path, manifest ?? BundleManifest, Source, Target, WriteGraphs);

    internal static void WriteGraphs(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "encode.onnx"), "encode");
        File.WriteAllText(Path.Combine(folder, "step.onnx"), "step");
    }

    /// <summary>Changes a JSON file in place.</summary>
    internal static void Edit(string path, Action<JsonNode> change)
    {
        var node = JsonNode.Parse(File.ReadAllText(path))!;
        change(node);
        File.WriteAllText(path, node.ToJsonString());
    }

    /// <summary>Makes the manifest true again after a file was changed, so that the checks behind the hash are reached.</summary>
    internal static void Rehash(string folder, string manifest, string file) => Edit(Path.Combine(folder, manifest), node =>
    {
        var record = FileRecord.Of(File.ReadAllBytes(Path.Combine(folder, file)));
        node["files"]![file] = new JsonObject { ["bytes"] = record.Bytes, ["sha256"] = record.Sha256 };
    });

    internal static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
