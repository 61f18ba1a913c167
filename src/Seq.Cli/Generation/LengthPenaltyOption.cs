using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Seq.Decoding;

namespace Seq.Cli.Generation;

/// <summary><c>--length-penalty</c>: what a hypothesis' log-probability is divided by when hypotheses of different lengths are ranked.</summary>
internal static class LengthPenaltyOption
{
    private const string Name = "--length-penalty";
    private const string Gnmt = "gnmt:";

    /// <param name="standard">What is taken where it is not given.</param>
    internal static Option<LengthPenalty?> Create(string standard = "none") => new(Name)
    {
        HelpName = "none|average|ALPHA|gnmt:ALPHA",
        Description = "With a beam: what log-probabilities are divided by to rank hypotheses: nothing, the length, a power of it, or ((5 + length) / 6) to a power. "
            + $"Default: {standard}.",
        CustomParser = Parse,
    };

    private static LengthPenalty? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text is "none" or "average")
        {
            return text == "none" ? LengthPenalty.None : LengthPenalty.Average;
        }

        var gnmt = text.StartsWith(Gnmt, StringComparison.Ordinal);
        if (double.TryParse(text.AsSpan(gnmt ? Gnmt.Length : 0), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var alpha) && double.IsFinite(alpha))
        {
            return gnmt ? LengthPenalty.Gnmt(alpha) : LengthPenalty.Power(alpha);
        }

        result.AddError($"{Name} is '{text}'; it takes none, average, a number from 0, or gnmt: and a number, such as gnmt:0.6.");
        return null;
    }
}
