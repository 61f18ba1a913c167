using System.CommandLine;
using Seq.Cli.CommandLine;

namespace Seq.Cli.Generation;

/// <summary>Options of <c>seq generate</c> that say what is printed.</summary>
internal sealed class OutputCommandOptions() : OptionGroup("Output")
{
    internal Option<int?> BestCount { get; } = NumberOption.From(
        "--n-best", 1, "Hypotheses to print per input, best first: at most --beam; with --sample or --alternatives-at any number. Default: 1.");

    internal Option<bool> Stream { get; } = new("--stream") { Description = "Print text as soon as it is certain, each line of input before the next is read; with --json one object per piece, the whole result last." };

    internal Option<bool> Explain { get; } = new("--explain")
    {
        Description = "With --json: what each score is made of: log-probability of each token, length divisor, coverage term, and with attention where the model looked.",
    };

    internal Option<int?> Alternatives { get; } = NumberOption.From("--alternatives", 1, "With --explain: so many of the likeliest tokens at each place.");

    internal Option<bool> ReplaceUnknown { get; } = new("--replace-unknown")
    {
        Description = "Put the source word that the model looked at in place of each unknown token; needs attention.",
    };

    internal Option<string?> Dictionary { get; } = new("--dictionary")
    {
        HelpName = "FILE",
        Description = "With --replace-unknown: a UTF-8 file of source word, tab, what stands for it in the output. Words it lacks are copied.",
    };

    internal Option<bool> Json { get; } = CommonOptions.Json(
        "Print one object per input: input, hypotheses with text, tokens (ids), log_probability (nats), score, finish_reason (eos, length, stopped, constraint or time_limit), with --mbr expected_utility; without an output error and dead_ends. "
        + "--explain adds source_tokens, and to each hypothesis explanation: length_divisor, coverage_term, tokens with token, id, log_probability, source, attention, alternatives.");

    internal override IReadOnlyList<Option> Options => [BestCount, Stream, Explain, Alternatives, ReplaceUnknown, Dictionary, Json];

    /// <summary>Those that only the host knows, not the graphs.</summary>
    internal IReadOnlyList<Option> OfTheHost => [Stream, Explain, Alternatives, ReplaceUnknown, Dictionary];

    internal IEnumerable<string> FindProblems(ParseResult parse) =>
    [
        .. FindWithout(parse, parse.GetValue(Json), Json.Name, Explain),
        .. FindWithout(parse, parse.GetValue(Explain), Explain.Name, Alternatives),
        .. FindWithout(parse, parse.GetValue(ReplaceUnknown), ReplaceUnknown.Name, Dictionary),
        .. FindBeside(parse, ReplaceUnknown, "which knows a word only when the whole output is there", Stream),
        .. parse.GetValue(Json) ? Array.Empty<string>() : FindBeside(parse, Stream, "which prints one text unless --json is given", BestCount),
    ];
}
