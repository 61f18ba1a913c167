using Seq.Cli.Output;

namespace Seq.Cli.Generation;

/// <summary>Prints decoded texts: JSON, <c>input -> text</c>, or a ranked list with scores.</summary>
internal sealed class LinePrinter(TextWriter output, bool json, bool ranked)
{
    internal void Print(IEnumerable<GeneratedLine> lines)
    {
        foreach (var line in lines)
        {
            if (json)
            {
                Json.WriteLine(output, line, Json.Lines.GeneratedLine);
            }
            else if (ranked)
            {
                PrintRanked(line);
            }
            else
            {
                output.WriteLine($"{line.Input} -> {line.Hypotheses[0].Text}");
            }
        }
    }

    private void PrintRanked(GeneratedLine line)
    {
        output.WriteLine(line.Input);
        for (var rank = 0; rank < line.Hypotheses.Count; rank++)
        {
            var hypothesis = line.Hypotheses[rank];
            output.WriteLine(FormattableString.Invariant(
                $"  {rank + 1}. {hypothesis.Text}  (score {hypothesis.Score:0.0000}, log-probability {hypothesis.LogProbability:0.0000}, {hypothesis.FinishReason})"));
        }
    }
}
