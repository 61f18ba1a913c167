using System.Globalization;
using Seq.Cli.CommandLine;
using Seq.Cli.Generation;
using Seq.Cli.Labels;
using Seq.Cli.Output;

namespace Seq.Cli.Commands;

/// <summary><c>seq classify</c>: labels texts with the bundle of a classifier on ONNX Runtime. Does not load libtorch.</summary>
internal sealed class ClassifyCommand : DocumentedCommand
{
    internal ClassifyCommand(Terminal terminal)
        : base(
            "classify",
            "Labels texts with the bundle of a classifier on ONNX Runtime.",
            "seq classify reviews-bundle --input \"a film to see twice\"",
            "seq classify reviews-bundle --input-file - --json < reviews.txt")
    {
        var inputs = new BundleInputs();
        var count = NumberOption.From("--n-best", 1, "Labels to print per text, the most probable first. Default: 1; with --json all.");
        var json = CommonOptions.Json("Print one object per text: input, labels with label, id, probability, log_probability (nats).");
        inputs.AddInputsTo(this);
        Add(count);
        inputs.AddProviderTo(this);
        Add(json);
        SetAction((parse, cancellationToken) =>
        {
            UsageException.ThrowIfAny(inputs.FindProblems(parse));
            var most = parse.GetValue(count) ?? (parse.GetValue(json) ? int.MaxValue : 1);
            return inputs.RunAsync(
                parse,
                terminal,
                model => chunk =>
                {
                    var found = model.ClassifyTokensBatch([.. chunk.Select(line => line.Encode(model))], null, cancellationToken);
                    foreach (var line in chunk.Zip(found, (line, classification) => new ClassifiedLine(line.Text, [.. classification.Labels.Take(most)])))
                    {
                        if (parse.GetValue(json))
                        {
                            Json.WriteLine(terminal.Output, line, Json.Lines.ClassifiedLine);
                        }
                        else
                        {
                            var labels = line.Labels.Select(label => string.Create(CultureInfo.InvariantCulture, $"{label.Label} ({100 * label.Probability:0.0}%)"));
                            terminal.Output.WriteLine($"{line.Input} -> {string.Join(", ", labels)}");
                        }
                    }
                },
                cancellationToken);
        });
    }
}
