using Seq.Model;

namespace Seq.Export;

/// <content>Recurrent operators and control flow.</content>
internal sealed partial class TypeInference
{
    private IReadOnlyList<KnownValue?> Recurrent(int gates)
    {
        if (_inputs[0] is not { Shape: { Count: 3 } shape } x || Number("layout", 0) != 0 || Attribute("hidden_size") is not { I: > 0 and < int.MaxValue and var hidden })
        {
            return [];
        }

        Dimension directions = Attribute("direction")?.S.ToStringUtf8() == "bidirectional" ? 2 : 1;
        Expect(1, [directions, new(gates * hidden), shape[2]]);
        Expect(2, [directions, new(gates * hidden), new(hidden)]);
        Expect(3, [directions, new(2 * gates * hidden)]);
        Expect(4, [shape[1]]);
        Expect(5, [directions, shape[1], new(hidden)]);
        Expect(6, [directions, shape[1], new(hidden)]);
        if (_inputs.Count > 4 && _inputs[4] is { } lengths && lengths.Type != (int)ElementType.Int32)
        {
            _report($"The lengths '{_node.Input[4]}' are {lengths}; {_node.OpType} takes int32.");
        }

        KnownValue state = new(x.Type, [directions, shape[1], new(hidden)]);
        return [new(x.Type, [shape[0], directions, shape[1], new(hidden)]), state, state];
    }

    private void Expect(int input, Shape expected)
    {
        if (input < _inputs.Count && _inputs[input]?.Shape is { } shape
            && (shape.Count != expected.Count || shape.Zip(expected).Any(pair => !MayBeEqual(pair.First, pair.Second))))
        {
            _report($"'{_node.Input[input]}' is {shape}; {expected} is needed.");
        }
    }

    private IReadOnlyList<KnownValue?> Branches()
    {
        if (Body("then_branch") is not { } yes || Body("else_branch") is not { } no)
        {
            return [];
        }

        if (yes.Output.Count != _node.Output.Count || no.Output.Count != _node.Output.Count || yes.Input.Count + no.Input.Count > 0)
        {
            _report($"The branches return {yes.Output.Count} and {no.Output.Count} values and take {yes.Input.Count + no.Input.Count}; the node names {_node.Output.Count}.");
            return [];
        }

        return [.. yes.Output.Zip(no.Output, (left, right) => Either(KnownValue.Of(left), KnownValue.Of(right)))];
    }

    private KnownValue? Either(KnownValue? left, KnownValue? right)
    {
        if (left is null || right is null)
        {
            return null;
        }

        if (left.Type != right.Type)
        {
            _report($"The branches return {left} and {right}; both must be of one type.");
            return null;
        }

        return new(left.Type, left.Shape is { } shape && right.Shape is { } other && shape.Count == other.Count
            ? [.. shape.Zip(other, (a, b) => a == b ? a : Shape.Unknown)]
            : null);
    }

    private IReadOnlyList<KnownValue?> Loop()
    {
        if (Body("body") is not { } body)
        {
            return [];
        }

        var carried = _node.Input.Count - 2;
        if (body.Input.Count != carried + 2 || body.Output.Count < carried + 1 || body.Output.Count - 1 < _node.Output.Count)
        {
            _report($"The body takes {body.Input.Count} and returns {body.Output.Count} values, which does not fit {_node.Input.Count} inputs and {_node.Output.Count} outputs.");
            return [];
        }

        for (var i = 0; i < carried; i++)
        {
            var (declared, returned) = (KnownValue.Of(body.Input[2 + i]), KnownValue.Of(body.Output[1 + i]));
            if (_inputs[2 + i] is { } given && declared is not null && given.Type != declared.Type)
            {
                _report($"'{_node.Input[2 + i]}' is {given}, but the body takes it as {declared}.");
            }

            if (declared is not null && returned is not null && declared.Type != returned.Type)
            {
                _report($"The body takes '{body.Input[2 + i].Name}' as {declared}, but returns it as {returned}.");
            }
        }

        return [.. body.Output.Skip(1).Select((output, i) => i < carried ? Loose(KnownValue.Of(output)) : Collected(KnownValue.Of(output)))];
    }

    // A loop may change a carried shape: only its type is sure.
    private static KnownValue? Loose(KnownValue? value) => value is null ? null : new(value.Type, null);

    private static KnownValue? Collected(KnownValue? value) => value is null ? null : new(value.Type, value.Shape?.Insert(0, Shape.Unknown));
}
