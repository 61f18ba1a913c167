namespace Seq.Train.Tests;

public sealed class RowPaddingTests
{
    [Fact]
    public void Rows_are_padded_at_the_end_to_the_longest()
    {
        var (ids, lengths) = RowPadding.Pad([[1, 2, 3, 4], [5]], token: 7);

        Assert.Equal([1, 2, 3, 4, 5, 7, 7, 7], ids);
        Assert.Equal([4, 1], lengths);
    }

    [Fact]
    public void An_empty_row_is_one_padding_token()
    {
        var (ids, lengths) = RowPadding.Pad([[]], token: 3);

        Assert.Equal([3], ids);
        Assert.Equal([1], lengths);
    }

    [Fact]
    public void The_padding_share_counts_what_is_passed_over()
    {
        var count = new PaddingCount();
        Assert.Equal(0, count.Share);

        count.Add([4, 1], 8);

        Assert.Equal(3 / 8.0, count.Share);
    }
}
