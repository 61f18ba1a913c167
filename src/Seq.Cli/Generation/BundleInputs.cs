using System.CommandLine;
using System.Text;
using Seq.Cli.CommandLine;
using Seq.Cli.Output;
using Seq.Model;
using Seq.Runtime;

namespace Seq.Cli.Generation;

/// <summary>What every command that gives texts to a bundle takes: the bundle, the texts, and what runs the graphs.</summary>
internal sealed class BundleInputs() : OptionGroup("Input")
{
    private readonly Argument<string> _bundle = CommonOptions.Bundle();

    private readonly Option<string?> _input = new("--input") { HelpName = "TEXT", Description = "The text." };

    private readonly Option<string?> _inputFile = new("--input-file")
    {
        HelpName = "FILE",
        Description = $"A UTF-8 file with one text per line, `-` for standard input. Lines are worked on {InputLines.ChunkSize} at a time, results keep their order.",
    };

    private readonly ProviderOption _provider = new();

    internal override IReadOnlyList<Option> Options => [_input, _inputFile];

    /// <summary>What runs the graphs.</summary>
    internal Option<string> Provider => _provider.Option;

    /// <summary>The file of <c>--input-file</c>.</summary>
    internal Option<string?> File => _inputFile;

    /// <summary>Adds the bundle and where texts come from.</summary>
    internal void AddInputsTo(Command command)
    {
        command.Add(_bundle);
        command.Add(_input);
        command.Add(_inputFile);
    }

    /// <summary>Adds the bundle.</summary>
    internal void AddBundleTo(Command command) => command.Add(_bundle);

    /// <summary>Adds what runs the graphs.</summary>
    internal void AddProviderTo(Command command) => command.Add(_provider.Option);

    /// <summary>What is wrong with the options, one sentence each.</summary>
    internal IEnumerable<string> FindProblems(ParseResult parse)
    {
        if (parse.IsGiven(_input) == parse.IsGiven(_inputFile))
        {
            yield return parse.IsGiven(_input)
                ? "--input and --input-file are both given; give one of them."
                : "Neither --input nor --input-file is given; give the text with --input, or a file with one text per line with --input-file.";
        }
    }

    /// <summary>Opens the bundle and works on the texts, chunk by chunk.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="terminal">Where notes go, and where standard input comes from.</param>
    /// <param name="begin">Called once with the model; what it returns is called for every chunk.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <param name="chunkSize">The most texts of a chunk.</param>
    internal async Task<int> RunAsync(
        ParseResult parse, Terminal terminal, Func<SeqModel, Action<IReadOnlyList<InputLine>>> begin, CancellationToken cancellationToken, int chunkSize = InputLines.ChunkSize)
    {
        using var inputs = parse.GetValue(_inputFile) is { } path ? InputLines.OfFile(path, terminal) : InputLines.OfText(parse.GetValue(_input)!);
        return await WithModelAsync(
            parse,
            terminal,
            async model =>
            {
                var work = begin(model);
                while (await inputs.ReadChunkAsync(chunkSize, cancellationToken).ConfigureAwait(false) is { Count: > 0 } chunk)
                {
                    work(chunk);
                    await terminal.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
                }

                inputs.RequireAny();
            }).ConfigureAwait(false);
    }

    /// <summary>Opens the bundle and works on all of the file of <c>--input-file</c> as one text.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="terminal">Where notes go, and where standard input comes from.</param>
    /// <param name="work">What is done; it reads the text.</param>
    /// <param name="cancellationToken">Ends also the wait for a slow standard input.</param>
    /// <exception cref="SeqException">There is no such file, it is not UTF-8, or the model cannot read it.</exception>
    internal async Task<int> RunWholeAsync(ParseResult parse, Terminal terminal, Action<SeqModel, TextReader> work, CancellationToken cancellationToken)
    {
        using var text = InputText.Open(parse.GetRequiredValue(_inputFile)!, terminal);
        try
        {
            return await WithModelAsync(
                parse,
                terminal,
                model => Task.Run(() => work(model, text.Reader), cancellationToken).WaitAsync(cancellationToken)).ConfigureAwait(false);
        }
        catch (DecoderFallbackException exception)
        {
            throw new SeqException($"{text.Name}: It holds bytes that are not UTF-8. Save the file as UTF-8.", exception);
        }
        catch (Exception exception) when (exception is VocabularyException or InvalidInputException)
        {
            throw new SeqException($"{text.Name}: {exception.Message}", exception);
        }
    }

    private async Task<int> WithModelAsync(ParseResult parse, Terminal terminal, Func<SeqModel, Task> work)
    {
        using var model = Open(parse, parse.GetRequiredValue(_bundle));
        ProviderOption.TellFallback(model, terminal);
        try
        {
            await work(model).ConfigureAwait(false);
            return ExitCode.Good;
        }
        catch (ModelKindException exception)
        {
            var instead = exception.Kind switch { "classifier" => "classify", "tagger" => "tag", _ => "generate" };
            throw new SeqException(
                $"{model.BundlePath}: This is a model of the kind '{exception.Kind}', and `seq {parse.CommandResult.Command.Name}` is not for those. Use `seq {instead}`.", exception);
        }
    }

    /// <summary>Opens a bundle on the provider that is asked for.</summary>
    internal SeqModel Open(ParseResult parse, string bundle) => _provider.Open(parse, bundle);
}
