using Seq.Cli.CommandLine;
using Seq.Cli.Output;

namespace Seq.Cli.Generation;

/// <summary>Prints decoded texts: JSON, <c>input -> text</c>, or a ranked list with scores. What failed is told beside them.</summary>
internal sealed class LinePrinter(TextWriter output, TextWriter error, bool json, bool ranked)
{
    /// <summary>Whether a text had no result.</summary>
    internal bool HasFailed { get; private set; }

    internal void Print(IEnumerable<GeneratedLine> lines)
    {
        foreach (var line in lines)
        {
            if (json)
            {
                Json.WriteLine(output, line, Json.Lines.GeneratedLine);
            }
            else if (line.Error is null && ranked)
            {
                PrintRanked(line);
            }
            else if (line.Error is null)
            {
                output.WriteLine($"{line.Input} -> {line.Hypotheses[0].Text}");
            }

            Tell(line);
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
            output.WriteLine(whole.Error is null ? "" : " [dead end]"); // What stands there is no result.
            output.Flush();
        }

        Tell(whole);
    }

    private void Tell(GeneratedLine line)
    {
        HasFailed |= line.Error is not null;
        if (line.Error is not null)
        {
            ErrorReport.Write(line.Error, error);
        }
        else if (line.DeadEnds is { } deadEnds)
        {
            ErrorReport.Write($"note: {deadEnds.Count} outputs for '{line.Input}' met a dead end, where every token is impossible, and are left out.", error);
        }
    }

    private void PrintRanked(GeneratedLine line)
    {
        output.WriteLine(line.Input);
        for (var rank = 0; rank < line.Hypotheses.Count; rank++)
        {
            var hypothesis = line.Hypotheses[rank];
            output.WriteLine(FormattableString.Invariant(
                $"  {rank + 1}. {hypothesis.Text}  ({(hypothesis.ExpectedUtility is { } utility ? FormattableString.Invariant($"agreement {utility:0.0000}, ") : "")}score {hypothesis.Score:0.0000}, log-probability {hypothesis.LogProbability:0.0000}, {hypothesis.FinishReason})"));
        }
    }
}
