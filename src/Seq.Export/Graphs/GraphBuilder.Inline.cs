using Seq.Model;

namespace Seq.Export;

/// <content>A finished graph as a part of another one.</content>
public sealed partial class GraphBuilder
{
    /// <summary>Puts a finished graph into this one. Its names get <paramref name="name"/> before them; weights keep theirs and are shared.</summary>
    /// <param name="name">Name of the part.</param>
    /// <param name="inner">An outermost graph, of the same opset or an older one from 18 on. It stays as it is.</param>
    /// <param name="inputs">A value for each of its inputs, by name.</param>
    /// <returns>Its outputs, in order.</returns>
    /// <exception cref="GraphBuildException">An input lacks a value or the value does not fit it, or the opsets do not go together.</exception>
    public IReadOnlyList<Value> Inline(string name, GraphBuilder inner, IReadOnlyDictionary<string, Value> inputs)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(inputs);
        var full = NewName(name);
        GraphBuildException Fail(string problem) => new(full, problem);
        if (inner._parent is not null || inner.Opset > Opset || (inner.Opset < DefaultOpset && inner.Opset != Opset))
        {
            throw Fail($"the graph '{inner.Name}' of opset {inner.Opset} cannot stand in one of opset {Opset}; build both for the same, as outermost graphs.");
        }

        var sizes = new Dictionary<string, Dimension>(StringComparer.Ordinal);
        var given = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var input in inner.Inputs)
        {
            if (!inputs.TryGetValue(input.Name, out var value) || !Sees(value.Graph))
            {
                throw Fail($"the input '{input.Name}' of '{inner.Name}' has no value of this graph.");
            }

            if (value.Type != input.Type || value.Rank != input.Rank || input.Shape.Zip(value.Shape).Any(pair => pair.First.Name is null && !Shape.Fits(pair.First, pair.Second)))
            {
                throw Fail($"the input '{input.Name}' is {input.Type} {input.Shape}, but '{value.Name}' is {value.Type} {value.Shape}.");
            }

            value.IsUsed = true;
            given.Add(input.Name, value);
            foreach (var (named, size) in input.Shape.Zip(value.Shape).Where(pair => pair.First.Name is not null))
            {
                sizes.TryAdd(named.Name!, size);
            }
        }

        var outer = this;
        while (outer._parent is not null)
        {
            outer = outer._parent;
        }

        var weights = inner.Initializers.ToDictionary(data => data.Name, outer.Weight, StringComparer.Ordinal);
        var prefix = full + "/";
        _parts.Add(new InlinedGraph(inner, prefix, given, weights));
        return [.. inner.Outputs.Select(output => new Value(
            this, _names.Exact(prefix + output.Name), output.Type, [.. output.Shape.Select(size => size.Name is null ? size : sizes.GetValueOrDefault(size.Name, Shape.Unknown))]))];
    }
}
