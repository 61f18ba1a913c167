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

    /// <summary>Prints a text piece by piece.</summary>
    /// <param name="line">The text.</param>
    /// <param name="generator">Decodes it.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    internal void Stream(InputLine line, LineGenerator generator, CancellationToken cancellationToken)
    {
        if (!json)
        {
            output.Write($"{line.Text} -> ");
        }

        var whole = generator.Stream(
            line,
            piece =>
            {
                if (json)
                {
                    Json.WriteLine(output, piece, Json.Lines.StreamedPiece);
                }
                else
                {
                    output.Write(piece.Text);
                }

                output.Flush();
            },
            cancellationToken);
        if (json)
        {
            Json.WriteLine(output, whole, Json.Lines.GeneratedLine);
        }
        else
        {
            output.WriteLine();
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
