using Seq.Cli.Models;
using Seq.Model;

namespace Seq.Cli.Parity;

/// <summary>A batch as a model of any kind takes it.</summary>
/// <param name="Source">What is read; null for a language model.</param>
/// <param name="Target">What is fed to a model that writes, the start token first; null for the others.</param>
internal sealed record ParityInput(TokenBatch? Source, TokenBatch? Target)
{
    /// <summary>Number of rows.</summary>
    internal int Rows => (Source ?? Target)!.Rows;

    /// <summary>Real steps of the logits per row, [rows].</summary>
    internal long[] Steps(ModelDescription model) => Target?.Lengths ?? (model is TaggerDescription ? Source!.Lengths : [.. Source!.Lengths.Select(_ => 1L)]);

    /// <summary>Some rows, in this order, behind each of them so many more places, filled with ids that must not matter.</summary>
    /// <param name="rows">Which rows.</param>
    /// <param name="morePadding">Places behind the longest row.</param>
    /// <param name="filling">Draws an id for a place without a token, of a vocabulary of that size; null for the usual filling.</param>
    /// <param name="model">Whose vocabularies.</param>
    internal ParityInput Select(int[] rows, int morePadding, Func<int, int>? filling, ModelDescription model) => new(
        Source is null ? null : Select(Source, rows, morePadding, filling, Vocabularies.Source(model)),
        Target is null ? null : Select(Target, rows, morePadding, filling, Vocabularies.Target(model)));

    /// <summary>One row without padding.</summary>
    internal ParityInput Alone(int row, ModelDescription model) => Select([row], 0, null, model);

    private static TokenBatch Select(TokenBatch batch, int[] rows, int morePadding, Func<int, int>? filling, int vocabulary)
    {
        var width = rows.Max(row => batch.Lengths[row]) + morePadding;
        var ids = new long[rows.Length, width];
        for (var row = 0; row < rows.Length; row++)
        {
            for (var i = 0; i < width; i++)
            {
                ids[row, i] = i < batch.Lengths[rows[row]] ? batch.Ids[rows[row], i] : filling?.Invoke(vocabulary) ?? 0;
            }
        }

        return new(ids, [.. rows.Select(row => batch.Lengths[row])]);
    }
}
