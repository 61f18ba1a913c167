using Seq.Export.Onnx;

namespace Seq.Export;

/// <summary>Finds what is wrong with a model: names, forms of operators, types and shapes as far as they can be inferred.</summary>
/// <remarks>Operators that the table lacks are passed over: their outputs are of unknown type. Bytes of weights are not read.</remarks>
internal sealed class OnnxChecker
{
    /// <summary>Graphs within graphs, as deep as a file that is read may go.</summary>
    private const int MaxDepth = 16;

    private readonly List<OnnxProblem> _problems = [];
    private readonly Dictionary<string, long> _opsets = new(StringComparer.Ordinal);

    internal static IReadOnlyList<OnnxProblem> Check(ModelProto model)
    {
        var checker = new OnnxChecker();
        checker.CheckVersions(model);
        if (model.Graph is null)
        {
            return [.. checker._problems, new("model", "There is no graph.")];
        }

        checker.Check(model.Graph, outer: null, depth: 1);
        return checker._problems;
    }

    private void CheckVersions(ModelProto model)
    {
        foreach (var set in model.OpsetImport)
        {
            var domain = set.Domain == "ai.onnx" ? "" : set.Domain;
            if (!_opsets.TryAdd(domain, set.Version) || set.Version < 1)
            {
                Report("model", $"The operator set '{domain}' is listed twice, or in the version {set.Version}.");
            }
        }

        if (!_opsets.TryGetValue("", out var opset))
        {
            Report("model", "The version of the standard operators is not listed.");
        }
        else if (model.IrVersion < (opset >= 19 ? 9 : opset >= 15 ? 8 : 3))
        {
            Report("model", $"The format version {model.IrVersion} is too old for opset {opset}.");
        }

        foreach (var key in model.MetadataProps.GroupBy(entry => entry.Key, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            Report("model", $"The metadata entry '{key.Key}' is listed twice.");
        }
    }

    private void Check(GraphProto graph, KnownValues? outer, int depth)
    {
        if (depth > MaxDepth)
        {
            Report(graph.Name, $"Graphs are nested more than {MaxDepth} deep.");
            return;
        }

        var known = new KnownValues(outer);
        foreach (var input in graph.Input)
        {
            Define(known, graph.Name, input.Name, KnownValue.Of(input));
        }

        foreach (var tensor in graph.Initializer)
        {
            TensorCheck.Check(tensor, Report);
            Define(known, graph.Name, tensor.Name, KnownValue.Of(tensor));
        }

        foreach (var node in graph.Node)
        {
            Check(node, known, depth);
        }

        foreach (var output in graph.Output)
        {
            if (!known.IsOwn(output.Name))
            {
                Report(graph.Name, $"The output '{output.Name}' is made by nothing in the graph.");
            }
            else if (known.Find(output.Name) is { } value && !value.Fits(KnownValue.Of(output)))
            {
                Report(graph.Name, $"The output '{output.Name}' is declared as {KnownValue.Of(output)}, but is {value}.");
            }
        }
    }

    private void Check(NodeProto node, KnownValues known, int depth)
    {
        var where = node.Name.Length > 0 ? node.Name : $"{node.OpType} ({string.Join(", ", node.Output)})";
        var domain = node.Domain == "ai.onnx" ? "" : node.Domain;
        var schema = CheckForm(node, where, domain);
        foreach (var input in node.Input.Where(input => input.Length > 0 && !known.IsVisible(input)))
        {
            Report(where, $"The input '{input}' is made by nothing before it.");
        }

        foreach (var attribute in node.Attribute)
        {
            if (attribute.T is { } tensor)
            {
                TensorCheck.Check(tensor, (_, text) => Report(where, $"The attribute '{attribute.Name}': {text}"));
            }

            if (attribute.G is { } body)
            {
                Check(body, known, depth + 1);
            }
        }

        var results = schema is null ? [] : TypeInference.Infer(node, known, text => Report(where, text));
        for (var i = 0; i < node.Output.Count; i++)
        {
            if (node.Output[i].Length > 0)
            {
                Define(known, where, node.Output[i], i < results.Count ? results[i] : null);
            }
        }
    }

    /// <summary>Compares a node with the table.</summary>
    /// <returns>The form; null when the table does not have it, or the node does not fit it.</returns>
    private OperatorSchema? CheckForm(NodeProto node, string where, string domain)
    {
        if (!_opsets.TryGetValue(domain, out var version))
        {
            Report(where, $"The domain '{domain}' is not among the operator sets of the model.");
            return null;
        }

        var schema = OperatorSchemas.Find(node, version);
        if (schema is null)
        {
            if (domain.Length == 0 && OperatorSchemas.Since(node.OpType) is { } since && since > version)
            {
                Report(where, $"{node.OpType} exists from opset {since} on, but the model is of opset {version}.");
            }

            return null;
        }

        var before = _problems.Count;
        var (least, most) = schema.Inputs;
        if (node.Input.Count < least || node.Input.Count > most || node.Input.Take(least).Any(string.IsNullOrEmpty))
        {
            Report(where, $"{node.OpType} takes {Shown(least, most)} inputs, but has ({string.Join(", ", node.Input)}).");
        }

        if (node.Output.Count < schema.Outputs.Least || node.Output.Count > schema.Outputs.Most)
        {
            Report(where, $"{node.OpType} returns {Shown(schema.Outputs.Least, schema.Outputs.Most)} values, but names ({string.Join(", ", node.Output)}).");
        }

        foreach (var attribute in node.Attribute)
        {
            if (!schema.Attributes.TryGetValue(attribute.Name, out var expected))
            {
                Report(where, $"{node.OpType} of opset {version} has no attribute '{attribute.Name}'.");
            }
            else if (attribute.Type != expected.Type)
            {
                Report(where, $"The attribute '{attribute.Name}' is of type {attribute.Type}; {node.OpType} takes {expected.Type}.");
            }
        }

        foreach (var (name, _) in schema.Attributes.Where(pair => pair.Value.Required && node.Attribute.All(attribute => attribute.Name != pair.Key)))
        {
            Report(where, $"{node.OpType} needs the attribute '{name}'.");
        }

        if (node.Attribute.DistinctBy(attribute => attribute.Name, StringComparer.Ordinal).Count() != node.Attribute.Count)
        {
            Report(where, "An attribute is given twice.");
        }

        return _problems.Count == before ? schema : null;
    }

    private void Define(KnownValues known, string where, string name, KnownValue? value)
    {
        if (name.Length == 0 || !known.TryDefine(name, value))
        {
            Report(where, $"The name '{name}' is empty or taken; every value of a model needs its own.");
        }
    }

    private void Report(string where, string text) => _problems.Add(new(where, text));

    private static string Shown(int least, int most) => least == most ? $"{least}" : most == int.MaxValue ? $"{least} or more" : $"{least} to {most}";
}
