namespace Seq.Model;

/// <summary>Walks the message of a graph (<c>GraphProto</c>) with its nodes and values.</summary>
internal sealed class OnnxGraphWalk(WireReader reader, OnnxTensorWalk tensors)
{
    /// <summary>Graphs within graphs; those of this project go four deep.</summary>
    private const int MaxDepth = 16;

    internal OnnxGraphOutline Read(int depth)
    {
        if (depth > MaxDepth)
        {
            throw reader.Bad($"graphs are nested more than {MaxDepth} deep.");
        }

        var graph = new OnnxGraphOutline();
        while (reader.TryReadField(out var number, out var wire))
        {
            switch (number)
            {
                case 1:
                    reader.ReadMessage("a node", wire, () => graph.Nodes.Add(ReadNode(depth)));
                    break;
                case 2:
                    graph.Name = reader.ReadText("the name of a graph", wire);
                    break;
                case 5:
                    reader.ReadMessage("a tensor", wire, () => graph.Initializers.Add(tensors.Read()));
                    break;
                case 11:
                    reader.ReadMessage("an input", wire, () => graph.Inputs.Add(new OnnxTypeWalk(reader).ReadValue(typed: depth == 1)));
                    break;
                case 12:
                    reader.ReadMessage("an output", wire, () => graph.Outputs.Add(new OnnxTypeWalk(reader).ReadValue(typed: depth == 1)));
                    break;
                case 13:
                    reader.ReadMessage("a value", wire, () => new OnnxTypeWalk(reader).ReadValue(typed: false));
                    break;
                case 15:
                    throw reader.Bad("it holds sparse tensors, which no graph here has.");
                default:
                    reader.Skip(wire);
                    break;
            }
        }

        return graph;
    }

    private OnnxNodeOutline ReadNode(int depth)
    {
        reader.Count();
        var node = new OnnxNodeOutline();
        while (reader.TryReadField(out var number, out var wire))
        {
            switch (number)
            {
                case 1:
                    reader.Count();
                    node.Inputs.Add(reader.ReadText("the input of a node", wire));
                    break;
                case 2:
                    reader.Count();
                    node.Outputs.Add(reader.ReadText("the output of a node", wire));
                    break;
                case 3:
                    node.Name = reader.ReadText("the name of a node", wire);
                    break;
                case 4:
                    node.Operator = reader.ReadText("the operator of a node", wire);
                    break;
                case 5:
                    reader.ReadMessage("an attribute", wire, () => new OnnxAttributeWalk(reader, tensors, this).Read(node, depth));
                    break;
                case 7:
                    node.Domain = reader.ReadText("the domain of a node", wire);
                    break;
                default:
                    reader.Skip(wire);
                    break;
            }
        }

        return node.Operator.Length > 0 ? node : throw reader.Bad($"the node '{node.Name}' has no operator.");
    }
}
