using Seq.Export.Onnx;
using AttributeType = Seq.Export.Onnx.AttributeProto.Types.AttributeType;

namespace Seq.Export;

/// <content>The node as a message, in the form of the graph's operator set.</content>
internal sealed partial class Node
{
    private int[]? _axes;

    /// <summary>Demands a version of the standard operator set.</summary>
    internal Node NeedsOpset(int opset)
    {
        _opset = Math.Max(_opset, opset);
        CheckOpset(_graph.Opset);
        return this;
    }

    public void CheckOpset(int opset)
    {
        if (_opset > opset)
        {
            throw Fail($"{_operator}, as it is used here, exists from opset {_opset} on, but the graph is built for opset {opset}.");
        }

        foreach (var (_, body) in _bodies)
        {
            body.CheckOpset(opset);
        }
    }

    /// <summary>Marks the last input as axes that opset 17 takes as an attribute.</summary>
    internal Node WithAxes(int[] axes)
    {
        _axes = axes;
        return this;
    }

    public IEnumerable<NodeProto> ToProtos()
    {
        var proto = new NodeProto { Name = Name, OpType = _operator };
        if (_domain.Length > 0)
        {
            proto.Domain = _domain;
        }

        var inputs = AxesAreAttribute ? _inputs[..^1] : _inputs;
        proto.Input.AddRange(WithoutTrailingGaps(inputs.Select(input => input?.Name ?? "")));
        proto.Output.AddRange(WithoutTrailingGaps(_outputs.Select(output => output.IsOptional && !output.IsUsed ? "" : output.Name)));
        proto.Attribute.AddRange(_attributes);
        if (AxesAreAttribute)
        {
            var attribute = new AttributeProto { Name = "axes", Type = AttributeType.Ints };
            attribute.Ints.AddRange(_axes!.Select(axis => (long)axis));
            proto.Attribute.Add(attribute);
        }

        proto.Attribute.AddRange(_bodies.Select(body => new AttributeProto { Name = body.Name, Type = AttributeType.Graph, G = body.Body.ToProto() }));
        return [proto];
    }

    /// <summary>Reductions but the sum took their axes as an attribute before opset 18.</summary>
    private bool AxesAreAttribute => _axes is not null && _graph.Opset < 18;

    private static List<string> WithoutTrailingGaps(IEnumerable<string> names)
    {
        var list = names.ToList();
        while (list.Count > 0 && list[^1].Length == 0)
        {
            list.RemoveAt(list.Count - 1);
        }

        return list;
    }
}
