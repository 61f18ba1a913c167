using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Seq.Bench.Training;

/// <summary>Writes a case for a peer: <c>peer.json</c> and every tensor as raw little-endian numbers.</summary>
internal static class PeerFolder
{
    internal static void Write(string folder, TrainingCase training)
    {
        var tensors = new JsonObject();
        void Add(string name, long[] shape, Array values)
        {
            var file = name.Replace('/', '-') + ".bin";
            File.WriteAllBytes(Path.Combine(folder, file), values is long[] whole ? MemoryMarshal.AsBytes(whole.AsSpan()).ToArray() : MemoryMarshal.AsBytes(((float[])values).AsSpan()).ToArray());
            tensors[name] = new JsonObject
            {
                ["file"] = file,
                ["type"] = values is long[] ? "int64" : "float32",
                ["shape"] = new JsonArray([.. shape.Select(size => (JsonNode)size)]),
            };
        }

        foreach (var (name, shape, values) in training.Weights)
        {
            Add("weights/" + name, shape, values);
        }

        for (var index = 0; index < TrainingCase.Batches; index++)
        {
            foreach (var (name, shape, values) in training.Batch(index))
            {
                Add($"batches/{index}/{name}", shape, values);
            }
        }

        var (kind, sizes) = training.Description;
        var root = new JsonObject
        {
            ["kind"] = kind,
            ["size"] = new JsonObject([.. sizes.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))]),
            ["learning_rate"] = TrainingCase.LearningRate,
            ["clip_norm"] = TrainingCase.ClipNorm,
            ["batches"] = TrainingCase.Batches,
            ["batch_keys"] = new JsonArray([.. training.Batch(0).Select(tensor => (JsonNode)tensor.Name)]),
            ["tensors"] = tensors,
        };
        File.WriteAllText(Path.Combine(folder, "peer.json"), root.ToJsonString());
    }
}
