namespace Seq.Train.Tests;

public sealed class ConfusionMatrixTests
{
    // Rows are what was expected:   a  b  c
    //                           a   4  1  0
    //                           b   2  2  1
    //                           c   0  0  0
    private static ConfusionMatrix Filled()
    {
        var matrix = new ConfusionMatrix(["a", "b", "c"]);
        matrix.Add(0, 0, 4);
        matrix.Add(0, 1);
        matrix.Add(1, 0, 2);
        matrix.Add(1, 1, 2);
        matrix.Add(1, 2);
        return matrix;
    }

    [Fact]
    public void Scores_of_a_class_are_those_against_all_others()
    {
        var score = Filled().Of(0);

        Assert.Equal(new ClassScore(TruePositives: 4, FalsePositives: 2, FalseNegatives: 1), score);
        Assert.Equal((4.0 / 6, 4.0 / 5, 8.0 / 11, 5), (score.Precision, score.Recall, score.F1, score.Support));
    }

    [Fact]
    public void F1_is_the_harmonic_mean_of_precision_and_recall()
    {
        var score = new ClassScore(TruePositives: 3, FalsePositives: 1, FalseNegatives: 2);

        Assert.Equal(2 * score.Precision * score.Recall / (score.Precision + score.Recall), score.F1, precision: 12);
    }

    [Fact]
    public void Macro_averages_classes_and_micro_counts_items()
    {
        var matrix = Filled();

        // F1 of a 8/11, of b 2·2 / (2·2 + 1 + 3) = 1/2, of c 0.
        Assert.Equal(((8.0 / 11) + 0.5 + 0) / 3, matrix.MacroF1, precision: 12);
        Assert.Equal(((4.0 / 6) + (2.0 / 3) + 0) / 3, matrix.MacroPrecision, precision: 12);
        Assert.Equal(((4.0 / 5) + (2.0 / 5) + 0) / 3, matrix.MacroRecall, precision: 12);
        Assert.Equal(6.0 / 10, matrix.Accuracy);
        Assert.Equal((6.0 / 10, 6.0 / 10, 6.0 / 10), (matrix.Micro([0, 1, 2]).Precision, matrix.Micro([0, 1, 2]).Recall, matrix.Micro([0, 1, 2]).F1));
    }

    [Fact]
    public void Micro_scores_leave_out_classes_that_do_not_matter() =>
        Assert.Equal(new ClassScore(TruePositives: 2, FalsePositives: 2, FalseNegatives: 3), Filled().Micro([1, 2]));

    [Fact]
    public void A_class_that_is_neither_expected_nor_found_weighs_nothing()
    {
        var matrix = new ConfusionMatrix(["a", "b", "never", "only found"]);
        matrix.Add(0, 0, 3);
        matrix.Add(1, 1, 4);
        Assert.Equal((1, 1, 1), (matrix.MacroF1, matrix.MacroPrecision, matrix.MacroRecall));

        matrix.Add(1, 3, 4);

        Assert.Equal((1 + (8.0 / 12) + 0) / 3, matrix.MacroF1, precision: 12);
    }

    [Fact]
    public void Without_items_every_score_is_zero()
    {
        var matrix = new ConfusionMatrix(["a", "b"]);

        Assert.Equal((0, 0, 0), (matrix.Accuracy, matrix.MacroF1, matrix.Of(1).Precision));
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(0, -1)]
    public void A_class_outside_of_the_labels_is_refused(int expected, int found)
    {
        var failure = Assert.Throws<ArgumentOutOfRangeException>(() => Filled().Add(expected, found));

        Assert.Contains("0 to 2", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_matrix_without_classes_is_refused() => Assert.Throws<ArgumentException>(() => new ConfusionMatrix([]));
}
