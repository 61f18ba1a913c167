namespace Seq.Train;

/// <summary>Precision, recall and F1 of one class, from its three counts.</summary>
/// <remarks>
/// P = TP / (TP + FP), R = TP / (TP + FN), F1 = 2 P R / (P + R) = 2 TP / (2 TP + FP + FN). A share of nothing is 0.
/// Source: van Rijsbergen, "Information Retrieval", 1979, chapter 7.
/// </remarks>
/// <param name="TruePositives">Items of the class that were found to be.</param>
/// <param name="FalsePositives">Items of other classes that were taken for it.</param>
/// <param name="FalseNegatives">Items of the class that were taken for others.</param>
public readonly record struct ClassScore(long TruePositives, long FalsePositives, long FalseNegatives)
{
    /// <summary>Share of what was taken for the class that belongs to it.</summary>
    public double Precision => Share(TruePositives, TruePositives + FalsePositives);

    /// <summary>Share of the class that was found.</summary>
    public double Recall => Share(TruePositives, Support);

    /// <summary>Harmonic mean of precision and recall.</summary>
    public double F1 => Share(2 * TruePositives, (2 * TruePositives) + FalsePositives + FalseNegatives);

    /// <summary>Number of items of the class.</summary>
    public long Support => TruePositives + FalseNegatives;

    private static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
