using System.CommandLine;
using Seq.Cli.CommandLine;
using Seq.Cli.Generation;
using Seq.Cli.Models;
using Seq.Cli.Output;
using Seq.Model;
using Seq.Runtime;

namespace Seq.Cli.Commands;

/// <summary><c>seq generate</c>: decodes texts with a bundle on ONNX Runtime. Does not load libtorch.</summary>
internal sealed class GenerateCommand : DocumentedCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _bundle = CommonOptions.Bundle();
    private readonly SearchCommandOptions _search = new();

    private readonly Option<string?> _input = new("--input") { HelpName = "TEXT", Description = "The text to decode." };

    private readonly Option<string?> _inputFile = new("--input-file")
    {
        HelpName = "FILE",
        Description = $"A UTF-8 file with one text per line, `-` for standard input. Lines are decoded {InputLines.ChunkSize} at a time, results keep their order.",
    };

    private readonly Option<string> _provider = ChoiceOption.Create(
        "--provider", "What runs the graphs: the CPU, a CUDA GPU or else an error, a CUDA GPU or else the CPU.", "cpu", "cuda", "prefer-cuda");

    private readonly Option<bool> _json = CommonOptions.Json(
        "Print one object per input: input, hypotheses with text, tokens, log_probability (nats), score, finish_reason (eos or length).");

    internal GenerateCommand(Terminal terminal)
        : base(
            "generate",
            "Decodes texts with a bundle on ONNX Runtime: greedily, by beam search or by sampling.",
            "seq generate models/digits --input \"one two five\"",
            "seq generate models/digits --input \"one two five\" --beam 4 --n-best 3",
            "seq generate models/digits --input \"one two five\" --sample --temperature 0.8 --top-k 5 --seed 1",
            "seq generate models/digits --input-file - --json < inputs.txt")
    {
        _terminal = terminal;
        Add(_bundle);
        Add(_input);
        Add(_inputFile);
        _search.AddTo(this);
        Add(_provider);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        UsageException.ThrowIfAny(_search.FindClashes(parse).Concat(FindInputProblems(parse)));
        using var inputs = parse.GetValue(_inputFile) is { } path ? InputLines.OfFile(path, _terminal) : InputLines.OfText(parse.GetValue(_input)!);
        using var model = Open(parse);
        if (model.ProviderUsed.FallbackReason is { } reason)
        {
            ErrorReport.Write($"note: --provider prefer-cuda runs on the CPU: {reason}", _terminal.Error);
        }

        var generator = new LineGenerator(model, _search.Read(parse, model.DefaultSearch), parse.GetValue(_search.InGraph));
        var printer = new LinePrinter(_terminal.Output, parse.GetValue(_json), ranked: parse.IsGiven(_search.BestCount));
        while (await inputs.ReadChunkAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } chunk)
        {
            printer.Print(generator.Generate(chunk, cancellationToken));
        }

        inputs.RequireAny();
        return ExitCode.Good;
    }

    private IEnumerable<string> FindInputProblems(ParseResult parse)
    {
        if (parse.IsGiven(_input) == parse.IsGiven(_inputFile))
        {
            yield return parse.IsGiven(_input)
                ? "--input and --input-file are both given; give one of them."
                : "Neither --input nor --input-file is given; give the text with --input, or a file with one text per line with --input-file.";
        }
    }

    private SeqModel Open(ParseResult parse)
    {
        var path = ModelLocation.OfBundle(parse.GetRequiredValue(_bundle));
        try
        {
            return SeqModel.Open(path, new SeqModelOptions { Provider = Provider(parse) });
        }
        catch (ProviderNotAvailableException exception) when (exception.Provider == ExecutionProvider.Cuda)
        {
            throw new SeqException($"--provider cuda: {exception.Reason} Use --provider prefer-cuda or cpu, or install CUDA and build with -p:Cuda=true.", exception);
        }
    }

    private ProviderPolicy Provider(ParseResult parse) => parse.GetValue(_provider) switch
    {
        "cuda" => ProviderPolicy.RequireCuda(),
        "prefer-cuda" => ProviderPolicy.PreferCuda(),
        _ => ProviderPolicy.Cpu,
    };
}
