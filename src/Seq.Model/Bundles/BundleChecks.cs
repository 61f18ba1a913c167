namespace Seq.Model;

/// <summary>Checks that the parts of a manifest fit each other, so that a runtime can rely on names and shapes.</summary>
internal static class BundleChecks
{
    internal static void Check(string path, BundleManifest manifest)
    {
        if (manifest.Decoding.MaxLength < 1 || manifest.Decoding.BeamSize < 1)
        {
            throw Bad(path, $"decoding says max_length {manifest.Decoding.MaxLength} and beam_size {manifest.Decoding.BeamSize}; both must be at least 1.");
        }

        foreach (var (name, graph) in manifest.Graphs)
        {
            CheckNames(path, name, "input", graph.Inputs);
            CheckNames(path, name, "output", graph.Outputs);
        }

        if (manifest.Graphs.TryGetValue(GraphNames.Step, out var step))
        {
            manifest.Graphs.TryGetValue(GraphNames.Encode, out var encode);
            CheckStep(path, step, encode);
        }
    }

    private static void CheckStep(string path, GraphEntry step, GraphEntry? encode)
    {
        Find(path, step.Inputs, GraphNames.Token, "step input");
        Find(path, step.Outputs, GraphNames.Logits, "step output");
        foreach (var state in step.States)
        {
            var input = Find(path, step.Inputs, state.Input, "step input");
            Fit(path, input, Find(path, step.Outputs, state.Output, "step output"));
            CheckBatchAxis(path, input, state.BatchAxis);
            if (state.InitialFrom is { } from)
            {
                Fit(path, input, Find(path, encode?.Outputs ?? [], from, "encode output"));
            }
        }

        foreach (var memory in step.Memories)
        {
            var input = Find(path, step.Inputs, memory.Input, "step input");
            CheckBatchAxis(path, input, memory.BatchAxis);
            Fit(path, input, Find(path, [.. encode?.Outputs ?? [], .. encode?.Inputs ?? []], memory.From, "encode value"));
        }

        var bound = step.States.Select(state => state.Input).Concat(step.Memories.Select(memory => memory.Input)).Append(GraphNames.Token).ToList();
        var free = step.Inputs.FirstOrDefault(input => !bound.Contains(input.Name));
        if (free is not null || bound.Distinct(StringComparer.Ordinal).Count() != bound.Count)
        {
            throw Bad(path, free is null ? "An input of the step graph is bound twice." : $"The step graph's input '{free.Name}' is neither the token, a state nor a memory.");
        }
    }

    private static void CheckBatchAxis(string path, GraphValue value, int axis)
    {
        if (axis < 0 || axis >= value.Shape.Count || value.Shape[axis].Name is null)
        {
            throw Bad(path, $"The batch axis of '{value.Name}' is {axis}, which is not a varying axis of [{string.Join(", ", value.Shape)}].");
        }
    }

    private static void Fit(string path, GraphValue left, GraphValue right)
    {
        if (left.Type != right.Type || left.Shape.Count != right.Shape.Count || left.Shape.Zip(right.Shape).Any(pair => pair.First.Size != pair.Second.Size))
        {
            throw Bad(
                path, $"'{left.Name}' is {left.Type} [{string.Join(", ", left.Shape)}], but '{right.Name}', which feeds it, is {right.Type} [{string.Join(", ", right.Shape)}].");
        }
    }

    private static GraphValue Find(string path, IReadOnlyList<GraphValue> values, string name, string role) =>
        values.FirstOrDefault(value => value.Name == name) ?? throw Bad(path, $"There is no {role} '{name}'.");

    private static void CheckNames(string path, string graph, string role, IReadOnlyList<GraphValue> values)
    {
        var twice = values.GroupBy(value => value.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw Bad(path, $"Graph '{graph}' lists the {role} '{twice.Key}' twice.");
        }
    }

    private static ModelFormatException Bad(string path, string problem) => new(path, problem, "Export the model again with this version of Seq.");
}
