using System.Globalization;
using Seq.Cli.Output;
using Seq.Train;
using Spectre.Console;

namespace Seq.Cli.Evaluation;

/// <summary>Accuracies for people.</summary>
internal static class AccuracyTable
{
    internal static void Write(Terminal terminal, Accuracy teacherForced, Accuracy freeRunning)
    {
        var table = new Table().Border(TableBorder.Square).AddColumn("Accuracy")
            .AddColumn(new TableColumn("Teacher forced").RightAligned()).AddColumn(new TableColumn("Free running").RightAligned());
        table.AddRow("tokens", Percent(teacherForced.Tokens), Percent(freeRunning.Tokens));
        table.AddRow("whole sequences", Percent(teacherForced.Sequences), Percent(freeRunning.Sequences));
        for (var position = 0; position < teacherForced.ByPosition.Count; position++)
        {
            table.AddRow($"position {position + 1}", Percent(teacherForced.ByPosition[position]), Percent(freeRunning.ByPosition[position]));
        }

        terminal.Write(table);
    }

    /// <summary>A share as a percentage that reads 100 only when nothing is wrong.</summary>
    internal static string Percent(double share) =>
        (Math.Floor(share * 10_000) / 100).ToString("0.00", CultureInfo.InvariantCulture) + "%";
}
