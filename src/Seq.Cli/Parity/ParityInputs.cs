using Seq.Cli.Models;
using Seq.Model;

namespace Seq.Cli.Parity;

/// <summary>Random inputs for parity: batches of 1 to 64 ragged rows, random ids over the whole vocabulary and, when the task is known, its own data.</summary>
internal sealed class ParityInputs(EncoderDecoderDescription model, int seed, Func<IReadOnlyList<int>>? drawTaskSource)
{
    /// <summary>Rows of the largest batch.</summary>
    internal const int MaxBatch = 64;

    /// <summary>Tokens of the longest random source, and of the longest random target.</summary>
    internal const int MaxLength = 24;

    private readonly Random _random = new(seed);

    /// <summary>Draws batches until they hold the number of samples asked for.</summary>
    internal IEnumerable<TokenBatch> Sources(int samples)
    {
        while (samples > 0)
        {
            var rows = Math.Min(samples, _random.Next(1, MaxBatch + 1));
            samples -= rows;
            yield return TokenBatch.Of([.. Enumerable.Range(0, rows).Select(_ => Source())]);
        }
    }

    /// <summary>Random decoder inputs: the start token, then anything; a model must agree with its export off the beaten track too.</summary>
    internal TokenBatch Targets(int rows) =>
        TokenBatch.Of([.. Enumerable.Range(0, rows).Select(_ => (IReadOnlyList<int>)[model.StartToken, .. Ids(model.TargetVocabulary)])], model.EndToken);

    private IReadOnlyList<int> Source() => drawTaskSource is not null && _random.Next(2) == 0 ? drawTaskSource() : Ids(model.SourceVocabulary);

    private int[] Ids(int vocabulary) => [.. Enumerable.Range(0, _random.Next(1, MaxLength + 1)).Select(_ => _random.Next(vocabulary))];
}
