using System.Globalization;

namespace Seq.Export;

/// <content>The scan.</content>
public sealed partial class GraphBuilder
{
    /// <summary>Runs a body once per element of the first axis, carrying states (<c>Scan</c>); unlike a loop it cannot end early.</summary>
    /// <param name="name">Name of the scan; what its body makes is named under it.</param>
    /// <param name="states">Values before the first element; the body takes them and returns their successors, of the same shape.</param>
    /// <param name="sequences">[time, …], at least one, all with the same time.</param>
    /// <param name="body">Builds one step in the nested graph given, from the states and the elements of the sequences; may read values of this graph.</param>
    /// <returns>The states at the end; then what the body collects, [time, …].</returns>
    /// <exception cref="GraphBuildException">The body returns other types, shapes or numbers of states than it takes, or the sequences differ in time.</exception>
    public LoopOutput Scan(
        string name,
        IReadOnlyList<(string Name, Value Initial)> states,
        IReadOnlyList<(string Name, Value Sequence)> sequences,
        Func<GraphBuilder, IReadOnlyList<Value>, IReadOnlyList<Value>, ScanStep> body)
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(sequences);
        ArgumentNullException.ThrowIfNull(body);
        var full = _names.Unique(_prefix + name);
        var nested = new GraphBuilder(this, full);
        var node = Add("Scan", [.. states.Select(state => state.Initial), .. sequences.Select(sequence => sequence.Sequence)]);
        if (sequences.Count == 0 || sequences.Any(sequence => sequence.Sequence.Rank == 0))
        {
            throw node.Fail("a scan needs at least one sequence, and each needs an axis of time.");
        }

        var time = sequences[0].Sequence.Shape[0];
        foreach (var (_, sequence) in sequences)
        {
            time = Shape.Fits(time, sequence.Shape[0])
                ? time == Shape.Unknown ? sequence.Shape[0] : time
                : throw node.Fail($"'{sequences[0].Sequence.Name}' has {time} elements, but '{sequence.Name}' {sequence.Shape} has {sequence.Shape[0]}.");
        }

        var before = states.Select(state => nested.Input($"{full}/{state.Name}", state.Initial.Type, state.Initial.Shape)).ToList();
        var elements = sequences.Select(pair => nested.Input($"{full}/{pair.Name}", pair.Sequence.Type, pair.Sequence.Shape.Without(0))).ToList();
        var step = body(nested, before, elements);
        if (step.States.Count != states.Count)
        {
            throw node.Fail($"the scan carries {states.Count} states, but its body returns {step.States.Count}.");
        }

        var last = states.Zip(step.States, (state, next) =>
        {
            if (next.Type != state.Initial.Type || !next.Shape.Fits(state.Initial.Shape))
            {
                throw node.Fail(
                    $"'{state.Name}' goes in as {state.Initial.Type} {state.Initial.Shape}, but comes out of the body as {next.Type} {next.Shape}.");
            }

            nested.Output($"{full}/next_{state.Name}", next, state.Initial.Shape);
            return node.Returns(state.Name, state.Initial.Type, state.Initial.Shape);
        }).ToList();
        var collected = step.Collected.Select((value, index) =>
        {
            var part = $"collected_{index.ToString(CultureInfo.InvariantCulture)}";
            nested.Output($"{full}/{part}", value, value.Shape);
            return node.Returns(part, value.Type, value.Shape.Insert(0, time));
        }).ToList();
        node.With("body", nested).With("num_scan_inputs", sequences.Count);
        return new(last, collected);
    }
}

/// <summary>What the body of a scan returns.</summary>
/// <param name="States">The successors of the states, in their order.</param>
/// <param name="Collected">Values kept from every step.</param>
public sealed record ScanStep(IReadOnlyList<Value> States, IReadOnlyList<Value> Collected);
