using System.CommandLine;
using System.Globalization;
using Seq.Cli.CommandLine;
using Seq.Decoding;
using Seq.Decoding.Processors;
using Seq.Model;
using Seq.Runtime;

namespace Seq.Cli.Generation;

/// <summary>Options of <c>seq generate</c> that say which tokens may come, or are to be preferred.</summary>
internal sealed class RuleCommandOptions() : OptionGroup("Rules")
{
    private const float DefaultContainBias = 2f;
    private const float DefaultSoftShare = 0.5f;

    private readonly Option<float?> _repetition = NumberOption.Create<float>(
        "--repetition-penalty", "What the logits of tokens that a hypothesis already has are divided by, or multiplied with below 0. Default: 1, none.",
        value => float.IsFinite(value) && value >= 1, "a number of at least 1");

    private readonly Option<float?> _presence = NumberOption.Create<float>(
        "--presence-penalty", "What tokens that a hypothesis already has lose. Default: 0.", float.IsFinite, "a number");

    private readonly Option<float?> _frequency = NumberOption.Create<float>(
        "--frequency-penalty", "What tokens lose for each time that a hypothesis already has them. Default: 0.", float.IsFinite, "a number");

    private readonly Option<int?> _noRepeat = NumberOption.From("--no-repeat-ngram", 1, "No sequence of so many tokens appears twice.");

    private readonly Option<string[]> _suppress = new("--suppress")
    {
        HelpName = "TOKEN",
        Description = "A token that does not appear, as the target vocabulary lists it; may be given many times.",
    };

    private readonly Option<string[]> _suppressText = new("--suppress-text")
    {
        HelpName = "TEXT",
        Description = "A text whose tokens do not appear one behind the other; may be given many times.",
    };

    private readonly Option<string[]> _bias = new("--bias")
    {
        HelpName = "TOKEN=N",
        Description = "What the logit of a token gains, in nats, or loses below 0; may be given many times.",
    };

    private readonly Option<string?> _prefix = new("--prefix") { HelpName = "TEXT", Description = "What the output begins with." };

    private readonly Option<string?> _softPrefix = new("--soft-prefix") { HelpName = "TEXT", Description = "What the output is drawn to begin with, as long as it does; a model that is sure of something else may leave it." };

    private readonly Option<float?> _softShare = NumberOption.Create<float>(
        "--soft-prefix-share", string.Create(CultureInfo.InvariantCulture, $"With --soft-prefix: the share of the probability that goes to it. Default: {DefaultSoftShare}."),
        value => value is > 0 and < 1, "a number above 0 and below 1");

    private readonly Option<string[]> _mustContain = new("--must-contain")
    {
        HelpName = "TEXT",
        Description = "What the output contains, in any order; may be given many times.",
    };

    private readonly Option<bool> _inOrder = new("--must-contain-in-order") { Description = "The texts of --must-contain come in the order given, each after the end of the one before." };

    private readonly Option<float?> _containBias = NumberOption.Create<float>(
        "--must-contain-bias", $"With --must-contain: what the next token of a missing text gains, in nats; at 0 it comes at the last possible place. Default: {DefaultContainBias:0}.",
        value => float.IsFinite(value) && value >= 0, "a number of at least 0");

    private readonly Option<string?> _pattern = new("--pattern")
    {
        HelpName = "REGEX",
        Description = "A regular expression that the whole output matches. An output that is cut off by the maximum length is the beginning of a match.",
    };

    internal override IReadOnlyList<Option> Options => [_repetition, _presence, _frequency, .. OfTheHost];

    /// <summary>Those that only the host knows, not the graphs.</summary>
    internal IReadOnlyList<Option> OfTheHost => [_noRepeat, _suppress, _suppressText, _bias, _prefix, _softPrefix, _softShare, _mustContain, _inOrder, _containBias, _pattern];

    internal IEnumerable<string> FindProblems(ParseResult parse)
    {
        List<string> problems =
        [
            .. FindWithout(parse, parse.IsGiven(_mustContain), _mustContain.Name, _containBias),
            .. FindWithout(parse, parse.GetValue(_mustContain) is { Length: > 1 }, $"a second {_mustContain.Name}", _inOrder),
            .. FindWithout(parse, parse.IsGiven(_softPrefix), _softPrefix.Name, _softShare),
            .. FindBeside(parse, _prefix, "with which the output begins for certain", _softPrefix),
        ];
        foreach (var given in parse.GetValue(_bias) ?? [])
        {
            if (Bias(given) is null)
            {
                problems.Add($"{_bias.Name} is '{given}'; it takes a token and a number, such as cat=1.5. To forbid a token use {_suppress.Name}.");
            }
        }

        foreach (var twice in (parse.GetValue(_bias) ?? []).Select(Bias).OfType<(string Token, float)>().GroupBy(bias => bias.Token).Where(group => group.Count() > 1))
        {
            problems.Add($"{_bias.Name} names '{twice.Key}' {twice.Count()} times; give each token once.");
        }

        return problems;
    }

    /// <summary>The rules that are given; penalties first, in the order in which the graphs apply them too.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="model">Whose tokens the options name.</param>
    /// <param name="search">The search; its lengths and end tokens are chosen.</param>
    /// <exception cref="UsageException">An option names a token or a text that the model does not know, or what no output can have.</exception>
    internal IReadOnlyList<ILogitsProcessor> Read(ParseResult parse, SeqModel model, SearchOptions search)
    {
        var vocabulary = model.TargetVocabulary;
        var rules = new List<ILogitsProcessor>(Penalties(parse));
        if (parse.GetValue(_softPrefix) is { } soft)
        {
            var tokens = Encode(_softPrefix, soft, vocabulary);
            Fit(_softPrefix, tokens.Length, search);
            rules.Add(new SoftPrefix(tokens, parse.GetValue(_softShare) ?? DefaultSoftShare)); // Before all that forbids: it would make its tokens possible again.
        }

        if (parse.GetValue(_noRepeat) is { } size)
        {
            rules.Add(new NoRepeatNGram(size));
        }

        if (parse.GetValue(_bias) is { Length: > 0 } biases)
        {
            rules.Add(new TokenBias(biases.Select(given => Bias(given)!.Value).ToDictionary(bias => IdOf(_bias, bias.Token, vocabulary), bias => bias.Value)));
        }

        if (parse.GetValue(_suppress) is { Length: > 0 } suppressed)
        {
            rules.Add(new SuppressTokens(suppressed.Select(token => IdOf(_suppress, token, vocabulary))));
        }

        if (parse.GetValue(_suppressText) is { Length: > 0 } forbidden)
        {
            rules.Add(new SuppressSequences(forbidden.Select(text => Encode(_suppressText, text, vocabulary))));
        }

        if (parse.GetValue(_mustContain) is { Length: > 0 } texts)
        {
            int[][] sequences = [.. texts.Select(text => Encode(_mustContain, text, vocabulary))];
            Fit(_mustContain, sequences.Sum(sequence => sequence.Length), search);
            rules.Add(new MustContain(sequences, search.EndTokens, search.MaxLength, parse.GetValue(_containBias) ?? DefaultContainBias, parse.GetValue(_inOrder)));
        }

        if (parse.GetValue(_prefix) is { } prefix)
        {
            var tokens = Encode(_prefix, prefix, vocabulary);
            Fit(_prefix, tokens.Length, search);
            rules.Add(new ForcedPrefix(tokens));
        }

        if (parse.GetValue(_pattern) is { } pattern)
        {
            rules.Add(Pattern(pattern, model, search));
        }

        return rules;
    }

    private IEnumerable<ILogitsProcessor> Penalties(ParseResult parse)
    {
        if (parse.GetValue(_repetition) is { } theta)
        {
            yield return new RepetitionPenalty(theta);
        }

        if (parse.GetValue(_presence) is { } presence)
        {
            yield return new PresencePenalty(presence);
        }

        if (parse.GetValue(_frequency) is { } frequency)
        {
            yield return new FrequencyPenalty(frequency);
        }
    }

    private PatternConstraint Pattern(string pattern, SeqModel model, SearchOptions search)
    {
        try
        {
            return new(model.CompilePattern(pattern), search.EndTokens);
        }
        catch (ArgumentException exception)
        {
            throw new UsageException([$"{_pattern.Name}: {exception.Message.Replace(" (Parameter 'pattern')", "", StringComparison.Ordinal)}"]);
        }
    }

    /// <summary>A token and its bias; null when the text is not of that form. A token may hold the sign too.</summary>
    private static (string Token, float Value)? Bias(string given)
    {
        var at = given.LastIndexOf('=');
        return at > 0 && float.TryParse(given.AsSpan(at + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value) ? (given[..at], value) : null;
    }

    private static int IdOf(Option option, string token, Vocabulary vocabulary) => vocabulary.TryGetId(token, out var id)
        ? id
        : throw new UsageException([$"{option.Name} names '{token}', which is not one of the {vocabulary.Count} tokens of the target vocabulary; give a token as it is listed there."]);

    private static int[] Encode(Option option, string text, Vocabulary vocabulary)
    {
        try
        {
            var ids = vocabulary.Encode(text);
            return ids.Length == 0
                ? throw new UsageException([$"{option.Name} is '{text}', which has no token; give a text, or leave it out."])
                : vocabulary.Special.Unknown is { } unknown && ids.Contains(unknown)
                ? throw new UsageException([$"{option.Name} is '{text}', of which the target vocabulary lacks a token; give a text that the model can write."])
                : ids;
        }
        catch (VocabularyException exception)
        {
            throw new UsageException([$"{option.Name}: {exception.Message}"]);
        }
    }

    private static void Fit(Option option, int tokens, SearchOptions search)
    {
        if (tokens > search.MaxLength)
        {
            throw new UsageException([$"{option.Name} has {tokens} tokens, but an output at most {search.MaxLength}; raise --max-length or give less."]);
        }
    }
}
