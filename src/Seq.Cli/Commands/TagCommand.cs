using Seq.Cli.CommandLine;
using Seq.Cli.Generation;
using Seq.Cli.Labels;
using Seq.Cli.Output;

namespace Seq.Cli.Commands;

/// <summary><c>seq tag</c>: tags every token of texts with the bundle of a tagger on ONNX Runtime. Does not load libtorch.</summary>
internal sealed class TagCommand : DocumentedCommand
{
    internal TagCommand(Terminal terminal)
        : base(
            "tag",
            "Tags every token of texts with the bundle of a tagger on ONNX Runtime; prints token/tag pairs.",
            "seq tag speech-bundle --input \"the jury said so .\"",
            "seq tag speech-bundle --input-file - --json < sentences.txt")
    {
        var inputs = new BundleInputs();
        var json = CommonOptions.Json("Print one object per text: input, tokens with token, token_id, tag, tag_id, probability.");
        inputs.AddInputsTo(this);
        inputs.AddProviderTo(this);
        Add(json);
        SetAction((parse, cancellationToken) =>
        {
            UsageException.ThrowIfAny(inputs.FindProblems(parse));
            return inputs.RunAsync(
                parse,
                terminal,
                model => chunk =>
                {
                    foreach (var line in chunk)
                    {
                        _ = line.Encode(model); // Says which line it is that cannot be read.
                    }

                    var found = model.TagBatch([.. chunk.Select(line => line.Text)], null, cancellationToken);
                    foreach (var line in chunk.Zip(found, (line, tagging) => new TaggedLine(line.Text, tagging.Tokens)))
                    {
                        if (parse.GetValue(json))
                        {
                            Json.WriteLine(terminal.Output, line, Json.Lines.TaggedLine);
                        }
                        else
                        {
                            terminal.Output.WriteLine(string.Join(' ', line.Tokens.Select(token => $"{token.Word}/{token.Tag}")));
                        }
                    }
                },
                cancellationToken);
        });
    }
}
