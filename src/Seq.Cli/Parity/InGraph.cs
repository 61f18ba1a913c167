using Seq.Cli.Models;
using Seq.Runtime;

namespace Seq.Cli.Parity;

/// <summary>The in-graph greedy loop, its rows cut at their ends.</summary>
internal static class InGraph
{
    internal static IReadOnlyList<GreedyRow> Greedy(SeqModel bundle, TokenBatch source, int maxLength, CancellationToken cancellationToken)
    {
        var result = bundle.Graphs.GenerateGreedy(source.Ids, source.Lengths, maxLength, cancellationToken);
        var rows = new GreedyRow[source.Rows];
        for (var row = 0; row < rows.Length; row++)
        {
            var tokens = new int[result.Lengths[row]];
            for (var i = 0; i < tokens.Length; i++)
            {
                tokens[i] = (int)result.Tokens[row, i];
            }

            // The graph stops as soon as all rows have ended: a row as long as the limit has not.
            rows[row] = new(tokens, tokens.Length < maxLength);
        }

        return rows;
    }
}
