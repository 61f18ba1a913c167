using System.Globalization;

namespace Seq.Export;

/// <content>The loop.</content>
public sealed partial class GraphBuilder
{
    /// <summary>In the body of a loop: the number of the iteration, from 0; int64 scalar.</summary>
    public Value Iteration => _inputs[0];

    /// <summary>Runs a body again and again, at most <paramref name="trips"/> times, until it says stop (<c>Loop</c>).</summary>
    /// <param name="name">Name of the loop; what its body makes is named under it.</param>
    /// <param name="trips">int64 scalar; zero or less runs the body not at all.</param>
    /// <param name="carried">Values before the first iteration; the body takes them and returns their successors.</param>
    /// <param name="body">Builds one iteration in the nested graph given; may read values of this graph.</param>
    /// <exception cref="GraphBuildException">The body returns other types, shapes or numbers of values than it takes.</exception>
    /// <returns>The carried values at the end; then the collected ones, [iterations, …].</returns>
    public LoopOutput Loop(
        string name, Value trips, IReadOnlyList<(string Name, Value Initial)> carried, Func<GraphBuilder, IReadOnlyList<Value>, LoopIteration> body)
    {
        var full = _names.Unique(_prefix + name);
        var nested = new GraphBuilder(this, full);
        nested.Input($"{full}/iteration", ElementType.Int64, []);
        nested.Input($"{full}/condition", ElementType.Bool, []);
        var iteration = body(nested, [.. carried.Select(value => nested.Input($"{full}/{value.Name}", value.Initial.Type, value.Initial.Shape))]);

        // The condition is passed in as well: without it the specification lets a runtime ignore the one the body returns.
        var node = Add("Loop", [trips, Constant(true), .. carried.Select(value => value.Initial)])
            .Takes(trips, [ElementType.Int64]).TakesRank(trips, 0)
            .Takes(iteration.Continue, ElementTypes.Truth).TakesRank(iteration.Continue, 0);
        if (iteration.Carried.Count != carried.Count)
        {
            throw node.Fail($"the loop carries {carried.Count} values, but its body returns {iteration.Carried.Count}.");
        }

        nested.Output($"{full}/continue", iteration.Continue, []);
        var last = new List<Value>();
        foreach (var ((valueName, initial), next) in carried.Zip(iteration.Carried))
        {
            if (next.Type != initial.Type || !next.Shape.Fits(initial.Shape))
            {
                throw node.Fail($"'{valueName}' goes in as {initial.Type} {initial.Shape}, but comes out of the body as {next.Type} {next.Shape}.");
            }

            nested.Output($"{full}/next_{valueName}", next, initial.Shape);
            last.Add(node.Returns(valueName, initial.Type, initial.Shape));
        }

        var collected = new List<Value>();
        foreach (var value in iteration.Collected)
        {
            var part = $"collected_{collected.Count.ToString(CultureInfo.InvariantCulture)}";
            nested.Output($"{full}/{part}", value, value.Shape);
            collected.Add(node.Returns(part, value.Type, value.Shape.Insert(0, Shape.Unknown)));
        }

        node.With("body", nested);
        return new(last, collected);
    }
}

/// <summary>What the body of a loop returns.</summary>
/// <param name="Continue">Scalar truth value: whether another iteration follows.</param>
/// <param name="Carried">The successors of the carried values, in their order.</param>
/// <param name="Collected">Values kept from every iteration; their shape must not change.</param>
public sealed record LoopIteration(Value Continue, IReadOnlyList<Value> Carried, IReadOnlyList<Value> Collected);

/// <summary>What a loop returns.</summary>
/// <param name="Carried">The carried values after the last iteration; the initial ones when there was none.</param>
/// <param name="Collected">[iterations, …]. After no iteration a varying dimension of the rest is 0: reshape where that matters.</param>
public sealed record LoopOutput(IReadOnlyList<Value> Carried, IReadOnlyList<Value> Collected);
