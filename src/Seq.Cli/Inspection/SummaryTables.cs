using System.Globalization;
using Seq.Cli.Output;
using Spectre.Console;

namespace Seq.Cli.Inspection;

/// <summary>Summaries as tables for people.</summary>
internal static class SummaryTables
{
    internal static void Write(Terminal terminal, CheckpointSummary summary)
    {
        terminal.Output.WriteLine($"Checkpoint {summary.Path}: {summary.Kind}, {summary.SourceTokens} source tokens, {summary.TargetTokens} target tokens");
        WriteLayers(terminal, summary.Layers);
        terminal.Output.WriteLine($"Trained parameters: {Text(summary.Parameters)} ({Bytes(summary.WeightBytes)} as float32)");
        terminal.Output.WriteLine($"Files: {Files(summary.Files)}");
    }

    internal static void Write(Terminal terminal, BundleSummary summary)
    {
        terminal.Output.WriteLine($"Bundle {summary.Path}: {summary.Kind}, {summary.SourceTokens} source tokens, {summary.TargetTokens} target tokens");
        WriteLayers(terminal, summary.Layers);
        terminal.Output.WriteLine($"Trained parameters: {Text(summary.Parameters)}");
        terminal.Output.WriteLine($"Decoding defaults: beam {summary.BeamSize}, at most {summary.MaxLength} tokens");
        foreach (var (name, graph) in summary.Graphs)
        {
            terminal.Output.WriteLine();
            WriteGraph(terminal, name, graph);
        }

        terminal.Output.WriteLine();
        terminal.Output.WriteLine($"Files: {Files(summary.Files)}");
    }

    private static void WriteLayers(Terminal terminal, IReadOnlyList<LayerSummary> layers)
    {
        var table = new Table().Border(TableBorder.Square).AddColumns("Layer", "Type", "Output shape").AddColumn(new TableColumn("Parameters").RightAligned());
        foreach (var layer in layers)
        {
            table.AddRow(layer.Name, layer.Type, Markup.Escape($"[{string.Join(", ", layer.OutputShape)}]"), Text(layer.Parameters));
        }

        terminal.Write(table);
    }

    private static void WriteGraph(Terminal terminal, string name, GraphSummary graph)
    {
        terminal.Output.WriteLine($"{name} ({graph.File}): opset {graph.Opset}, IR {graph.IrVersion}, {Bytes(graph.WeightBytes)} of weights");
        var table = new Table().Border(TableBorder.Square).HideHeaders().AddColumns("", "");
        table.AddRow("inputs", Markup.Escape(string.Join('\n', graph.Inputs)));
        table.AddRow("outputs", Markup.Escape(string.Join('\n', graph.Outputs)));
        if (graph.States.Count > 0)
        {
            table.AddRow("states", Markup.Escape(string.Join('\n', graph.States.Select(state => $"{state.Input} <- {state.Output}, first {state.InitialFrom ?? "zeros"}"))));
        }

        table.AddRow("operators", Markup.Escape(string.Join(", ", graph.Operators.Select(pair => $"{pair.Key} {pair.Value}"))));
        terminal.Write(table);
    }

    private static string Files(IReadOnlyDictionary<string, long> files) => string.Join(", ", files.Select(file => $"{file.Key} {Bytes(file.Value)}"));

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Bytes(long bytes) => bytes < 10_000
        ? $"{bytes} B"
        : bytes < 10_000_000 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} kB") : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB");
}
