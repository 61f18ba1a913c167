using Seq.Cli.CommandLine;
using Seq.Cli.Inspection;
using Seq.Cli.Models;
using Seq.Cli.Output;
using Seq.Model;

namespace Seq.Cli.Commands;

/// <summary><c>seq inspect</c>: what a checkpoint or a bundle is made of. Loads neither libtorch nor ONNX Runtime.</summary>
internal sealed class InspectCommand : DocumentedCommand
{
    internal InspectCommand(Terminal terminal)
        : base(
            "inspect",
            "Shows what is in a model. A checkpoint: layers, output shapes, parameter counts. A bundle: graphs with inputs, outputs, states, operators, opset and file sizes. "
            + "Every file is checked against its hash.",
            "seq inspect runs/digits",
            "seq inspect models/digits --json")
    {
        var model = CommonOptions.Model();
        var json = CommonOptions.Json("Print one object: type, path, layers, parameters, and for a bundle its graphs.");
        Add(model);
        Add(json);
        SetAction(parse =>
        {
            var (path, isBundle) = ModelLocation.OfEither(parse.GetRequiredValue(model));
            if (isBundle)
            {
                Print(terminal, BundleSummary.Of(Bundle.Open(path)), parse.GetValue(json));
            }
            else
            {
                Print(terminal, CheckpointSummary.Of(Checkpoint.Open(path)), parse.GetValue(json));
            }

            return ExitCode.Good;
        });
    }

    private static void Print(Terminal terminal, CheckpointSummary summary, bool json)
    {
        if (json)
        {
            Json.WriteLine(terminal.Output, summary, Json.Lines.CheckpointSummary);
        }
        else
        {
            SummaryTables.Write(terminal, summary);
        }
    }

    private static void Print(Terminal terminal, BundleSummary summary, bool json)
    {
        if (json)
        {
            Json.WriteLine(terminal.Output, summary, Json.Lines.BundleSummary);
        }
        else
        {
            SummaryTables.Write(terminal, summary);
        }
    }
}
