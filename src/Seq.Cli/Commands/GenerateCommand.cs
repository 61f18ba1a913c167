using System.CommandLine;
using Seq.Cli.CommandLine;
using Seq.Cli.Generation;
using Seq.Cli.Output;
using Seq.Runtime;

namespace Seq.Cli.Commands;

/// <summary><c>seq generate</c>: decodes texts with a bundle on ONNX Runtime. Does not load libtorch.</summary>
internal sealed class GenerateCommand : DocumentedCommand
{
    private readonly Terminal _terminal;
    private readonly BundleInputs _inputs = new();
    private readonly OutputCommandOptions _output = new();
    private readonly CompositionOptions _composition = new();
    private readonly SearchCommandOptions _search;

    internal GenerateCommand(Terminal terminal)
        : base(
            "generate",
            "Decodes texts with a bundle on ONNX Runtime: greedily, by beam search or by sampling. A language model continues them; an empty text is a beginning too.",
            "seq generate models/digits --input \"one two five\"",
            "seq generate models/digits --input \"one two five\" --beam 4 --n-best 3",
            "seq generate models/digits --input \"one two five\" --sample --temperature 0.8 --top-k 5 --seed 1",
            "seq generate models/digits --input \"one two five\" --pattern \"1[0-9]+\" --json --explain",
            "seq generate models/digits --input-file - --json < inputs.txt",
            "seq generate first --ensemble second --beam 5 --input-file words.txt")
    {
        (_terminal, _search) = (terminal, new(_output));
        _inputs.AddBundleTo(this);
        Add(_inputs);
        foreach (var group in _search.Groups)
        {
            Add(group);
        }

        Add(_composition);
        Add(_output);
        Add(new OptionList("Other", [.. _search.Others, _inputs.Provider]));
        SetAction((parse, cancellationToken) =>
        {
            UsageException.ThrowIfAny([.. _search.FindProblems(parse, _composition), .. _output.FindProblems(parse), .. _composition.FindProblems(parse), .. _inputs.FindProblems(parse)]);
            return RunAsync(parse, cancellationToken);
        });
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var printer = new LinePrinter(_terminal.Output, _terminal.Error, parse.GetValue(_output.Json), ranked: parse.IsGiven(_output.BestCount));
        var others = new List<SeqModel>();
        try
        {
            var code = await _inputs.RunAsync(
                parse,
                _terminal,
                model =>
                {
                    var composition = _composition.Open(parse, bundle => _inputs.Open(parse, bundle), others);
                    var generator = new LineGenerator(model, _search.Read(parse, model, composition), _search.StartClock(parse), parse.GetValue(_output.Explain), _search.BestByAgreement(parse));
                    return chunk => Print(parse, chunk, generator, printer, cancellationToken);
                },
                cancellationToken,
                chunkSize: parse.GetValue(_output.Stream) ? 1 : InputLines.ChunkSize).ConfigureAwait(false);
            return printer.HasFailed ? ExitCode.BadInput : code;
        }
        finally
        {
            others.ForEach(other => other.Dispose());
        }
    }

    private void Print(ParseResult parse, IReadOnlyList<InputLine> chunk, LineGenerator generator, LinePrinter printer, CancellationToken cancellationToken)
    {
        if (!parse.GetValue(_output.Stream))
        {
            printer.Print(generator.Generate(chunk, cancellationToken));
            return;
        }

        foreach (var line in chunk)
        {
            printer.Stream(line, generator, cancellationToken);
        }
    }
}
