namespace Seq.Model;

/// <summary>Walks the message of a model (<c>ModelProto</c>).</summary>
internal sealed class OnnxModelWalk(WireReader reader, OnnxTensorWalk tensors)
{
    // What ONNX has defined so far; a runtime refuses what it does not know by itself.
    private const long NewestIrVersion = 20;
    private const long NewestOpset = 1000;

    private readonly Dictionary<string, long> _opsets = new(StringComparer.Ordinal);
    private readonly HashSet<string> _metadata = new(StringComparer.Ordinal);
    private OnnxGraphOutline? _graph;
    private long _irVersion;

    internal OnnxModelOutline Read()
    {
        while (reader.TryReadField(out var number, out var wire))
        {
            switch (number)
            {
                case 1:
                    _irVersion = reader.ReadInt64("the format version", wire);
                    break;
                case 7 when _graph is not null:
                    throw reader.Bad("it holds two graphs.");
                case 7:
                    reader.ReadMessage("the graph", wire, () => _graph = new OnnxGraphWalk(reader, tensors).Read(depth: 1));
                    break;
                case 8:
                    reader.ReadMessage("an operator set", wire, ReadOpset);
                    break;
                case 14:
                    reader.ReadMessage("a metadata entry", wire, ReadMetadata);
                    break;
                case 20 or 25:
                    throw reader.Bad(number == 20 ? "it holds training information, which no graph here has." : "it defines functions, which no graph here does.");
                default:
                    reader.Skip(wire);
                    break;
            }
        }

        if (_irVersion is < 1 or > NewestIrVersion)
        {
            throw reader.Bad($"its format version is {_irVersion}.");
        }

        return _graph is not null && _opsets.ContainsKey("")
            ? new(_graph, _opsets)
            : throw reader.Bad(_graph is null ? "it has no graph." : "it does not say which version of the standard operators it uses.");
    }

    private void ReadOpset()
    {
        var (domain, version) = ("", 0L);
        while (reader.TryReadField(out var number, out var wire))
        {
            switch (number)
            {
                case 1:
                    domain = reader.ReadText("the domain of an operator set", wire);
                    break;
                case 2:
                    version = reader.ReadInt64("the version of an operator set", wire);
                    break;
                default:
                    reader.Skip(wire);
                    break;
            }
        }

        reader.Count();
        if (version is < 1 or > NewestOpset || !_opsets.TryAdd(domain == "ai.onnx" ? "" : domain, version))
        {
            throw reader.Bad($"it lists the operator set '{domain}' in version {version}, twice or in one that does not exist.");
        }
    }

    private void ReadMetadata()
    {
        var key = "";
        while (reader.TryReadField(out var number, out var wire))
        {
            if (number == 1)
            {
                key = reader.ReadText("a metadata key", wire);
            }
            else
            {
                reader.Skip(wire);
            }
        }

        reader.Count();
        if (!_metadata.Add(key))
        {
            throw reader.Bad($"it lists the metadata entry '{key}' twice.");
        }
    }
}
