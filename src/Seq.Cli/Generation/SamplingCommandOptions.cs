using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Seq.Cli.CommandLine;
using Seq.Decoding;

namespace Seq.Cli.Generation;

/// <summary>Options of <c>seq generate</c> that say how tokens are drawn at random.</summary>
internal sealed class SamplingCommandOptions() : OptionGroup("Sampling")
{
    private readonly Option<float?> _temperature = NumberOption.Create<float>(
        "--temperature", "What logits are divided by; below 1 sharpens, above 1 flattens. Default: 1.", value => float.IsFinite(value) && value > 0, "a number above 0");

    private readonly Option<int?> _topK = NumberOption.From("--top-k", 1, "How many of the likeliest tokens stay. Default: all.");

    private readonly Option<float?> _topP = NumberOption.Create<float>(
        "--top-p", "The share of probability that stays, likeliest tokens first. Default: 1, all.", value => value is > 0 and <= 1, "a number above 0 and at most 1");

    private readonly Option<float?> _minP = NumberOption.Create<float>(
        "--min-p", "How likely a token must be, relative to the likeliest, to stay. Default: 0, all stay.", value => value is >= 0 and <= 1, "a number from 0 to 1");

    private readonly Option<float?> _typical = NumberOption.Create<float>(
        "--typical", "The share of probability that stays, tokens of the most usual surprise first. Default: 1, all.", value => value is > 0 and <= 1, "a number above 0 and at most 1");

    private readonly Option<float?> _epsilon = NumberOption.Create<float>(
        "--epsilon", "How likely a token must be to stay. Default: 0, all stay.", value => value is >= 0 and < 1, "a number from 0 to below 1");

    private readonly Option<float?> _eta = NumberOption.Create<float>(
        "--eta", "As --epsilon, with a bound that falls where the model is unsure. Default: 0, all stay.", value => value is >= 0 and < 1, "a number from 0 to below 1");

    private readonly Option<MirostatOptions?> _mirostat = new("--mirostat")
    {
        HelpName = "TAU[,ETA]",
        Description = "Keep the surprise of the tokens near TAU bits; ETA is how fast the cut follows, 0.1 by default. In place of the filters above.",
        CustomParser = Mirostat,
    };

    /// <summary>Draws instead of taking the likeliest; the group has no effect without it.</summary>
    internal Option<bool> Sample { get; } = new("--sample") { Description = "Draw tokens at random instead of taking the likeliest. The other options of this group need it." };

    /// <summary>How many samples are ranked by agreement.</summary>
    internal Option<int?> Agreement { get; } = NumberOption.From(
        "--mbr", 2, "Draw so many outputs and rank them by how well each agrees with all of them (minimum Bayes risk); --n-best are printed. Filters change what is agreed on.");

    internal override IReadOnlyList<Option> Options => [Sample, _temperature, _topK, _topP, _minP, _typical, _epsilon, _eta, _mirostat, Agreement];

    /// <summary>Those that only the host knows, not the graph generate-sample.</summary>
    internal IReadOnlyList<Option> OfTheHost => [_typical, _epsilon, _eta, _mirostat];

    internal IEnumerable<string> FindProblems(ParseResult parse) =>
    [
        .. FindWithout(parse, parse.GetValue(Sample), Sample.Name, _temperature, _topK, _topP, _minP, _typical, _epsilon, _eta, _mirostat, Agreement),
        .. FindBeside(parse, _mirostat, "which makes a cut of its own", _topK, _topP, _minP, _typical, _epsilon, _eta),
    ];

    /// <summary>The options; null without <c>--sample</c>.</summary>
    internal SamplingOptions? Read(ParseResult parse, ulong seed) => !parse.GetValue(Sample) ? null : new()
    {
        Temperature = parse.GetValue(_temperature) ?? 1f,
        TopK = parse.GetValue(_topK),
        TopP = parse.GetValue(_topP),
        MinP = parse.GetValue(_minP),
        TypicalP = parse.GetValue(_typical),
        Epsilon = parse.GetValue(_epsilon),
        Eta = parse.GetValue(_eta),
        Mirostat = parse.GetValue(_mirostat),
        Seed = seed,
    };

    private static MirostatOptions? Mirostat(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var numbers = text.Split(',').Select(Positive).ToList();
        if (numbers is [{ } target])
        {
            return new() { TargetSurprise = target };
        }

        if (numbers is [{ } surprise, { } rate])
        {
            return new() { TargetSurprise = surprise, LearningRate = rate };
        }

        result.AddError($"--mirostat is '{text}'; it takes a number of bits above 0, and after a comma a rate above 0, such as 3 or 3,0.1.");
        return null;
    }

    private static float? Positive(string text) =>
        float.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value) && value > 0 ? value : null;
}
