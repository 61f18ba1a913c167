using System.Globalization;

namespace Seq.Cli.Parity;

/// <summary>Compares numbers of a bundle with the trainer's, with the same model in float64 as referee.</summary>
/// <remarks>
/// Trainer and bundle both compute in float32, with sums of other order. A recurrence can amplify that rounding beyond any fixed bound, in the trainer as much as
/// in the bundle. So the bundle passes if its largest difference from float64 is at most <see cref="RoundingFactor"/> times the trainer's own, plus
/// <see cref="RoundingFloor"/>. Differences are relative to the largest number of their step where that exceeds 1. A step that leaves float32's range in the
/// trainer is not compared.
/// </remarks>
/// <param name="name">Name of the check, for the report.</param>
/// <param name="what">What is compared, in words.</param>
/// <param name="unit">What the numbers are.</param>
internal sealed class LogitsCheck(string name, string what, string unit = "logits")
{
    /// <summary>How many times the trainer's largest rounding error the bundle's may be.</summary>
    internal const double RoundingFactor = 4;

    /// <summary>What the bundle's rounding error may be when the trainer's happens to be none.</summary>
    internal const double RoundingFloor = 1e-6;

    /// <summary>The trainer's own difference from float64 above which a model is called ill-conditioned.</summary>
    internal const double IllConditioned = 1e-5;

    private readonly SortedDictionary<int, (double Error, string Text)> _worst = []; // By step.
    private long _compared;
    private double _largest = -1;
    private string? _where;

    /// <summary>The name of the check.</summary>
    internal string Name => name;

    /// <summary>The trainer's largest difference from float64 so far.</summary>
    internal double TrainerError { get; private set; }

    /// <summary>The bundle's largest difference from float64 so far.</summary>
    internal double BundleError { get; private set; }

    /// <summary>Compares the real steps of a batch.</summary>
    /// <param name="expected">The trainer's numbers.</param>
    /// <param name="actual">The bundle's.</param>
    /// <param name="referee">The trainer's in float64.</param>
    /// <param name="lengths">Real steps per row of the bundle's.</param>
    /// <param name="label">Names a row in messages, for example <c>sample 12</c>.</param>
    /// <param name="rows">The trainer's row of each row of the bundle's; the same if null.</param>
    internal void Add(LogitsBlock expected, LogitsBlock actual, LogitsBlock referee, long[] lengths, Func<int, string> label, int[]? rows = null)
    {
        for (var row = 0; row < lengths.Length; row++)
        {
            for (var step = 0; step < lengths[row]; step++)
            {
                var from = rows?[row] ?? row;
                Add(expected.At(from, step), actual.At(row, step), referee.At(from, step), row, step, label);
            }
        }
    }

    /// <summary>What the bundle's difference may be.</summary>
    /// <param name="knownTrainerError">The trainer's rounding where more inputs have shown it.</param>
    internal double Limit(double knownTrainerError = 0) => (RoundingFactor * Math.Max(TrainerError, knownTrainerError)) + RoundingFloor;

    /// <summary>The first step beyond the limit and what differs there; null when none is.</summary>
    internal (int Step, string Text)? FirstBeyond(double knownTrainerError = 0)
    {
        foreach (var (step, (error, text)) in _worst)
        {
            if (!(error <= Limit(knownTrainerError)))
            {
                return (step, text);
            }
        }

        return null;
    }

    /// <summary>The outcome.</summary>
    /// <param name="knownTrainerError">The trainer's rounding where more inputs have shown it.</param>
    internal CheckResult Result(double knownTrainerError = 0)
    {
        var first = FirstBeyond(knownTrainerError)?.Text;
        return new(name, what, _compared > 0 && first is null, _compared, unit, first)
        {
            MaxDifference = Math.Max(0, _largest),
            Where = _where,
            TrainerError = TrainerError,
            BundleError = BundleError,
            Limit = Limit(knownTrainerError),
        };
    }

    private void Add(
        ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, ReadOnlySpan<double> referee, int row, int step, Func<int, string> label)
    {
        var scale = 1.0;
        for (var i = 0; i < expected.Length; i++)
        {
            if (double.IsNaN(expected[i]) || double.IsNaN(referee[i]) || double.IsPositiveInfinity(Math.Abs(expected[i])) != double.IsPositiveInfinity(Math.Abs(referee[i])))
            {
                return;
            }

            scale = double.IsFinite(referee[i]) ? Math.Max(scale, Math.Abs(referee[i])) : scale;
        }

        for (var i = 0; i < expected.Length; i++)
        {
            _compared++;
            TrainerError = Math.Max(TrainerError, Distance(expected[i], referee[i], scale));
            var error = Distance(actual[i], referee[i], scale);
            BundleError = Math.Max(BundleError, error);
            if (!_worst.TryGetValue(step, out var worst) || error > worst.Error)
            {
                _worst[step] = (error, string.Create(CultureInfo.InvariantCulture,
                    $"{label(row)}, step {step}: number {i} is {(float)actual[i]}, the trainer's is {(float)expected[i]}, in float64 {referee[i]:G9} "
                    + $"({error:0.0e+0} off)"));
            }

            if (Distance(actual[i], expected[i], scale) is var difference && difference > _largest)
            {
                (_largest, _where) = (difference, $"{label(row)}, step {step}, number {i}");
            }
        }
    }

    private static double Distance(double a, double b, double scale) =>
        a.Equals(b) ? 0 : double.IsFinite(a) && double.IsFinite(b) ? Math.Abs(a - b) / scale : double.PositiveInfinity;
}
