namespace Seq.Train;

/// <summary>A confusion matrix as a picture, the scores of its classes, and what was confused most often.</summary>
internal static class ConfusionSection
{
    private const int MostClasses = 50; // A larger picture is not read; the tables say it all.
    private const int MostPairs = 12;
    private const int MostWithValues = 12;

    internal static void Write(Markup markup, ReportConfusion confusion)
    {
        var matrix = confusion.Matrix;
        var labels = matrix.Labels;
        if (labels.Count <= MostClasses)
        {
            var map = new HeatMap(
                confusion.Title,
                $"{matrix.Count:N0} items, {ShortNumber.Percent(matrix.Accuracy)} right, macro F1 {ShortNumber.Percent(matrix.MacroF1)}. Shades are shares of the row.",
                labels, labels,
                (row, column) => matrix.Of(row).Support is > 0 and var support ? (double)matrix[row, column] / support : 0,
                (row, column) => $"{matrix[row, column]:N0}")
            {
                Axes = ("found", "expected"),
                ShowsValues = labels.Count <= MostWithValues,
            };
            map.Write(markup);
        }

        markup.Element("figure", () =>
        {
            markup.Element("figcaption", () => markup.Element("h3", $"{confusion.Title}: scores"));
            markup.Element(
                "p",
                $"Accuracy {ShortNumber.Percent(matrix.Accuracy)}, macro precision {ShortNumber.Percent(matrix.MacroPrecision)}, "
                + $"macro recall {ShortNumber.Percent(matrix.MacroRecall)}, macro F1 {ShortNumber.Percent(matrix.MacroF1)} on {matrix.Count:N0} items.");
            new ReportTable(["class", "precision", "recall", "F1", "items"], [.. labels.Select((label, index) => Scores(label, matrix.Of(index)))]).Write(markup);
            var pairs = MostConfused(matrix);
            if (pairs.Count > 0)
            {
                markup.Element("h4", "Confused most often");
                new ReportTable(["expected", "found", "items"], pairs).Write(markup);
            }
        });
    }

    private static string[] Scores(string label, ClassScore score) =>
        [label, ShortNumber.Percent(score.Precision), ShortNumber.Percent(score.Recall), ShortNumber.Percent(score.F1), $"{score.Support:N0}"];

    private static IReadOnlyList<string[]> MostConfused(ConfusionMatrix matrix)
    {
        var classes = Enumerable.Range(0, matrix.Labels.Count);
        return
        [
            .. classes.SelectMany(expected => classes.Select(found => (expected, found, Count: matrix[expected, found])))
                .Where(pair => pair.expected != pair.found && pair.Count > 0)
                .OrderByDescending(pair => pair.Count)
                .Take(MostPairs)
                .Select(pair => (string[])[matrix.Labels[pair.expected], matrix.Labels[pair.found], $"{pair.Count:N0}"]),
        ];
    }
}
