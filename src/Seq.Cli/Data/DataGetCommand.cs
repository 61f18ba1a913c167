using System.CommandLine;
using System.Text.Json;
using Seq.Cli.CommandLine;
using Seq.Cli.Output;
using Seq.Train;

namespace Seq.Cli.Data;

/// <summary><c>seq data get</c>: fetches a set and checks it.</summary>
internal sealed class DataGetCommand : DocumentedCommand
{
    internal DataGetCommand(Terminal terminal, Option<bool> json)
        : base(
            "get",
            "Fetches the files of a registered set that are not here yet, and checks the SHA-256 hash of every file. Stopped, it goes on where it was when called again.",
            "seq data get brown",
            "seq data get imdb --json")
    {
        var name = new Argument<string>("NAME") { Description = "The name of a registered set; `seq data list` lists them." };
        Add(name);
        SetAction((parse, cancellationToken) => Task.Run(
            () =>
            {
                var set = DataSets.Find(parse.GetRequiredValue(name));
                new DataFetcher(DataFolders.FromEnvironment()).Get(set, Report, cancellationToken);
                if (set.IsGenerated && !parse.GetValue(json))
                {
                    terminal.Output.WriteLine($"{set.Name} is made when it is used; there is nothing to fetch.");
                }

                return ExitCode.Good;

                void Report(DataFile file, string path) => terminal.Output.WriteLine(parse.GetValue(json)
                    ? JsonSerializer.Serialize(new DataFileLine(set.Name, path, file.Bytes, file.Sha256, file.Origin?.Text), DataJson.Lines.DataFileLine)
                    : $"{path}: {DataText.Bytes(file.Bytes)}, sha256 {file.Sha256}");
            },
            cancellationToken));
    }
}
