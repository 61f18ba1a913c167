using System.Globalization;

namespace Seq.Cli.Parity;

/// <summary>Compares numbers of a bundle with the trainer's, with the same model in float64 as referee.</summary>
/// <remarks>
/// Trainer and bundle both compute in float32, with sums of other order. A recurrence can amplify that rounding beyond any fixed bound, in the trainer as much as
/// in the bundle. So the bundle passes if its largest difference from float64 is at most <see cref="RoundingFactor"/> times the trainer's own, plus
/// <see cref="RoundingFloor"/>. Differences are relative to the largest number of their step where that exceeds 1. A step that leaves float32's range in the
/// trainer alone is skipped and counted; one that is no number in float64 either is a fault. Where nobody computes in float64, a tolerance takes the referee's place.
/// </remarks>
/// <param name="name">Name of the check, for the report.</param>
/// <param name="what">What is compared, in words.</param>
/// <param name="unit">What the numbers are.</param>
/// <param name="against">Where there is no referee: what the numbers are held against, as in «<c>the golden pack's</c> is 0.5».</param>
internal sealed class LogitsCheck(string name, string what, string unit = "logits", string? against = null)
{
    /// <summary>How many times the trainer's largest rounding error the bundle's may be.</summary>
    internal const double RoundingFactor = 4;

    /// <summary>What the bundle's rounding error may be when the trainer's happens to be none.</summary>
    internal const double RoundingFloor = 1e-6;

    /// <summary>The trainer's own difference from float64 above which a model is called ill-conditioned.</summary>
    internal const double IllConditioned = 1e-5;

    private readonly SortedDictionary<int, (double Error, string Text)> _worst = []; // By step.
    private long _compared;
    private long _skipped;
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

    /// <summary>Compares the real steps of a batch where there is no referee.</summary>
    /// <inheritdoc cref="Add(LogitsBlock, LogitsBlock, LogitsBlock, long[], Func{int, string}, int[])"/>
    internal void Add(LogitsBlock expected, LogitsBlock actual, long[] lengths, Func<int, string> label) => Add(expected, actual, expected, lengths, label);

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
        var first = FirstBeyond(knownTrainerError)?.Text ?? (_compared > 0 ? null : Nothing);
        return new(name, what, first is null, _compared, unit, first)
        {
            MaxDifference = Math.Max(0, _largest),
            Where = _where,
            TrainerError = against is null ? TrainerError : null,
            BundleError = against is null ? BundleError : null,
            Limit = Limit(knownTrainerError),
            Skipped = _skipped,
        };
    }

    /// <summary>The outcome where there is no referee.</summary>
    /// <param name="tolerance">How far numbers may be from each other; <see cref="RoundingFloor"/> comes on top.</param>
    internal CheckResult Within(double tolerance) => Result(tolerance / RoundingFactor);

    private string Nothing => _skipped == 0
        ? "nothing was compared"
        : string.Create(CultureInfo.InvariantCulture, $"nothing could be compared: TorchSharp leaves the range of float32 in all of {_skipped:N0} {unit}");

    private void Add(
        ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, ReadOnlySpan<double> referee, int row, int step, Func<int, string> label)
    {
        var scale = 1.0;
        for (var i = 0; i < expected.Length; i++)
        {
            if (double.IsNaN(referee[i]))
            {
                _compared += expected.Length;
                BundleError = double.PositiveInfinity;
                _worst[step] = (double.PositiveInfinity, $"{label(row)}, step {step}: number {i} is {Text(actual[i])}, {Truth(expected[i], referee[i])}, so there is nothing to hold it against");
                return;
            }

            if (double.IsNaN(expected[i]) || double.IsInfinity(expected[i]) != double.IsInfinity(referee[i]))
            {
                _skipped += expected.Length;
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
                    $"{label(row)}, step {step}: number {i} is {Text(actual[i])}, {Truth(expected[i], referee[i])} ({error:0.0e+0} off)"));
            }

            if (Distance(actual[i], expected[i], scale) is var difference && difference > _largest)
            {
                (_largest, _where) = (difference, $"{label(row)}, step {step}, number {i}");
            }
        }
    }

    private string Truth(double expected, double referee) => against is null
        ? string.Create(CultureInfo.InvariantCulture, $"the trainer's is {Text(expected)}, in float64 {referee:G9}")
        : $"{against} is {Text(expected)}";

    private static string Text(double value) => ((float)value).ToString(CultureInfo.InvariantCulture);

    private static double Distance(double a, double b, double scale) =>
        a.Equals(b) ? 0 : double.IsFinite(a) && double.IsFinite(b) ? Math.Abs(a - b) / scale : double.PositiveInfinity;
}
