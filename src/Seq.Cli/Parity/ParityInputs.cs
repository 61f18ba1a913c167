using Seq.Cli.Models;
using Seq.Model;
using Seq.Train;

namespace Seq.Cli.Parity;

/// <summary>Random inputs for parity: ragged batches of ids over the whole vocabulary and, when the task is known, its own data.</summary>
/// <param name="model">Whose vocabularies to draw from.</param>
/// <param name="seed">The same seed draws the same inputs.</param>
/// <param name="limits">How large they become.</param>
/// <param name="drawTaskSource">Draws a source of the model's task; null when the task is not known.</param>
internal sealed class ParityInputs(
    ModelDescription model, ulong seed, ParityLimits limits, Func<SeededRandom, IReadOnlyList<int>>? drawTaskSource = null)
{
    private static readonly double[][] EdgeShares = [[0.0], [1.0], [0.0, 1.0, 0.5]]; // Of the way from one token to the most.

    private readonly SeededRandom _random = new(seed);
    private readonly bool _reads = model is not LanguageModelDescription;
    private readonly int? _start = Vocabularies.StartToken(model);

    /// <summary>Draws batches until they hold the number of samples asked for.</summary>
    internal IEnumerable<ParityInput> Batches(int samples)
    {
        while (samples > 0)
        {
            var rows = Math.Min(samples, 1 + _random.Next(limits.MaxBatch));
            samples -= rows;
            yield return new(
                _reads ? TokenBatch.Of([.. Enumerable.Range(0, rows).Select(_ => Source())]) : null,
                _start is null ? null : TokenBatch.Of([.. Enumerable.Range(0, rows).Select(_ => Target(1 + _random.Next(limits.MaxTarget)))]));
        }
    }

    /// <summary>Batches at the edges: one row of one token, one row as long as can be, and rows of both lengths side by side.</summary>
    internal IEnumerable<ParityInput> Edges() => EdgeShares.Select(shares => new ParityInput(
        _reads ? TokenBatch.Of([.. shares.Select(share => (IReadOnlyList<int>)Ids(Vocabularies.Source(model), Between(share, limits.MaxSource)))]) : null,
        _start is null ? null : TokenBatch.Of([.. shares.Select(share => (IReadOnlyList<int>)Target(Between(1 - share, limits.MaxTarget) - 1))])));

    /// <summary>An id below a bound.</summary>
    internal int Id(int vocabulary) => _random.Next(vocabulary);

    /// <summary>What a search begins from: the sources of a batch, or what a language model is fed in it without the start token.</summary>
    internal static IReadOnlyList<IReadOnlyList<int>> SearchInputs(ParityInput input) => input.Source is { } source
        ? [.. Enumerable.Range(0, source.Rows).Select(source.Row)]
        : [.. Enumerable.Range(0, input.Rows).Select(row => (IReadOnlyList<int>)[.. input.Target!.Row(row).Skip(1).Take(row % 8)])];

    private static int Between(double share, int longest) => 1 + (int)(share * (longest - 1));

    private IReadOnlyList<int> Source() => drawTaskSource is not null && _random.Next(2) == 0
        ? drawTaskSource(_random)
        : Ids(Vocabularies.Source(model), 1 + _random.Next(limits.MaxSource));

    private int[] Target(int count) => [_start!.Value, .. Ids(Vocabularies.Target(model), count)];

    private int[] Ids(int vocabulary, int count) => [.. Enumerable.Range(0, count).Select(_ => _random.Next(vocabulary))];
}
