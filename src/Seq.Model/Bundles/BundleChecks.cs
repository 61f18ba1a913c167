using System.Globalization;

namespace Seq.Model;

/// <summary>Checks that the parts of a manifest fit each other, so that a runtime can rely on names and shapes.</summary>
internal static class BundleChecks
{
    // Limits far above any real bundle: what a runtime sizes its buffers by, and what keeps these checks themselves quick.
    private const int MaxLength = 1_000_000;
    private const int MaxBeam = 10_000;
    private const int MaxGraphs = 100;
    private const int MaxValues = 1_000;
    private const int MaxRank = 16;
    private const int HashDigits = 64;

    internal static void Check(string path, BundleManifest manifest)
    {
        if (manifest.Decoding.MaxLength is < 1 or > MaxLength || manifest.Decoding.BeamSize is < 1 or > MaxBeam)
        {
            throw Bad(
                path, $"decoding says max_length {manifest.Decoding.MaxLength} and beam_size {manifest.Decoding.BeamSize}; " +
                $"they must lie between 1 and {MaxLength}, and 1 and {MaxBeam}.");
        }

        if (manifest.WeightsSha256 is { } hash && (hash.Length != HashDigits || !hash.All(char.IsAsciiHexDigitLower)))
        {
            throw Bad(path, $"weights_sha256 is '{PrintableText.Of(hash, HashDigits)}'; a SHA-256 hash is {HashDigits} digits from 0 to f.");
        }

        if (manifest.Graphs.Count > MaxGraphs)
        {
            throw Bad(path, $"It lists {manifest.Graphs.Count} graphs; at most {MaxGraphs} are read.");
        }

        foreach (var (name, graph) in manifest.Graphs)
        {
            CheckGraph(path, name, graph);
        }

        if (manifest.Graphs.TryGetValue(GraphNames.Step, out var step))
        {
            manifest.Graphs.TryGetValue(GraphNames.Encode, out var encode);
            CheckTokenAndLogits(path, step, manifest.Description);
            CheckStep(path, step, encode);
        }
    }

    private static void CheckGraph(string path, string name, GraphEntry? graph)
    {
        if (graph is null || graph.Inputs.Contains(null!) || graph.Outputs.Contains(null!) || graph.States.Contains(null!) || graph.Memories.Contains(null!))
        {
            throw Bad(path, $"Graph '{name}' is null, or lists null among its inputs, outputs, states or memories.");
        }

        if (graph.Opset < 1)
        {
            throw Bad(path, $"Graph '{name}' has the opset {graph.Opset}; opsets begin at 1.");
        }

        if (graph.BeamSize is < 1 or > MaxBeam)
        {
            throw Bad(path, $"Graph '{name}' has the beam size {graph.BeamSize}; it must lie between 1 and {MaxBeam}.");
        }

        if (graph.Inputs.Count + graph.Outputs.Count + graph.States.Count + graph.Memories.Count > MaxValues)
        {
            throw Bad(path, $"Graph '{name}' has more than {MaxValues} inputs, outputs, states and memories.");
        }

        CheckValues(path, name, "input", graph.Inputs);
        CheckValues(path, name, "output", graph.Outputs);
        if (graph.Outputs.FirstOrDefault(output => graph.Inputs.Any(input => input.Name == output.Name)) is { } same)
        {
            throw Bad(path, $"Graph '{name}' lists '{same.Name}' both as an input and as an output.");
        }

        if (name == GraphNames.GenerateBeam)
        {
            CheckBeam(path, graph);
        }
    }

    /// <summary>What a beam search returns per input is fixed in its graph: [batch, hypotheses, steps].</summary>
    private static void CheckBeam(string path, GraphEntry graph)
    {
        var tokens = Find(path, graph.Outputs, GraphNames.Tokens, "output of the beam search");
        if (graph.BeamSize is not { } beam || tokens.Shape is not [_, { Name: null, Size: >= 1 } count, _] || count.Size > beam)
        {
            throw Bad(path, $"The beam search '{tokens.Name}' is {Shown(tokens)} of a beam of {graph.BeamSize?.ToString(CultureInfo.InvariantCulture) ?? "no size"}; it must be [batch, hypotheses, steps] with 1 to as many hypotheses as the beam holds.");
        }
    }

    private static void CheckTokenAndLogits(string path, GraphEntry step, ModelDescription description)
    {
        var token = Find(path, step.Inputs, GraphNames.Token, "step input");
        if (token.Type != GraphType.Int64 || token.Shape.Count != 1)
        {
            throw Bad(path, $"The step input '{token.Name}' is {Shown(token)}; it must be Int64 [batch].");
        }

        var logits = Find(path, step.Outputs, GraphNames.Logits, "step output");
        long? vocabulary = description switch
        {
            EncoderDecoderDescription model => model.TargetVocabulary,
            LanguageModelDescription model => model.Vocabulary,
            _ => null,
        };
        if (logits.Type != GraphType.Float32 || logits.Shape.Count != 2 || (vocabulary is { } width && logits.Shape[1].Name is null && logits.Shape[1].Size != width))
        {
            throw Bad(path, $"The step output '{logits.Name}' is {Shown(logits)}; it must be Float32 [batch, {vocabulary}].");
        }
    }

    private static void CheckStep(string path, GraphEntry step, GraphEntry? encode)
    {
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

    /// <summary>Type and rank must be equal, fixed sizes too; what varies must vary on both sides.</summary>
    private static void Fit(string path, GraphValue left, GraphValue right)
    {
        if (left.Type != right.Type || left.Shape.Count != right.Shape.Count ||
            left.Shape.Zip(right.Shape).Any(pair => pair.First.Size != pair.Second.Size || pair.First.Name is null != pair.Second.Name is null))
        {
            throw Bad(path, $"'{left.Name}' is {Shown(left)}, but '{right.Name}', which feeds it, is {Shown(right)}.");
        }
    }

    private static string Shown(GraphValue value) => $"{value.Type} [{string.Join(", ", value.Shape)}]";

    private static GraphValue Find(string path, IReadOnlyList<GraphValue> values, string name, string role) =>
        values.FirstOrDefault(value => value.Name == name) ?? throw Bad(path, $"There is no {role} '{name}'.");

    private static void CheckValues(string path, string graph, string role, IReadOnlyList<GraphValue> values)
    {
        var twice = values.GroupBy(value => value.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw Bad(path, $"Graph '{graph}' lists the {role} '{twice.Key}' twice.");
        }

        foreach (var value in values)
        {
            // What one row holds must be countable by an int: a runtime allocates it.
            if (value.Shape.Count > MaxRank || !TensorShape.TryCount(value.Shape.Where(size => size.Name is null).Select(size => size.Size), out var count) || count > int.MaxValue)
            {
                throw Bad(path, $"The {role} '{value.Name}' of graph '{graph}' has the impossible shape [{string.Join(", ", value.Shape.Take(MaxRank))}].");
            }
        }
    }

    private static ModelFormatException Bad(string path, string problem) => new(path, problem, "Export the model again with this version of Seq.");
}
