using System.Globalization;

namespace Seq.Cli.Parity;

/// <summary>Compares logits with the trainer's, and lets float64 decide whether a difference is rounding.</summary>
/// <remarks>
/// Both sides compute in float32, with sums of other order. On inputs unlike the training data a recurrence can amplify that rounding
/// beyond any fixed bound, in the trainer as much as in the bundle. So differences up to <see cref="Tolerance"/> pass; larger ones pass only
/// if, against the same model in float64, the bundle's largest error is at most <see cref="RoundingFactor"/> times the trainer's own, plus
/// <see cref="RoundingFloor"/>.
/// </remarks>
/// <param name="name">Name of the check, for the report.</param>
/// <param name="what">Whose logits, in words.</param>
/// <param name="knownTrainerError">The trainer's rounding error where more inputs have shown it; 0 when nothing is known.</param>
internal sealed class LogitsCheck(string name, string what, double knownTrainerError = 0)
{
    /// <summary>The largest absolute difference that passes without a look at float64.</summary>
    internal const double Tolerance = 1e-5;

    /// <summary>How many times the trainer's largest rounding error the bundle's may be.</summary>
    internal const double RoundingFactor = 4;

    /// <summary>What the bundle's rounding error may be when the trainer's happens to be none.</summary>
    internal const double RoundingFloor = 1e-6;

    private long _compared;
    private long _referred;
    private double _largest;
    private double _trainerError;
    private double _bundleError;
    private string? _where;
    private string? _first;

    /// <summary>Compares the real steps of a batch.</summary>
    /// <param name="expected">The trainer's logits, [batch, target, vocabulary].</param>
    /// <param name="actual">The bundle's logits.</param>
    /// <param name="referee">The trainer's logits in float64.</param>
    /// <param name="lengths">Real steps per row.</param>
    /// <param name="label">Names a row in messages, for example <c>sample 12</c>.</param>
    internal void Add(double[,,] expected, double[,,] actual, double[,,] referee, long[] lengths, Func<int, string> label)
    {
        for (var row = 0; row < lengths.Length; row++)
        {
            for (var step = 0; step < lengths[row]; step++)
            {
                for (var token = 0; token < expected.GetLength(2); token++)
                {
                    Add(expected[row, step, token], actual[row, step, token], referee[row, step, token], row, step, token, label);
                }
            }
        }
    }

    internal CheckResult Result => new(name, what, _compared > 0 && (_first is null || IsRounding), _compared, "logits", IsRounding ? null : _first)
    {
        MaxDifference = _largest,
        Where = _where,
        TrainerError = _trainerError,
        BundleError = _bundleError,
        Referred = _referred,
    };

    private bool IsRounding => _bundleError <= (RoundingFactor * Math.Max(_trainerError, knownTrainerError)) + RoundingFloor;

    private void Add(double expected, double actual, double referee, int row, int step, int token, Func<int, string> label)
    {
        _compared++;
        var difference = Math.Abs(expected - actual);
        _trainerError = Math.Max(_trainerError, Math.Abs(expected - referee));
        _bundleError = Math.Max(_bundleError, Math.Abs(actual - referee));
        if (!(difference <= Tolerance))
        {
            _referred++;
            _first ??= string.Create(CultureInfo.InvariantCulture,
                $"{label(row)}, step {step}: logit of token {token} is {(float)actual}, the trainer's is {(float)expected}, in float64 "
                + $"{referee:G9} (difference {difference:0.0e+0}, allowed {Tolerance:0e+0})");
        }

        if (difference > _largest || double.IsNaN(difference))
        {
            (_largest, _where) = (difference, $"{label(row)}, step {step}, token {token}");
        }
    }
}
