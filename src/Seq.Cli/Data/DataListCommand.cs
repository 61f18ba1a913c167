using System.CommandLine;
using System.Text.Json;
using Seq.Cli.CommandLine;
using Seq.Cli.Output;
using Seq.Train;
using Spectre.Console;

namespace Seq.Cli.Data;

/// <summary><c>seq data list</c>: the registered sets.</summary>
internal sealed class DataListCommand : DocumentedCommand
{
    internal DataListCommand(Terminal terminal, Option<bool> json)
        : base("list", "Lists the registered sets: what they are for, size, whether they are here, source, licence, and the SHA-256 hash of each file's content.", "seq data list", "seq data list --json")
    {
        SetAction(parse =>
        {
            var folders = DataFolders.FromEnvironment();
            if (parse.GetValue(json))
            {
                foreach (var set in DataSets.All)
                {
                    terminal.Output.WriteLine(JsonSerializer.Serialize(DataSetLine.Of(set, folders), DataJson.Lines.DataSetLine));
                }
            }
            else
            {
                Print(terminal, folders);
            }

            return ExitCode.Good;
        });
    }

    private static void Print(Terminal terminal, DataFolders folders)
    {
        var table = new Table().Border(TableBorder.Square).AddColumns("Set", "For").AddColumn(new TableColumn("Size").RightAligned()).AddColumns("Here", "What, source, licence");
        foreach (var set in DataSets.All)
        {
            var line = DataSetLine.Of(set, folders);
            var about = set.IsGenerated ? set.Summary : $"{set.Summary}\n{set.Source}\n{set.Licence}";
            table.AddRow(set.Name, DataText.Of(set.Task), set.IsGenerated ? "-" : DataText.Bytes(set.Bytes), set.IsGenerated ? "made" : line.IsHere ? "yes" : "no", Markup.Escape(about));
        }

        terminal.Write(table);
        terminal.Output.WriteLine("SHA-256 of what each file holds, unpacked:");
        foreach (var file in DataSets.All.SelectMany(set => set.Files))
        {
            terminal.Output.WriteLine($"{file.Sha256}  {file.Path}"); // As sha256sum writes it, and reads it with --check.
        }

        terminal.Output.WriteLine(folders.Local is { } local
            ? $"Looked in {local} ({DataFolders.Variable}), then in {folders.Cache}."
            : $"Looked in {folders.Cache}; {DataFolders.Variable} is not set.");
    }
}
