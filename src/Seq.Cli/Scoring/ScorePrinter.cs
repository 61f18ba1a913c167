using Seq.Cli.Output;

namespace Seq.Cli.Scoring;

/// <summary>Prints scores: JSON, or the text with what it scores.</summary>
internal sealed class ScorePrinter(TextWriter output, bool json)
{
    internal void Print(ScoredLine line)
    {
        if (json)
        {
            Json.WriteLine(output, line, Json.Lines.ScoredLine);
            return;
        }

        var text = line.Target is null ? line.Input : $"{line.Input} -> {line.Target}";
        output.WriteLine($"{text}  ({Numbers(line.LogProbability, line.Perplexity, line.Tokens, line.UnknownTokens, line.BitsPerCharacter)})");
    }

    internal void Print(TotalScore total)
    {
        if (json)
        {
            Json.WriteLine(output, total, Json.Lines.TotalScore);
            return;
        }

        var texts = total.Texts == 1 ? "1 text" : FormattableString.Invariant($"{total.Texts:N0} texts");
        output.WriteLine($"{texts}: {Numbers(total.LogProbability, total.Perplexity, total.Tokens, total.UnknownTokens, total.BitsPerCharacter)}");
    }

    private static string Numbers(double logProbability, double perplexity, long tokens, long unknown, double? bits)
    {
        var scored = tokens == 1 ? "1 token" : FormattableString.Invariant($"{tokens:N0} tokens");
        var lacking = unknown == 0 ? "" : FormattableString.Invariant($", {unknown:N0} of them unknown");
        var ofCharacters = bits is null ? "" : FormattableString.Invariant($", bits per character {bits:0.0000}");
        return FormattableString.Invariant($"log-probability {logProbability:0.0000}, perplexity {perplexity:0.0000}, {scored}{lacking}{ofCharacters}");
    }
}
