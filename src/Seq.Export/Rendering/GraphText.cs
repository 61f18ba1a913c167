using System.Globalization;
using System.Text;
using Seq.Export.Onnx;
using AttributeType = Seq.Export.Onnx.AttributeProto.Types.AttributeType;

namespace Seq.Export;

/// <summary>Prints a model in a form close to ONNX' own textual syntax (github.com/onnx/onnx, docs/Syntax.md): one line per node, bodies indented.</summary>
internal sealed class GraphText
{
    /// <summary>Longer constants are cut: what shapes a graph is short, what was trained is long.</summary>
    private const int MaxItems = 8;

    private readonly StringBuilder _text = new();

    internal static string Print(ModelProto model)
    {
        var printer = new GraphText();
        var opsets = string.Join(", ", model.OpsetImport.Select(set => $"\"{set.Domain}\" : {set.Version}"));
        printer.Line(0, $"<ir_version: {model.IrVersion}, opset_import: [{opsets}], producer: \"{model.ProducerName} {model.ProducerVersion}\">");
        foreach (var entry in model.MetadataProps)
        {
            printer.Line(0, $"// {entry.Key} = {Quoted(entry.Value)}");
        }

        printer.Print(model.Graph, 0);
        return printer._text.ToString();
    }

    private void Print(GraphProto graph, int depth)
    {
        Line(depth, $"{Name(graph.Name)} ({Values(graph.Input)}) => ({Values(graph.Output)})");
        Line(depth, "{");
        foreach (var tensor in graph.Initializer)
        {
            Line(depth + 1, $"{TypeNames.Of(tensor)} {Name(tensor.Name)}{TensorText.Of(tensor, MaxItems)}");
        }

        foreach (var node in graph.Node)
        {
            Print(node, depth + 1);
        }

        Line(depth, "}");
    }

    private void Print(NodeProto node, int depth)
    {
        var plain = node.Attribute.Where(attribute => attribute.Type != AttributeType.Graph).ToList();
        var attributes = plain.Count == 0 ? "" : $" <{string.Join(", ", plain.Select(attribute => $"{attribute.Name} = {Text(attribute)}"))}>";
        var @operator = node.Domain.Length == 0 ? node.OpType : $"{node.Domain}.{node.OpType}";
        Line(depth, $"{Names(node.Output)} = {@operator}{attributes} ({Names(node.Input)})");
        foreach (var attribute in node.Attribute.Where(attribute => attribute.Type == AttributeType.Graph))
        {
            Line(depth + 1, $"{attribute.Name} =");
            Print(attribute.G, depth + 1);
        }
    }

    private static string Text(AttributeProto attribute) => attribute.Type switch
    {
        AttributeType.Float => Number(attribute.F),
        AttributeType.Int => attribute.I.ToString(CultureInfo.InvariantCulture),
        AttributeType.String => Quoted(attribute.S.ToStringUtf8()),
        AttributeType.Floats => List(attribute.Floats.Select(Number), attribute.Floats.Count),
        AttributeType.Ints => List(attribute.Ints.Select(value => value.ToString(CultureInfo.InvariantCulture)), attribute.Ints.Count),
        AttributeType.Strings => List(attribute.Strings.Select(value => Quoted(value.ToStringUtf8())), attribute.Strings.Count),
        AttributeType.Tensor => TypeNames.Of(attribute.T) + TensorText.Of(attribute.T, MaxItems),
        _ => attribute.Type.ToString(),
    };

    private static string List(IEnumerable<string> items, int count) =>
        $"[{string.Join(", ", items.Take(MaxItems))}{(count > MaxItems ? $", … {count} in all" : "")}]";

    private static string Number(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Values(IEnumerable<ValueInfoProto> values) => string.Join(", ", values.Select(value => $"{TypeNames.Of(value)} {Name(value.Name)}"));

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(Name));

    // An input or output left out has no name.
    private static string Name(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '/' or '-') ? name : Quoted(name);

    internal static string Quoted(string text) =>
        '"' + string.Concat(text.Select(c => c is '"' or '\\' ? $"\\{c}" : char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString())) + '"';

    private void Line(int depth, string line) => _text.Append(' ', 3 * depth).Append(line).Append('\n');
}
