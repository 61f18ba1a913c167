namespace Seq.Train.Tests;

public sealed class SequenceBatchTests
{
    [Fact]
    public void Rows_are_padded_at_the_end_and_targets_are_shifted_by_the_start_token()
    {
        var batch = SequenceBatch.Pad([([7, 8, 9], [1]), ([5], [2, 3])], startToken: 10, endToken: 11);

        Assert.Equal((2, 3, 3), (batch.Rows, batch.SourceTime, batch.TargetTime));
        Assert.Equal([7, 8, 9, 5, 0, 0], batch.Source);
        Assert.Equal([3, 1], batch.SourceLengths);
        Assert.Equal([10, 1, 11, 10, 2, 3], batch.TargetInput);
        Assert.Equal([1, 11, 11, 2, 3, 11], batch.TargetOutput);
        Assert.Equal([2, 3], batch.TargetLengths);
    }

    [Fact]
    public void A_batch_without_rows_or_with_an_empty_source_is_refused()
    {
        Assert.Throws<ArgumentException>(() => SequenceBatch.Pad([], 0, 0));
        Assert.Throws<ArgumentException>(() => SequenceBatch.Pad([([], [1])], 0, 0));
    }
}
