using Seq.Model;

namespace Seq.Train;

/// <summary>Batches of each kind of example.</summary>
internal static class ExampleBatches
{
    /// <summary>Batches of labelled texts, grouped by length.</summary>
    internal static ExampleBatches<LabelledExample, LabelledBatch> Of(IReadOnlyList<LabelledExample> examples, int padding, BatchOptions options) =>
        new(examples, example => example.Source.Length, rows => LabelledBatch.Pad(rows, padding), options);

    /// <summary>Batches of pairs, grouped by the longer of the two sides.</summary>
    internal static ExampleBatches<PairExample, SequenceBatch> Of(IReadOnlyList<PairExample> examples, int startToken, int endToken, BatchOptions options) =>
        new(
            examples,
            example => Math.Max(example.Source.Length, example.Target.Length + 1),
            rows => SequenceBatch.Pad([.. rows.Select(row => (row.Source, row.Target))], startToken, endToken),
            options);

    /// <summary>Batches of pairs whose byte pairs are cut anew in each epoch (<see cref="Vocabulary.Encode(string, double, Func{double})"/>), by seed, epoch and place.</summary>
    /// <param name="texts">The pairs as texts.</param>
    /// <param name="source">Byte pairs of the source side.</param>
    /// <param name="target">Byte pairs of the target side, with a start and an end token.</param>
    /// <param name="dropout">Probability of passing over a merge; the paper's is 0.1.</param>
    /// <param name="options">Sizes and order; lengths are those without dropout.</param>
    internal static ExampleBatches<PairText, SequenceBatch> WithDropout(
        IReadOnlyList<PairText> texts, Vocabulary source, Vocabulary target, double dropout, BatchOptions options) =>
        new(
            texts,
            text => Math.Max(source.Encode(text.Source).Length, target.Encode(text.Target).Length + 1),
            (rows, seed) =>
            {
                var random = new SeededRandom(seed);
                return SequenceBatch.Pad(
                    [.. rows.Select(row => (source.Encode(row.Source, dropout, random.NextUniform), target.Encode(row.Target, dropout, random.NextUniform)))],
                    target.Special.Start!.Value,
                    target.Special.End!.Value);
            },
            options);

    /// <summary>Batches of tagged texts, grouped by length.</summary>
    internal static ExampleBatches<TaggedExample, TaggedBatch> Of(IReadOnlyList<TaggedExample> examples, int paddingToken, BatchOptions options) =>
        new(examples, example => example.Source.Length, rows => TaggedBatch.Pad(rows, paddingToken), options);
}
