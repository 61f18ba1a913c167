using System.Text.Json.Nodes;
using Seq.Export;
using Seq.Model;

namespace Seq.Bench.Decoding;

/// <summary>A checkpoint of random weights, its bundle, and a description of both for peers; deleted in the end.</summary>
internal sealed class RandomBundle : IDisposable
{
    private readonly Random _random = new(1);

    internal RandomBundle(DecodeModel model)
    {
        Folder = Directory.CreateTempSubdirectory("seq-bench-").FullName;
        var checkpoint = Path.Combine(Folder, "checkpoint");
        var path = Path.Combine(Folder, "bundle");
        WriteCheckpoint(checkpoint, model.Description);
        BundleExporter.Export(Checkpoint.Open(checkpoint), path, new() { BeamGraph = new() { BeamSize = DecodeCase.BeamSize } });
        Bundle = Bundle.Open(path);
        Sources = model.Description is EncoderDecoderDescription
            ? [.. Enumerable.Range(0, DecodeCase.LargestBatch).Select(_ => RandomTokens(DecodeModel.SourceLength))]
            : [.. Enumerable.Range(0, DecodeCase.LargestBatch).Select(_ => Array.Empty<int>())];
        WritePeer(Path.Combine(checkpoint, Checkpoint.WeightsFile), model);
    }

    /// <summary>The folder that peers read.</summary>
    internal string Folder { get; }

    internal Bundle Bundle { get; }

    /// <summary>Inputs, <see cref="DecodeCase.LargestBatch"/> of them; empty prompts for a language model.</summary>
    internal IReadOnlyList<int[]> Sources { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private void WriteCheckpoint(string folder, ModelDescription description)
    {
        var writer = new SafetensorsWriter();
        foreach (var parameter in description.Parameters)
        {
            // Embeddings spread as PyTorch's do; the others as wide as keeps states and logits apart from each other.
            var scale = parameter.Name.Contains("embedding", StringComparison.Ordinal) ? 1.7f : 2f / MathF.Sqrt(parameter.Shape[^1]);
            var data = new float[parameter.ElementCount];
            for (var i = 0; i < data.Length; i++)
            {
                data[i] = ((_random.NextSingle() * 2f) - 1f) * scale;
            }

            if (parameter.Name == OutputNames.Bias && description is EncoderDecoderDescription { EndToken: var end })
            {
                data[end] = -1_000; // Nothing ends before its time.
            }

            writer.Add<float>(parameter.Name, [.. parameter.Shape.Select(size => (long)size)], data);
        }

        var vocabulary = description switch
        {
            EncoderDecoderDescription model => Words(model.TargetVocabulary, new() { Start = model.StartToken, End = model.EndToken }),
            LanguageModelDescription model => Words(model.Vocabulary, new() { Start = model.StartToken, End = model.EndToken }),
            _ => throw new ArgumentOutOfRangeException(nameof(description), description.Kind, "Only models that generate are decoded."),
        };
        Checkpoint.Write(folder, description, description is EncoderDecoderDescription source ? Words(source.SourceVocabulary, SpecialTokens.None) : vocabulary, vocabulary, writer, null);
    }

    private static Vocabulary Words(int count, SpecialTokens special) => new(TokenUnit.Words, [.. Enumerable.Range(0, count).Select(id => $"w{id}")], special);

    private int[] RandomTokens(int count)
    {
        var vocabulary = Bundle.SourceVocabulary.Count;
        return [.. Enumerable.Range(0, count).Select(_ => _random.Next(2, vocabulary))];
    }

    private void WritePeer(string weights, DecodeModel model)
    {
        var step = Bundle.Graph(GraphNames.Step);
        var layers = model.Description switch { EncoderDecoderDescription { Decoder: var decoder } => decoder, LanguageModelDescription { Layers: var all } => all, _ => null! };
        var peer = new JsonObject
        {
            ["kind"] = model.Description.Kind,
            ["cell"] = layers.Cell == CellKind.Lstm ? "lstm" : "gru",
            ["layers"] = layers.Layers,
            ["hidden"] = layers.Hidden,
            ["start"] = 0,
            ["weights"] = weights,
            ["sources"] = new JsonArray([.. Sources.Where(source => source.Length > 0).Select(source => new JsonArray([.. source.Select(token => (JsonNode)token)]))]),
            ["graphs"] = new JsonObject([.. Bundle.Manifest.Graphs.Keys.Select(name => KeyValuePair.Create(name, (JsonNode?)Bundle.PathOf(name)))]),
            ["states"] = new JsonArray([.. step.States.Select(state => new JsonObject
            {
                ["input"] = state.Input,
                ["output"] = state.Output,
                ["from"] = state.InitialFrom,
                ["size"] = step.Inputs.First(input => input.Name == state.Input).Shape[^1].Size,
            })]),
            ["memories"] = new JsonArray([.. step.Memories.Select(memory => new JsonObject { ["input"] = memory.Input, ["from"] = memory.From })]),
        };
        File.WriteAllText(Path.Combine(Folder, "peer.json"), peer.ToJsonString());
    }
}
