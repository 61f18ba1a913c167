using System.Globalization;
using Seq.Export.Onnx;
using AttributeType = Seq.Export.Onnx.AttributeProto.Types.AttributeType;

namespace Seq.Export;

/// <summary>The forms of operators: how many inputs and outputs, which attributes, in which versions of their set.</summary>
internal static partial class OperatorSchemas
{
    private static readonly ILookup<string, OperatorSchema> ByName = Table.Split('\n').Select(Parse).ToLookup(schema => schema.Name, StringComparer.Ordinal);

    /// <summary>The names listed, those of other domains with their domain.</summary>
    internal static IEnumerable<string> Names => ByName.Select(group => group.Key);

    /// <summary>The form of an operator in a version; null when the table does not have it.</summary>
    internal static OperatorSchema? Find(NodeProto node, long version)
    {
        var name = node.Domain is "" or "ai.onnx" ? node.OpType : $"{node.Domain}.{node.OpType}";
        return ByName[name].FirstOrDefault(schema => version >= schema.Since && version <= schema.Until);
    }

    /// <summary>The first version of a listed operator; null when the table does not have it.</summary>
    internal static int? Since(string name) => ByName.Contains(name) ? ByName[name].Min(schema => schema.Since) : null;

    private static OperatorSchema Parse(string line)
    {
        var parts = line.Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var (since, until) = Range(parts[1], whenSingle: int.MaxValue);
        var attributes = parts[4..].Select(part => part.Split(':')).ToDictionary(
            part => part[0], part => (TypeOf(part[1][0]), part[1].EndsWith('!')), StringComparer.Ordinal);
        return new(parts[0], since, until, Range(parts[2]), Range(parts[3]), attributes);
    }

    private static (int Least, int Most) Range(string text, int? whenSingle = null)
    {
        int Number(string part) => int.Parse(part, CultureInfo.InvariantCulture);
        if (text.EndsWith('+'))
        {
            return (Number(text[..^1]), int.MaxValue);
        }

        var parts = text.Split('-');
        return (Number(parts[0]), parts.Length == 2 ? Number(parts[1]) : whenSingle ?? Number(parts[0]));
    }

    private static AttributeType TypeOf(char letter) => letter switch
    {
        'i' => AttributeType.Int,
        'f' => AttributeType.Float,
        's' => AttributeType.String,
        't' => AttributeType.Tensor,
        'g' => AttributeType.Graph,
        'I' => AttributeType.Ints,
        'F' => AttributeType.Floats,
        _ => AttributeType.Strings,
    };
}

/// <summary>A form of an operator.</summary>
/// <param name="Name">The operator; of another domain with the domain.</param>
/// <param name="Since">The first version of its set that has this form.</param>
/// <param name="Until">The last one.</param>
/// <param name="Inputs">Fewest and most inputs.</param>
/// <param name="Outputs">Fewest and most outputs.</param>
/// <param name="Attributes">Attributes by name: type, and whether it must be there.</param>
internal sealed record OperatorSchema(
    string Name,
    int Since,
    int Until,
    (int Least, int Most) Inputs,
    (int Least, int Most) Outputs,
    IReadOnlyDictionary<string, (AttributeType Type, bool Required)> Attributes);
