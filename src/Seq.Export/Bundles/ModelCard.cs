using System.Globalization;
using System.Text;
using Seq.Model;

namespace Seq.Export;

/// <summary>Writes <c>README.md</c> of a bundle: what the model is, what it was trained on, what the files are. The same bytes for the same export.</summary>
internal static class ModelCard
{
    internal const string FileName = "README.md";

    internal static void Write(
        string folder, Checkpoint checkpoint, IReadOnlyList<CellReport> cells, IReadOnlyDictionary<string, OnnxModelSummary> graphs, ExportOptions options)
    {
        var (description, notes) = (checkpoint.Description, TrainingNotes.Of(checkpoint));
        var text = new StringBuilder();
        void Line(string line = "") => text.Append(line).Append('\n');

        Line($"# {Escaped(notes.Preset ?? description.Kind)}");
        Line();
        Line($"{Purpose(description)} Written by Seq {ModelFile.Version()} as ONNX graphs that any ONNX runtime runs; `seq.json` says how they fit together.");
        Line();
        Line("| | |");
        Line("|---|---|");
        Line($"| Kind | {description.Kind} |");
        Line(Invariant($"| Parameters | {description.ParameterCount:N0} |"));
        foreach (var (name, value) in Parts(description))
        {
            Line($"| {name} | {value} |");
        }

        if (notes.Data is { } data)
        {
            Line($"| Data | {Escaped(data.Split('/', '\\')[^1])} |"); // The name of a file, not where somebody keeps it.
        }

        if (notes.Best is { } best)
        {
            Line($"| Best validation ({(notes.Metric is { } metric ? Escaped(metric) : "the task's own metric")}) | {best}{(notes.Samples is { } samples ? $", after {samples} samples" : "")} |");
        }

        Line();
        Line("## Graphs");
        Line();
        Line("| File | Opset | Nodes | Inputs | Outputs |");
        Line("|---|---:|---:|---|---|");
        foreach (var (name, graph) in graphs)
        {
            Line(Invariant($"| `{name}.onnx` | {graph.Opsets["ai.onnx"]} | {graph.NodeCount} | {Listed(graph.Inputs)} | {Listed(graph.Outputs)} |"));
        }

        Line();
        foreach (var cell in cells)
        {
            Line($"- `{cell.Part}`: sequences {Words(cell.Sequence)}{(cell.Step is null ? "" : $"; steps {Words(cell.Step)}")}{(cell.FoldedEmbedding ? ", embedding folded into a table" : "")}.");
        }

        Line();
        if (description is EncoderDecoderDescription or LanguageModelDescription)
        {
            Line(Invariant($"Decodes up to {options.MaxLength} tokens unless told otherwise. `seq generate` takes this folder; `export-report.json` has hashes and operators."));
        }
        else
        {
            Line("`export-report.json` has hashes and operators.");
        }

        File.WriteAllText(Path.Combine(folder, FileName), text.ToString());
    }

    private static string Purpose(ModelDescription description) => description switch
    {
        EncoderDecoderDescription => "Turns a sequence of source tokens into a sequence of target tokens.",
        LanguageModelDescription => "Gives the probabilities of the next token of a text, and goes on with it.",
        ClassifierDescription => "Sorts a sequence of tokens into classes.",
        _ => "Gives each token of a sequence a tag.",
    };

    private static IEnumerable<(string Name, string Value)> Parts(ModelDescription description) => description switch
    {
        EncoderDecoderDescription model =>
        [
            ("Tokens", Invariant($"{model.SourceVocabulary:N0} source, {model.TargetVocabulary:N0} target")),
            ("Encoder", Layers(model.Encoder)), ("Decoder", Layers(model.Decoder)),
            ("Attention", model.Attention is { } attention ? attention.Score.ToString().ToLowerInvariant() : "none"),
        ],
        LanguageModelDescription model => [("Tokens", Invariant($"{model.Vocabulary:N0}")), ("Layers", Layers(model.Layers))],
        ClassifierDescription model =>
        [
            ("Tokens", Invariant($"{model.Vocabulary:N0}")), ("Layers", Layers(model.Layers)), ("Pooling", model.Pooling.ToString().ToLowerInvariant()),
            ("Classes", Invariant($"{model.Classes}")),
        ],
        TaggerDescription model => [("Tokens", Invariant($"{model.Vocabulary:N0}")), ("Layers", Layers(model.Layers)), ("Tags", Invariant($"{model.Tags}"))],
        _ => [],
    };

    private static string Layers(RecurrentLayers layers) => Invariant($"{layers.Layers} x {layers.Cell} of {layers.Hidden}{(layers.Bidirectional ? ", both directions" : "")}");

    private static string Words(string way) => way switch
    {
        "operator" => "by ONNX' recurrent operators",
        "steps" => "step by step in a scan",
        _ => "in plain operators",
    };

    private static string Listed(IReadOnlyList<OnnxValueSummary> values) =>
        string.Join(", ", values.Select(value => $"`{value.Name}` {value.Type}[{string.Join(", ", value.Shape ?? [])}]"));

    /// <summary>Text from a checkpoint, so that it cannot break out of the table or the line it stands in.</summary>
    private static string Escaped(string text) =>
        string.Concat(text.Where(letter => !char.IsControl(letter)).Take(200).Select(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '.' ? $"{letter}" : $"\\{letter}"));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
