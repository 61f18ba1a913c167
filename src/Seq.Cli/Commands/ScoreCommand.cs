using System.CommandLine;
using Seq.Cli.CommandLine;
using Seq.Cli.Generation;
using Seq.Cli.Output;
using Seq.Cli.Scoring;
using Seq.Model;
using Seq.Runtime;

namespace Seq.Cli.Commands;

/// <summary><c>seq score</c>: how likely a bundle finds given texts, on ONNX Runtime. Does not load libtorch.</summary>
internal sealed class ScoreCommand : DocumentedCommand
{
    private readonly Terminal _terminal;
    private readonly BundleInputs _inputs = new();
    private readonly CompositionOptions _composition = new();

    private readonly Option<string?> _target = new("--target")
    {
        HelpName = "TEXT",
        Description = "With --input, for an encoder-decoder: the output to score. Lines of a file hold it behind a tab.",
    };

    private readonly Option<bool> _whole = new("--whole")
    {
        Description = "With --input-file, for a language model: the file is one text of any length, read as a stream behind the start token.",
    };

    private readonly Option<bool> _markLines = new("--mark-lines")
    {
        Description = "With --whole: the end token stands behind each line, as in a training with data.line_marks. Default: line ends are white space.",
    };

    private readonly Option<bool> _total = new("--total") { Description = "Print one line for all texts together in place of one each." };

    private readonly Option<bool> _explain = new("--explain") { Description = "With --json: every token with its log-probability." };

    private readonly Option<bool> _json = CommonOptions.Json(
        "Print one object per text: input, tokens, unknown_tokens, log_probability (nats), perplexity, target of a pair, bits_per_character of a text without unknown tokens, "
        + "and with --explain explanation: token, id, log_probability. --total and --whole: texts in place of input.");

    internal ScoreCommand(Terminal terminal)
        : base(
            "score",
            "Says how likely a bundle finds given texts, on ONNX Runtime: texts of a language model, each behind the start token, or outputs of an encoder-decoder for their sources. "
            + "The end token counts, where the model has one.",
            "seq score models/digits --input \"one two five\" --target 125",
            "seq score models/digits --input-file pairs.tsv --total",
            "seq score lm-bundle --input \"the cat sat on the mat\" --json --explain",
            "seq score lm-bundle --input-file - --json < sentences.txt",
            "seq score lm-bundle --input-file book.txt --whole")
    {
        _terminal = terminal;
        _inputs.AddBundleTo(this);
        Add(new OptionList("Input", [.. _inputs.Options, _target, _whole, _markLines]));
        Add(_composition);
        Add(new OptionList("Output", _total, _explain, _json));
        Add(new OptionList("Other", _inputs.Provider));
        SetAction((parse, cancellationToken) =>
        {
            UsageException.ThrowIfAny([.. _inputs.FindProblems(parse), .. _composition.FindProblems(parse), .. FindProblems(parse)]);
            return parse.GetValue(_whole) ? ScoreWhole(parse, cancellationToken) : ScoreLines(parse, cancellationToken);
        });
    }

    private IEnumerable<string> FindProblems(ParseResult parse)
    {
        var (whole, file) = (parse.GetValue(_whole), parse.IsGiven(_inputs.File));
        if (whole && !file)
        {
            yield return "--whole reads a file; give it with --input-file, or leave --whole out.";
        }

        if (parse.GetValue(_markLines) && !whole)
        {
            yield return "--mark-lines has no effect without --whole; add --whole or leave --mark-lines out.";
        }

        if (parse.IsGiven(_target) && file)
        {
            yield return "--target goes with --input; the lines of --input-file hold their outputs behind a tab.";
        }

        if (parse.GetValue(_explain) && !parse.GetValue(_json))
        {
            yield return "--explain has no effect without --json; add --json or leave --explain out.";
        }

        foreach (var option in ((Option[])[_total, _explain, .. _composition.Options]).Where(option => whole && parse.IsGiven(option)))
        {
            yield return $"{option.Name} has no effect with --whole, which scores one stream by one model; leave one of them out.";
        }

        if (parse.GetValue(_total) && parse.GetValue(_explain))
        {
            yield return "--explain has no effect with --total, which shows no single text; leave one of them out.";
        }
    }

    private Task<int> ScoreWhole(ParseResult parse, CancellationToken cancellationToken) => _inputs.RunWholeAsync(
        parse,
        _terminal,
        (model, text) =>
        {
            if (model.Description is EncoderDecoderDescription)
            {
                throw new UsageException([$"--whole is for language models, and {model.BundlePath} is an encoder-decoder; leave it out and give a source and an output per line, with a tab between them."]);
            }

            if (parse.GetValue(_markLines) && model.SourceVocabulary.Special.End is null)
            {
                throw new UsageException([$"--mark-lines needs an end token, and {model.BundlePath} has none; leave it out."]);
            }

            Printer(parse).Print(TotalScore.Of(1, model.ScoreText(text, parse.GetValue(_markLines), cancellationToken)));
        },
        cancellationToken);

    private async Task<int> ScoreLines(ParseResult parse, CancellationToken cancellationToken)
    {
        var others = new List<SeqModel>();
        var printer = Printer(parse);
        LineScorer? scorer = null;
        try
        {
            var exitCode = await _inputs.RunAsync(
                parse,
                _terminal,
                model =>
                {
                    if (parse.IsGiven(_target) && model.Description is LanguageModelDescription)
                    {
                        throw new UsageException([$"--target is for encoder-decoders, and {model.BundlePath} is a language model; give the whole text with --input."]);
                    }

                    scorer = new(model, _composition.Open(parse, bundle => _inputs.Open(parse, bundle), others), parse.GetValue(_target), parse.GetValue(_explain));
                    return chunk =>
                    {
                        foreach (var line in scorer.Score(chunk, cancellationToken).Where(_ => !parse.GetValue(_total)))
                        {
                            printer.Print(line);
                        }
                    };
                },
                cancellationToken).ConfigureAwait(false);
            if (parse.GetValue(_total))
            {
                printer.Print(scorer!.Total);
            }

            return exitCode;
        }
        finally
        {
            others.ForEach(other => other.Dispose());
        }
    }

    private ScorePrinter Printer(ParseResult parse) => new(_terminal.Output, parse.GetValue(_json));
}
