using Seq.Cli.Output;
using Spectre.Console;

namespace Seq.Cli.Evaluation;

/// <summary>An evaluation for people.</summary>
internal static class MetricTable
{
    internal static void Write(Terminal terminal, Train.Evaluation evaluation)
    {
        var table = new Table().Border(TableBorder.Square).AddColumn("Metric").AddColumn(new TableColumn("Value").RightAligned());
        foreach (var metric in evaluation.Metrics)
        {
            table.AddRow(MetricText.NameOf(metric), MetricText.ValueOf(metric));
        }

        terminal.Write(table);
        if (evaluation.TeacherForced is { } forced && evaluation.FreeRunning is { } free && forced.ByPosition.Count <= 40)
        {
            AccuracyTable.Write(terminal, forced, free);
        }

        foreach (var note in evaluation.Notes)
        {
            terminal.Output.WriteLine(note);
        }
    }
}
