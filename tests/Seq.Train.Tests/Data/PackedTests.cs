namespace Seq.Train.Tests;

public sealed class PackedTests
{
    [Fact]
    public void Rows_come_back_as_they_were_given_across_the_borders_of_blocks()
    {
        int[] lengths = [3, 0, 200_000, 100_000, 1, 400_000, 0, 5]; // A block holds 262,144.
        var rows = new PackedRows<int>();
        foreach (var length in lengths)
        {
            rows.Add([.. Enumerable.Range(length, length)]);
        }

        Assert.Equal(lengths.Length, rows.Count);
        Assert.All(lengths.Index(), row => Assert.Equal(Enumerable.Range(row.Item, row.Item), rows[row.Index].ToArray()));
    }

    [Fact]
    public void What_a_row_costs_beside_its_values_is_little()
    {
        const int Rows = 100_000;
        var rows = new PackedRows<int>();
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var row = 0; row < Rows; row++)
        {
            rows.Add([1, 2, 3, 4, 5]);
        }

        // 20 bytes of values and 12 that say where they are, up to three times those as their list grows, and at most a block that is half empty.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 32 * Rows, (56 * Rows) + (1 << 20));
    }

    [Theory]
    [InlineData(65_535)] // Two bytes an id.
    [InlineData(65_536)] // Four.
    public void Ids_come_back_as_they_were_given_whatever_their_width(int vocabulary)
    {
        int[][] rows = [[0, 1, vocabulary - 1], [], [-1, 255, 256, 65_534]];
        var ids = new PackedIds(vocabulary);
        foreach (var row in rows)
        {
            ids.Add(row);
        }

        Assert.Equal(rows, [ids[0], ids[1], ids[2]]);
    }

    [Fact]
    public void Texts_come_back_as_they_were_given() =>
        Assert.Equal(["", "Grüße", "😀\t\n", "a"], new PackedTexts(["", "Grüße", "😀\t\n", "a"]));

    [Fact]
    public void A_made_list_has_no_items_beyond_its_count()
    {
        var squares = new MadeList<int>(4, index => index * index);

        Assert.Equal([0, 1, 4, 9], squares);
        Assert.Equal(9, squares[3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => squares[4]);
        Assert.Throws<ArgumentOutOfRangeException>(() => squares[-1]);
    }
}
