using System.CommandLine;
using Seq.Cli.CommandLine;
using Seq.Cli.Generation;
using Seq.Cli.Output;
using Seq.Runtime;

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
            "seq generate models/digits --input-file - --json < inputs.txt",
            "seq generate first --ensemble second --beam 5 --input-file words.txt")
    {
        var inputs = new BundleInputs();
        var search = new SearchCommandOptions();
        var ensemble = new Option<string[]>("--ensemble")
        {
            HelpName = "BUNDLE",
            Description = "Another bundle with the same vocabularies, whose probabilities are averaged with the model's at every step; may be given many times.",
        };
        var json = CommonOptions.Json("Print one object per input: input, hypotheses with text, tokens, log_probability (nats), score, finish_reason (eos or length).");
        inputs.AddInputsTo(this);
        search.AddTo(this);
        Add(ensemble);
        inputs.AddProviderTo(this);
        Add(json);
        SetAction(async (parse, cancellationToken) =>
        {
            var named = parse.GetValue(ensemble) ?? [];
            string[] clash = named.Length > 0 && parse.GetValue(search.InGraph) ? ["--ensemble has no effect with --in-graph, which runs one graph; leave one of them out."] : [];
            UsageException.ThrowIfAny(search.FindClashes(parse).Concat(inputs.FindProblems(parse)).Concat(clash));
            var printer = new LinePrinter(terminal.Output, parse.GetValue(json), ranked: parse.IsGiven(search.BestCount));
            var members = new List<SeqModel>();
            try
            {
                return await inputs.RunAsync(
                    parse,
                    terminal,
                    model =>
                    {
                        foreach (var bundle in named)
                        {
                            members.Add(inputs.Open(parse, bundle));
                        }

                        var options = new GenerateOptions
                        {
                            Search = search.Read(parse, model.DefaultSearch),
                            InGraph = parse.GetValue(search.InGraph),
                            Composition = members.Count > 0 ? new() { Ensemble = members } : null,
                        };
                        var generator = new LineGenerator(model, options);
                        return chunk => printer.Print(generator.Generate(chunk, cancellationToken));
                    },
                    cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                members.ForEach(member => member.Dispose());
            }
        });
    }
}
