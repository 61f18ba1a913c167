namespace Seq.Train;

/// <summary>Texts of different lengths with a tag for each token, padded at the end.</summary>
internal sealed record TaggedBatch
{
    /// <summary>[batch · time]: ids, row by row.</summary>
    internal required long[] Source { get; init; }

    /// <summary>[batch]: real tokens per row.</summary>
    internal required long[] Lengths { get; init; }

    /// <summary>[batch · time]: ids of tags; 0 behind a row's length.</summary>
    internal required long[] Tags { get; init; }

    /// <summary>Number of rows.</summary>
    internal int Rows => Lengths.Length;

    /// <summary>Padded length.</summary>
    internal int Time => Source.Length / Rows;

    /// <summary>Pads examples to a batch.</summary>
    /// <param name="examples">At least one; as many tags as tokens in each.</param>
    /// <param name="paddingToken">Fills the source.</param>
    internal static TaggedBatch Pad(IReadOnlyList<TaggedExample> examples, int paddingToken = 0)
    {
        if (examples.FirstOrDefault(example => example.Source.Length != example.Tags.Length) is { } uneven)
        {
            throw new ArgumentException($"An example has {uneven.Source.Length} tokens but {uneven.Tags.Length} tags.", nameof(examples));
        }

        var (source, lengths) = RowPadding.Pad([.. examples.Select(example => example.Source)], paddingToken);
        var (tags, _) = RowPadding.Pad([.. examples.Select(example => example.Tags)], 0);
        return new() { Source = source, Lengths = lengths, Tags = tags };
    }
}
