namespace Seq.Model;

/// <summary>Checks that every value is defined once and before it is used, in nested graphs too; so no graph holds a cycle.</summary>
internal sealed class OnnxNames
{
    private readonly WireReader _reader;
    private readonly OnnxModelOutline _model;
    private readonly HashSet<string> _visible = new(StringComparer.Ordinal);

    private OnnxNames(WireReader reader, OnnxModelOutline model) => (_reader, _model) = (reader, model);

    internal static void Check(WireReader reader, OnnxModelOutline model)
    {
        if (model.Graph.Outputs.Count == 0)
        {
            throw reader.Bad("its graph has no output.");
        }

        new OnnxNames(reader, model).Check(model.Graph);
    }

    private void Check(OnnxGraphOutline graph)
    {
        var own = new List<string>();
        void Define(string what, string name)
        {
            if (name.Length == 0 || !_visible.Add(name))
            {
                throw _reader.Bad($"{what} of the graph '{graph.Name}' takes the name '{name}', which is empty or taken.");
            }

            own.Add(name);
        }

        graph.Inputs.ForEach(input => Define("an input", input));
        graph.Initializers.ForEach(tensor => Define("a tensor", tensor.Name));
        foreach (var node in graph.Nodes)
        {
            CheckNode(node);
            foreach (var output in node.Outputs.Where(output => output.Length > 0))
            {
                Define($"the node {node}", output);
            }
        }

        var known = own.ToHashSet(StringComparer.Ordinal);
        if (graph.Outputs.Find(output => !known.Contains(output)) is { } missing)
        {
            throw _reader.Bad($"the graph '{graph.Name}' returns '{missing}', which nothing in it makes.");
        }

        if (graph.Outputs.Distinct(StringComparer.Ordinal).Count() != graph.Outputs.Count)
        {
            throw _reader.Bad($"the graph '{graph.Name}' returns a value twice.");
        }

        _visible.ExceptWith(own);
    }

    private void CheckNode(OnnxNodeOutline node)
    {
        if (!_model.Opsets.ContainsKey(node.Domain == "ai.onnx" ? "" : node.Domain))
        {
            throw _reader.Bad($"the node {node} is of the domain '{node.Domain}', which the file does not list.");
        }

        if (node.Inputs.Find(input => input.Length > 0 && !_visible.Contains(input)) is { } missing)
        {
            throw _reader.Bad($"the node {node} reads '{missing}', which nothing before it makes.");
        }

        CheckBodies(node);
        node.Bodies.ForEach(body => Check(body.Graph));
    }

    /// <summary>Bodies of control flow take and return by position: the numbers must agree.</summary>
    private void CheckBodies(OnnxNodeOutline node)
    {
        string[] expected = node.Domain is not ("" or "ai.onnx") ? [] : node.Operator switch
        {
            "If" => ["else_branch", "then_branch"],
            "Loop" or "Scan" or "SequenceMap" => ["body"],
            _ => [],
        };
        if (!node.Bodies.Select(body => body.Attribute).Order(StringComparer.Ordinal).SequenceEqual(expected, StringComparer.Ordinal))
        {
            throw _reader.Bad($"the node {node} has the nested graphs ({string.Join(", ", node.Bodies.Select(body => body.Attribute))}) instead of ({string.Join(", ", expected)}).");
        }

        foreach (var (_, body) in node.Bodies)
        {
            var fits = node.Operator switch
            {
                "If" => body.Inputs.Count == 0 && body.Outputs.Count >= node.Outputs.Count && body.Outputs.Count > 0,
                "Loop" => node.Inputs.Count >= 2 && body.Inputs.Count == node.Inputs.Count && body.Outputs.Count >= node.Inputs.Count - 1
                    && body.Outputs.Count - 1 >= node.Outputs.Count,
                _ => body.Inputs.Count == node.Inputs.Count && body.Outputs.Count >= node.Outputs.Count,
            };
            if (!fits)
            {
                throw _reader.Bad(
                    $"the node {node} has {node.Inputs.Count} inputs and {node.Outputs.Count} outputs, which its nested graph with {body.Inputs.Count} and {body.Outputs.Count} does not fit.");
            }
        }
    }
}
