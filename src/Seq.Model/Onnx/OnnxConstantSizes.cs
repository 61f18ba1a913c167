namespace Seq.Model;

/// <summary>
/// Checks sizes that are constants: a runtime computes what depends on constants alone while it loads a model, and would allocate whatever a changed byte asks for.
/// </summary>
internal sealed class OnnxConstantSizes
{
    /// <summary>Far above any constant that a graph of this project makes.</summary>
    private const long MaxElements = 1L << 26;

    private readonly WireReader _reader;
    private readonly Dictionary<string, IReadOnlyList<long>> _sizes = new(StringComparer.Ordinal);

    private OnnxConstantSizes(WireReader reader) => _reader = reader;

    internal static void Check(WireReader reader, OnnxGraphOutline graph) => new OnnxConstantSizes(reader).Check(graph);

    private void Check(OnnxGraphOutline graph)
    {
        foreach (var tensor in graph.Initializers.Where(tensor => tensor.Sizes is not null))
        {
            _sizes[tensor.Name] = tensor.Sizes!; // Names are distinct: they were checked.
        }

        foreach (var node in graph.Nodes)
        {
            if (node.Operator == "Constant")
            {
                throw _reader.Bad($"the node {node} is a constant of its own, past this check; constants stand among the initializers.");
            }

            var fits = node.Operator switch
            {
                "ConstantOfShape" => IsModest(node, 0),
                "Expand" or "Tile" or "Reshape" or "OneHot" => IsModest(node, 1),
                "Pad" => Constant(node, 1) is not { } pads || pads.All(IsModest),
                "Range" => IsModestRange(node),
                "TopK" => Constant(node, 1) is not { } count || count.All(size => size is >= 0 and <= MaxElements),
                _ => true,
            };
            if (!fits)
            {
                throw _reader.Bad($"the node {node} asks for more than {MaxElements} elements, or for fewer than none.");
            }

            node.Bodies.ForEach(body => Check(body.Graph));
        }
    }

    private IReadOnlyList<long>? Constant(OnnxNodeOutline node, int input) =>
        input < node.Inputs.Count && _sizes.TryGetValue(node.Inputs[input], out var sizes) ? sizes : null;

    private bool IsModest(OnnxNodeOutline node, int input)
    {
        var product = 1L;
        foreach (var size in Constant(node, input) ?? [])
        {
            // 0 and −1 have their meanings in a reshape.
            product = IsModest(size) ? product * Math.Max(1, size) : long.MaxValue;
            if (product > MaxElements)
            {
                return false;
            }
        }

        return true;
    }

    private bool IsModestRange(OnnxNodeOutline node) =>
        Constant(node, 0) is not [var start] || Constant(node, 1) is not [var limit] || Constant(node, 2) is not [var delta]
        || (IsModest(start) && IsModest(limit) && delta != 0);

    private static bool IsModest(long size) => size is >= -MaxElements and <= MaxElements;
}
