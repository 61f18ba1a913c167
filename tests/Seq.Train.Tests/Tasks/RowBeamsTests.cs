namespace Seq.Train.Tests.Tasks;

public sealed class RowBeamsTests
{
    private const int End = 2; // of three tokens

    [Fact]
    public void An_ending_counts_only_among_the_first_of_a_step()
    {
        var beams = new RowBeams(size: 2, End);

        beams.Advance([-0.1f, -0.2f, -0.3f], [0, 1, End], vocabulary: 3);           // The ending comes third.
        beams.Advance([-0.9f, -1.0f, -1.1f, -1.2f], [End, 0, 3, 4], vocabulary: 3); // That of the first hypothesis comes first.

        Assert.Equal([0], beams.Best());
    }

    [Fact]
    public void A_row_is_done_with_as_many_endings_as_hypotheses()
    {
        var beams = new RowBeams(size: 2, End);

        beams.Advance([-0.1f, -0.2f, -0.3f], [End, 0, 1], vocabulary: 3);
        Assert.False(beams.IsDone);
        beams.Advance([-0.4f, -0.5f, -0.6f], [End, 3, 1], vocabulary: 3);

        Assert.True(beams.IsDone);
        Assert.Equal([], beams.Best()); // −0.1 for one token, against −0.4 for two.
    }
}
