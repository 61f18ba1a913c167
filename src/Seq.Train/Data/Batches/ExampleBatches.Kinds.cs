namespace Seq.Train;

/// <summary>Batches of each kind of example.</summary>
internal static class ExampleBatches
{
    /// <summary>Batches of labelled texts, grouped by length.</summary>
    internal static ExampleBatches<LabelledExample, LabelledBatch> Of(IReadOnlyList<LabelledExample> examples, RowPadding padding, BatchOptions options) =>
        new(examples, example => padding.LengthOf(example.Source), rows => LabelledBatch.Pad(rows, padding), options);

    /// <summary>Batches of pairs, grouped by the longer of the two sides.</summary>
    internal static ExampleBatches<PairExample, SequenceBatch> Of(IReadOnlyList<PairExample> examples, int startToken, int endToken, BatchOptions options) =>
        new(
            examples,
            example => Math.Max(example.Source.Length, example.Target.Length + 1),
            rows => SequenceBatch.Pad([.. rows.Select(row => (row.Source, row.Target))], startToken, endToken),
            options);

    /// <summary>Batches of tagged texts, grouped by length.</summary>
    internal static ExampleBatches<TaggedExample, TaggedBatch> Of(IReadOnlyList<TaggedExample> examples, int paddingToken, BatchOptions options) =>
        new(examples, example => example.Source.Length, rows => TaggedBatch.Pad(rows, paddingToken), options);
}
