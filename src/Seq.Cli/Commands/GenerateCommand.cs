using Seq.Cli.CommandLine;
using Seq.Cli.Generation;
using Seq.Cli.Output;

namespace Seq.Cli.Commands;

/// <summary><c>seq generate</c>: decodes texts with a bundle on ONNX Runtime. Does not load libtorch.</summary>
internal sealed class GenerateCommand : DocumentedCommand
{
    internal GenerateCommand(Terminal terminal)
        : base(
            "generate",
            "Decodes texts with a bundle on ONNX Runtime: greedily, by beam search or by sampling. A language model continues them; an empty text is a beginning too.",
            "seq generate models/digits --input \"one two five\"",
            "seq generate models/digits --input \"one two five\" --beam 4 --n-best 3",
            "seq generate models/digits --input \"one two five\" --sample --temperature 0.8 --top-k 5 --seed 1",
            "seq generate models/digits --input-file - --json < inputs.txt")
    {
        var inputs = new BundleInputs();
        var search = new SearchCommandOptions();
        var json = CommonOptions.Json("Print one object per input: input, hypotheses with text, tokens, log_probability (nats), score, finish_reason (eos or length).");
        inputs.AddInputsTo(this);
        search.AddTo(this);
        inputs.AddProviderTo(this);
        Add(json);
        SetAction((parse, cancellationToken) =>
        {
            UsageException.ThrowIfAny(search.FindClashes(parse).Concat(inputs.FindProblems(parse)));
            var printer = new LinePrinter(terminal.Output, parse.GetValue(json), ranked: parse.IsGiven(search.BestCount));
            return inputs.RunAsync(
                parse,
                terminal,
                model =>
                {
                    var generator = new LineGenerator(model, search.Read(parse, model.DefaultSearch), parse.GetValue(search.InGraph));
                    return chunk => printer.Print(generator.Generate(chunk, cancellationToken));
                },
                cancellationToken);
        });
    }
}
