namespace Seq.Model;

/// <summary>Walks the message of a value at the edge of a graph (<c>ValueInfoProto</c>).</summary>
internal sealed class OnnxTypeWalk(WireReader reader)
{
    private const int MaxRank = 32;
    private bool _isTensor;
    private long _elementType;

    /// <summary>Reads a value.</summary>
    /// <param name="typed">Whether it must say that it is a tensor, and of what.</param>
    /// <returns>Its name.</returns>
    internal string ReadValue(bool typed)
    {
        reader.Count();
        var name = "";
        while (reader.TryReadField(out var number, out var wire))
        {
            switch (number)
            {
                case 1:
                    name = reader.ReadText("the name of a value", wire);
                    break;
                case 2:
                    reader.ReadMessage("the type of a value", wire, () => ReadType(name));
                    break;
                default:
                    reader.Skip(wire);
                    break;
            }
        }

        if (name.Length == 0)
        {
            throw reader.Bad("an input, an output or a value has no name.");
        }

        return _isTensor ? OnnxTensorType.IsKnown(_elementType) ? name : throw reader.Bad($"'{name}' is a tensor of the unknown element type {_elementType}.")
            : typed ? throw reader.Bad($"'{name}' does not say that it is a tensor.") : name;
    }

    private void ReadType(string name)
    {
        while (reader.TryReadField(out var number, out var wire))
        {
            switch (number)
            {
                case 1:
                    _isTensor = true;
                    reader.ReadMessage("a tensor type", wire, () => ReadTensorType(name));
                    break;
                case 4 or 5 or 7 or 8 or 9:
                    throw reader.Bad($"'{name}' is no tensor; nothing else is taken here.");
                default:
                    reader.Skip(wire);
                    break;
            }
        }
    }

    private void ReadTensorType(string name)
    {
        while (reader.TryReadField(out var number, out var wire))
        {
            switch (number)
            {
                case 1:
                    _elementType = reader.ReadInt64("an element type", wire);
                    break;
                case 2:
                    reader.ReadMessage("a shape", wire, () => ReadShape(name));
                    break;
                default:
                    reader.Skip(wire);
                    break;
            }
        }
    }

    private void ReadShape(string name)
    {
        var rank = 0;
        while (reader.TryReadField(out var number, out var wire))
        {
            if (number != 1)
            {
                reader.Skip(wire);
                continue;
            }

            reader.Count();
            rank = rank < MaxRank ? rank + 1 : throw reader.Bad($"'{name}' has more than {MaxRank} dimensions.");
            reader.ReadMessage("a dimension", wire, () => ReadDimension(name));
        }
    }

    private void ReadDimension(string name)
    {
        while (reader.TryReadField(out var number, out var wire))
        {
            if (number == 1 && reader.ReadInt64("a dimension", wire) is < 0 or > int.MaxValue)
            {
                throw reader.Bad($"'{name}' has an impossible dimension.");
            }
            else if (number == 2)
            {
                reader.ReadText("the name of a dimension", wire);
            }
            else if (number > 2)
            {
                reader.Skip(wire);
            }
        }
    }
}
