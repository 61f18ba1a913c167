namespace Seq.Train.Tests;

public sealed class RowPaddingTests
{
    private static readonly int[][] Rows = [[1, 2, 3, 4], [5]];

    [Fact]
    public void By_default_rows_are_padded_at_the_end_to_the_longest() => AssertPadded([1, 2, 3, 4, 5, 0, 0, 0], [4, 1], new());

    [Fact]
    public void Keras_cuts_and_pads_at_the_beginning_and_reads_the_padding() =>
        AssertPadded([2, 3, 4, 0, 0, 5], [3, 3], new() { MaxLength = 3, IsFixed = true, PadAt = RowSide.Pre, IsMasked = false });

    [Fact]
    public void Masked_padding_stands_at_the_end_whatever_side_is_asked_for() => AssertPadded([1, 2, 3, 4, 5, 0, 0, 0], [4, 1], new() { PadAt = RowSide.Pre });

    [Fact]
    public void Rows_can_be_cut_at_the_end() => AssertPadded([1, 2, 5, 7], [2, 1], new() { MaxLength = 2, TruncateAt = RowSide.Post, Token = 7 });

    [Fact]
    public void A_fixed_length_holds_where_all_rows_are_shorter() =>
        AssertPadded([1, 2, 3, 4, 0, 0, 5, 0, 0, 0, 0, 0], [6, 6], new() { MaxLength = 6, IsFixed = true, IsMasked = false });

    [Fact]
    public void An_empty_row_is_one_padding_token()
    {
        var (ids, lengths) = new RowPadding { Token = 3 }.Pad([[]]);

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

    private static void AssertPadded(long[] ids, long[] lengths, RowPadding padding)
    {
        var found = padding.Pad(Rows);

        Assert.Equal(ids, found.Ids);
        Assert.Equal(lengths, found.Lengths);
    }
}
