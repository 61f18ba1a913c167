namespace Seq.Model;

/// <summary>Walks the message of an attribute (<c>AttributeProto</c>): it must hold what its type says, and nothing else.</summary>
internal sealed class OnnxAttributeWalk(WireReader reader, OnnxTensorWalk tensors, OnnxGraphWalk graphs)
{
    private const int Graph = 5;

    /// <summary>Most numbers of a list; a table of text may be as long as a vocabulary.</summary>
    private const int MaxItems = 4_000_000;

    private string _name = "";
    private long _type;
    private long _items;
    private int _held; // The type whose field was found; 0: none.

    internal void Read(OnnxNodeOutline node, int depth)
    {
        reader.Count();
        OnnxGraphOutline? body = null;
        while (reader.TryReadField(out var number, out var wire))
        {
            switch (number)
            {
                case 1:
                    _name = reader.ReadText("the name of an attribute", wire);
                    break;
                case 2:
                    Hold(type: 1).Expect("a float attribute", wire, WireReader.Fixed32).Skip(wire);
                    break;
                case 3:
                    Hold(type: 2).ReadInt64("an integer attribute", wire);
                    break;
                case 4:
                    Hold(type: 3).SkipBytes(reader.ReadLength("a text attribute", wire));
                    break;
                case 5:
                    Hold(type: 4).ReadMessage("a tensor attribute", wire, () => tensors.Read());
                    break;
                case 6:
                    Hold(Graph).ReadMessage("a nested graph", wire, () => body = graphs.Read(depth + 1));
                    break;
                case 7:
                    Hold(type: 6);
                    ReadItems(wire, WireReader.Fixed32);
                    break;
                case 8:
                    Hold(type: 7);
                    ReadItems(wire, WireReader.Varint);
                    break;
                case 9:
                    Hold(type: 8).SkipBytes(reader.ReadLength("a text attribute", wire));
                    Count(1);
                    break;
                case 20:
                    _type = reader.ReadInt64("the type of an attribute", wire);
                    break;
                case 10 or 11 or 14 or 15 or 21 or 22 or 23:
                    throw reader.Bad($"the attribute '{_name}' of {node} holds lists of tensors or graphs, a type, or a reference, which no graph here does.");
                default:
                    reader.Skip(wire);
                    break;
            }
        }

        var isList = _type is 6 or 7 or 8;
        if (_name.Length == 0 || !node.Attributes.Add(_name) || (_held != _type && !(isList && _held == 0)))
        {
            throw reader.Bad($"the attribute '{_name}' of {node} has no name, stands there twice, or is of type {_type} but holds type {_held}.");
        }

        if (body is not null)
        {
            node.Bodies.Add((_name, body));
        }
    }

    private WireReader Hold(int type)
    {
        var isSecond = _held != 0 && (_held != type || type <= Graph);
        _held = type;
        return isSecond ? throw reader.Bad($"the attribute '{_name}' holds two values.") : reader;
    }

    private void ReadItems(int wire, int item)
    {
        if (wire == item)
        {
            reader.Skip(wire);
            Count(1);
            return;
        }

        reader.ReadMessage("a list of numbers", wire, () =>
        {
            while (reader.Position < reader.End)
            {
                reader.Skip(item);
                Count(1);
            }
        });
    }

    private void Count(int items)
    {
        _items += items;
        if (_items > MaxItems)
        {
            throw reader.Bad($"the attribute '{_name}' has more than {MaxItems} items.");
        }
    }
}
