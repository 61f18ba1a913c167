namespace Seq.Train;

/// <summary>Texts of different lengths with a label each.</summary>
internal sealed record LabelledBatch
{
    /// <summary>[batch · time]: ids, row by row.</summary>
    internal required long[] Source { get; init; }

    /// <summary>[batch]: tokens that count, from the first on; padding that is read as tokens among them.</summary>
    internal required long[] SourceLengths { get; init; }

    /// <summary>[batch]: ids of labels.</summary>
    internal required long[] Labels { get; init; }

    /// <summary>Number of rows.</summary>
    internal int Rows => Labels.Length;

    /// <summary>Padded length.</summary>
    internal int Time => Source.Length / Rows;

    /// <summary>Pads examples to a batch.</summary>
    internal static LabelledBatch Pad(IReadOnlyList<LabelledExample> examples, int padding)
    {
        var (source, lengths) = RowPadding.Pad([.. examples.Select(example => example.Source)], padding);
        return new() { Source = source, SourceLengths = lengths, Labels = [.. examples.Select(example => (long)example.Label)] };
    }
}
