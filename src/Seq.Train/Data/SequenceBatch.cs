namespace Seq.Train;

/// <summary>Source and target rows of different lengths, padded at the end.</summary>
public sealed record SequenceBatch
{
    /// <summary>[batch · source]: source ids, row by row, padded with 0.</summary>
    public required long[] Source { get; init; }

    /// <summary>[batch]: real source tokens per row.</summary>
    public required long[] SourceLengths { get; init; }

    /// <summary>[batch · target]: what the decoder is fed, the start token first, padded with the end token.</summary>
    public required long[] TargetInput { get; init; }

    /// <summary>[batch · target]: what the decoder should say, the end token last, padded with the end token.</summary>
    public required long[] TargetOutput { get; init; }

    /// <summary>[batch]: real target steps per row, the end token included.</summary>
    public required long[] TargetLengths { get; init; }

    /// <summary>Number of rows.</summary>
    public int Rows => SourceLengths.Length;

    /// <summary>Padded source length.</summary>
    public int SourceTime => Source.Length / Rows;

    /// <summary>Padded target length.</summary>
    public int TargetTime => TargetOutput.Length / Rows;

    /// <summary>Pads pairs to a batch.</summary>
    /// <param name="pairs">Source and target ids without start or end tokens; at least one pair, no empty source.</param>
    /// <param name="startToken">What the decoder is fed first.</param>
    /// <param name="endToken">What ends a target.</param>
    /// <exception cref="ArgumentException">There are no pairs, or a source is empty.</exception>
    public static SequenceBatch Pad(IReadOnlyList<(int[] Source, int[] Target)> pairs, int startToken, int endToken)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        if (pairs.Count == 0 || pairs.Any(pair => pair.Source.Length == 0))
        {
            throw new ArgumentException("A batch needs at least one pair, and every source at least one token.", nameof(pairs));
        }

        var rows = pairs.Count;
        var sourceTime = pairs.Max(pair => pair.Source.Length);
        var targetTime = pairs.Max(pair => pair.Target.Length) + 1;
        var source = new long[rows * sourceTime];
        var input = new long[rows * targetTime];
        var output = new long[rows * targetTime];
        Array.Fill(input, endToken);
        Array.Fill(output, endToken);
        for (var row = 0; row < rows; row++)
        {
            input[row * targetTime] = startToken;
            for (var step = 0; step < pairs[row].Source.Length; step++)
            {
                source[(row * sourceTime) + step] = pairs[row].Source[step];
            }

            for (var step = 0; step < pairs[row].Target.Length; step++)
            {
                output[(row * targetTime) + step] = pairs[row].Target[step];
                input[(row * targetTime) + step + 1] = pairs[row].Target[step];
            }
        }

        return new()
        {
            Source = source,
            SourceLengths = [.. pairs.Select(pair => (long)pair.Source.Length)],
            TargetInput = input,
            TargetOutput = output,
            TargetLengths = [.. pairs.Select(pair => pair.Target.Length + 1L)],
        };
    }
}
