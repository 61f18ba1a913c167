using System.CommandLine;
using Seq.Cli.CommandLine;
using Seq.Cli.Inspection;
using Seq.Cli.Models;
using Seq.Cli.Output;
using Seq.Export;
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
            "seq inspect models/digits --json",
            "seq inspect models/digits --graph step --format mermaid")
    {
        var model = CommonOptions.Model();
        var json = CommonOptions.Json("Print one object: type, path, layers, parameters, and for a bundle its graphs.");
        var graph = new Option<string>("--graph") { Description = "Show one graph of a bundle node by node.", HelpName = "NAME" };
        var format = ChoiceOption.Create("--format", "With --graph: text, or a picture for Mermaid or as SVG. Default: text.", "text", "mermaid", "svg");
        Add(model);
        Add(json);
        Add(graph);
        Add(format);
        SetAction(parse =>
        {
            UsageException.ThrowIfAny(FindProblems(parse.GetValue(graph), parse.IsGiven(format), parse.GetValue(json)));
            var (path, isBundle) = ModelLocation.OfEither(parse.GetRequiredValue(model));
            if (parse.GetValue(graph) is { } name)
            {
                terminal.Output.Write(Show(isBundle ? Bundle.Open(path) : throw NoGraphs(path), name, parse.GetValue(format)!));
            }
            else if (isBundle)
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

    private static IEnumerable<string> FindProblems(string? graph, bool hasFormat, bool json)
    {
        if (graph is null && hasFormat)
        {
            yield return "--format has no effect without --graph; add --graph or leave --format out.";
        }

        if (graph is not null && json)
        {
            yield return "--json describes the whole bundle; leave it out to see one graph.";
        }
    }

    private static UsageException NoGraphs(string path) => new([$"{path} is a checkpoint, which has no graphs; export it with `seq export` and give --graph with the bundle."]);

    private static string Show(Bundle bundle, string name, string format)
    {
        var path = bundle.PathOf(name);
        OnnxFileCheck.Check(path);
        var model = OnnxModel.Load(path);
        return format switch
        {
            "mermaid" => model.ToMermaid(),
            "svg" => model.ToSvg(),
            _ => model.ToText(),
        };
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
