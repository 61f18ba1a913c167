namespace Seq.Train;

/// <summary>Cuts a stream into rows that are read side by side, a few steps at a time, so that the state of a row can be carried on.</summary>
/// <remarks>
/// Stateful truncated back-propagation through time. Each row is a contiguous part of the stream; where the rows do not divide it, the first rows have
/// one step more, so that every token but the first is predicted exactly once. A place, steps per row so far, says all that resuming needs.
/// </remarks>
internal sealed class StreamBatcher
{
    private readonly TokenStream _stream;
    private readonly int _steps;
    private readonly RandomSteps? _random;
    private readonly int _longerRows;

    /// <param name="stream">The text.</param>
    /// <param name="rows">Rows read side by side, at least 1 and at most the tokens predicted.</param>
    /// <param name="steps">Steps of a batch, at least 1.</param>
    /// <param name="random">Draws the steps of each batch around <paramref name="steps"/>; null takes as many each time.</param>
    /// <exception cref="DataException">The stream is too short for so many rows.</exception>
    internal StreamBatcher(TokenStream stream, int rows, int steps, RandomSteps? random = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        if (rows > stream.Predictions)
        {
            throw new DataException($"The text has {stream.Count} tokens, too few for a batch of {rows} rows; use at most {stream.Predictions} rows, or a longer text.");
        }

        (_stream, Rows, _steps, _random) = (stream, rows, steps, random);
        (RowSteps, _longerRows) = Math.DivRem(stream.Predictions, rows);
        RowSteps += _longerRows > 0 ? 1 : 0;
    }

    /// <summary>Number of rows.</summary>
    internal int Rows { get; }

    /// <summary>Steps of the longest row: the place at which the stream has been read.</summary>
    internal int RowSteps { get; }

    /// <summary>Reads the batch at a place.</summary>
    /// <param name="place">From 0 to <see cref="RowSteps"/> − 1.</param>
    internal StreamBatch Read(int place)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(place);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(place, RowSteps);
        var steps = Math.Min(_random?.At(place, _steps) ?? _steps, RowSteps - place);
        var (input, target, lengths) = (new long[Rows * steps], new long[Rows * steps], new long[Rows]);
        for (var row = 0; row < Rows; row++)
        {
            var length = Math.Min(steps, LengthOf(row) - place);
            var ids = _stream.Ids.Slice(StartOf(row) + place, length + 1);
            for (var step = 0; step < length; step++)
            {
                input[(row * steps) + step] = ids[step];
                target[(row * steps) + step] = ids[step + 1];
            }

            lengths[row] = length;
        }

        return new() { Input = input, Target = target, Lengths = lengths, Place = place };
    }

    /// <summary>The batches from a place to the end of the stream.</summary>
    /// <param name="place">0, or where a training stopped.</param>
    internal IEnumerable<StreamBatch> From(int place)
    {
        while (place < RowSteps)
        {
            var batch = Read(place);
            yield return batch;
            place = batch.Next;
        }
    }

    private int LengthOf(int row) => _longerRows == 0 || row < _longerRows ? RowSteps : RowSteps - 1;

    private int StartOf(int row) => (row * LengthOf(Rows - 1)) + Math.Min(row, _longerRows);
}
