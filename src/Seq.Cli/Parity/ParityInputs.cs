using Seq.Cli.Models;
using Seq.Model;
using Seq.Train;

namespace Seq.Cli.Parity;

/// <summary>Random inputs for parity: batches of 1 to 64 ragged rows, random ids over the whole vocabulary and, when the task is known, its own data.</summary>
/// <param name="model">Whose vocabularies to draw from.</param>
/// <param name="seed">The same seed draws the same inputs.</param>
/// <param name="drawTaskSource">Draws a source of the model's task; null when the task is not known.</param>
internal sealed class ParityInputs(EncoderDecoderDescription model, ulong seed, Func<SeededRandom, IReadOnlyList<int>>? drawTaskSource)
{
    /// <summary>Rows of the largest batch.</summary>
    internal const int MaxBatch = 64;

    /// <summary>Tokens of the longest random source.</summary>
    internal const int MaxSource = 60;

    /// <summary>Tokens of the longest random target.</summary>
    internal const int MaxTarget = 24;

    private readonly SeededRandom _random = new(seed);

    /// <summary>Draws batches until they hold the number of samples asked for.</summary>
    internal IEnumerable<TokenBatch> Sources(int samples)
    {
        while (samples > 0)
        {
            var rows = Math.Min(samples, 1 + _random.Next(MaxBatch));
            samples -= rows;
            yield return TokenBatch.Of([.. Enumerable.Range(0, rows).Select(_ => Source())]);
        }
    }

    /// <summary>Random decoder inputs: the start token, then anything; a model must agree with its export off the beaten track too.</summary>
    internal TokenBatch Targets(int rows) =>
        TokenBatch.Of([.. Enumerable.Range(0, rows).Select(_ => (IReadOnlyList<int>)[model.StartToken, .. Ids(model.TargetVocabulary, MaxTarget)])], model.EndToken);

    private IReadOnlyList<int> Source() => drawTaskSource is not null && _random.Next(2) == 0 ? drawTaskSource(_random) : Ids(model.SourceVocabulary, MaxSource);

    private int[] Ids(int vocabulary, int longest) => [.. Enumerable.Range(0, 1 + _random.Next(longest)).Select(_ => _random.Next(vocabulary))];
}
