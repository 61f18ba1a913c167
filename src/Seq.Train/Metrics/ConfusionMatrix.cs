namespace Seq.Train;

/// <summary>Counts how often each class was taken for each; accuracy, precision, recall and F1 follow from it.</summary>
/// <remarks>Macro scores average the classes, so that a rare one weighs as much as a common one; the micro scores count items.</remarks>
public sealed class ConfusionMatrix
{
    private readonly long[] _counts; // [expected, found]

    /// <summary>Starts with no items.</summary>
    /// <param name="labels">Names of the classes; their indices are the classes.</param>
    /// <exception cref="ArgumentException">There are no labels.</exception>
    public ConfusionMatrix(IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Count == 0)
        {
            throw new ArgumentException("A confusion matrix needs at least one class.", nameof(labels));
        }

        Labels = [.. labels];
        _counts = new long[labels.Count * labels.Count];
    }

    /// <summary>Names of the classes.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Number of items.</summary>
    public long Count => _counts.Sum();

    /// <summary>Share of right items, which is also micro precision, recall and F1 over all classes; 0 without items.</summary>
    public double Accuracy => Micro(Enumerable.Range(0, Labels.Count)).Recall;

    /// <summary>Mean F1 of the classes that were expected or found; what occurs in neither column tells nothing. 0 without items. So scikit-learn takes it, too.</summary>
    public double MacroF1 => Mean(label => Of(label).F1);

    /// <summary>Mean precision of the classes that were expected or found.</summary>
    public double MacroPrecision => Mean(label => Of(label).Precision);

    /// <summary>Mean recall of the classes that were expected or found; also called balanced accuracy where each of them was expected.</summary>
    public double MacroRecall => Mean(label => Of(label).Recall);

    /// <summary>How many items of one class were taken for another.</summary>
    /// <param name="expected">The true class.</param>
    /// <param name="found">The class found.</param>
    /// <exception cref="ArgumentOutOfRangeException">A class is outside of the labels.</exception>
    public long this[int expected, int found] => _counts[Index(expected, found)];

    /// <summary>Counts an item, or several.</summary>
    /// <param name="expected">The true class.</param>
    /// <param name="found">The class found.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">A class is outside of the labels, or the count is negative.</exception>
    public void Add(int expected, int found, long count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        _counts[Index(expected, found)] += count;
    }

    /// <summary>Precision, recall and F1 of a class against all others; the binary scores are those of the positive class.</summary>
    /// <param name="label">The class.</param>
    /// <exception cref="ArgumentOutOfRangeException">The class is outside of the labels.</exception>
    public ClassScore Of(int label)
    {
        var right = this[label, label];
        var (expected, found) = (0L, 0L);
        for (var other = 0; other < Labels.Count; other++)
        {
            expected += this[label, other];
            found += this[other, label];
        }

        return new(right, found - right, expected - right);
    }

    /// <summary>The counts of some classes added up, then scored: classes that do not matter, such as a tagger's «outside», are left out.</summary>
    /// <param name="labels">The classes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A class is outside of the labels.</exception>
    public ClassScore Micro(IEnumerable<int> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return labels.Select(Of).Aggregate(default(ClassScore), (sum, score) => new(
            sum.TruePositives + score.TruePositives, sum.FalsePositives + score.FalsePositives, sum.FalseNegatives + score.FalseNegatives));
    }

    private double Mean(Func<int, double> score) => Enumerable.Range(0, Labels.Count).Where(label => Of(label) != default).Select(score).DefaultIfEmpty(0).Average();

    private int Index(int expected, int found)
    {
        Require(expected, nameof(expected));
        Require(found, nameof(found));
        return (expected * Labels.Count) + found;
    }

    private void Require(int label, string name)
    {
        if ((uint)label >= (uint)Labels.Count)
        {
            throw new ArgumentOutOfRangeException(name, label, $"The classes are 0 to {Labels.Count - 1}.");
        }
    }
}
