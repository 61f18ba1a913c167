using Seq.Export.Onnx;

namespace Seq.Export;

/// <summary>What a picture of a graph shows: a box per input, node and output, an arrow per use of a value. Weights and constants are left out.</summary>
internal sealed class GraphDrawing
{
    private readonly Dictionary<string, int> _makers = new(StringComparer.Ordinal);

    private GraphDrawing(string title) => Title = title;

    internal string Title { get; }

    internal List<DrawnBox> Boxes { get; } = [];

    /// <summary>From the box that makes a value to the one that uses it.</summary>
    internal List<(int From, int To)> Arrows { get; } = [];

    /// <summary>The graphs nested in nodes.</summary>
    internal List<(int Box, GraphDrawing Body)> Bodies { get; } = [];

    internal static GraphDrawing Of(GraphProto graph) => Of(graph, graph.Name, new(StringComparer.Ordinal));

    private static GraphDrawing Of(GraphProto graph, string title, HashSet<string> constants)
    {
        var drawing = new GraphDrawing(title);
        var hidden = new HashSet<string>(constants, StringComparer.Ordinal);
        hidden.UnionWith(graph.Initializer.Select(tensor => tensor.Name));
        foreach (var input in graph.Input.Where(input => !hidden.Contains(input.Name)))
        {
            drawing._makers[input.Name] = drawing.Add(input.Name, TypeNames.Of(input), BoxKind.Input);
        }

        foreach (var node in graph.Node)
        {
            drawing.Add(node, hidden);
        }

        foreach (var output in graph.Output)
        {
            drawing.Use(output.Name, drawing.Add(output.Name, TypeNames.Of(output), BoxKind.Output), hidden);
        }

        return drawing;
    }

    private void Add(NodeProto node, HashSet<string> hidden)
    {
        var bodies = node.Attribute.Where(attribute => attribute.G is not null).ToList();
        var box = Add(node.OpType, node.Name, BoxKind.Node);
        var captured = bodies.SelectMany(body => Captured(body.G)).Where(name => !hidden.Contains(name));
        foreach (var input in node.Input.Where(input => input.Length > 0 && !hidden.Contains(input)).Concat(captured).Distinct(StringComparer.Ordinal))
        {
            Use(input, box, hidden);
        }

        foreach (var output in node.Output.Where(output => output.Length > 0))
        {
            _makers[output] = box;
        }

        Bodies.AddRange(bodies.Select(body => (box, Of(body.G, $"{node.Name}: {body.Name}", hidden))));
    }

    private void Use(string value, int box, HashSet<string> hidden)
    {
        if (hidden.Contains(value))
        {
            return; // A constant that is an output.
        }

        if (!_makers.TryGetValue(value, out var maker))
        {
            _makers[value] = maker = Add(value, "from outside", BoxKind.Outer);
        }

        Arrows.Add((maker, box));
    }

    private int Add(string label, string detail, BoxKind kind)
    {
        Boxes.Add(new(label, detail, kind));
        return Boxes.Count - 1;
    }

    /// <summary>What a nested graph reads of the graphs around it.</summary>
    private static HashSet<string> Captured(GraphProto graph)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in graph.Node)
        {
            used.UnionWith(node.Input.Where(input => input.Length > 0));
            foreach (var body in node.Attribute.Where(attribute => attribute.G is not null))
            {
                used.UnionWith(Captured(body.G));
            }
        }

        used.ExceptWith(graph.Input.Select(input => input.Name));
        used.ExceptWith(graph.Initializer.Select(tensor => tensor.Name));
        used.ExceptWith(graph.Node.SelectMany(node => node.Output));
        return used;
    }
}

/// <summary>A box of a picture.</summary>
/// <param name="Label">Operator, or name of a value.</param>
/// <param name="Detail">Name of the node, or type of the value.</param>
/// <param name="Kind">What it stands for.</param>
internal sealed record DrawnBox(string Label, string Detail, BoxKind Kind);

/// <summary>What a box stands for.</summary>
internal enum BoxKind
{
    Input,
    Node,
    Output,
    Outer,
}
