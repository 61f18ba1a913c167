namespace Seq.Cli.Parity;

/// <summary>Compares logits with the trainer's and remembers the largest difference and the first one out of tolerance.</summary>
/// <param name="name">Name of the check, for the report.</param>
/// <param name="what">Whose logits, in words.</param>
internal sealed class LogitsCheck(string name, string what)
{
    /// <summary>
    /// The largest absolute difference that passes. Both sides compute in float32 with sums of other order: values of a few units carry
    /// errors of about 1e-6, a wrong gate or weight gives differences far above this.
    /// </summary>
    internal const double Tolerance = 1e-5;

    private long _compared;
    private double _largest;
    private string? _where;
    private string? _first;

    /// <summary>Compares the real steps of a batch.</summary>
    /// <param name="expected">The trainer's logits, [batch, target, vocabulary].</param>
    /// <param name="actual">The bundle's logits.</param>
    /// <param name="lengths">Real steps per row.</param>
    /// <param name="label">Names a row in messages, for example <c>sample 12</c>.</param>
    internal void Add(float[,,] expected, float[,,] actual, long[] lengths, Func<int, string> label)
    {
        for (var row = 0; row < lengths.Length; row++)
        {
            for (var step = 0; step < lengths[row]; step++)
            {
                for (var token = 0; token < expected.GetLength(2); token++)
                {
                    Add(expected[row, step, token], actual[row, step, token], row, step, token, label);
                }
            }
        }
    }

    internal CheckResult Result => new(name, what, _first is null && _compared > 0, _compared, "logits", _largest, _where, _first);

    private void Add(float expected, float actual, int row, int step, int token, Func<int, string> label)
    {
        _compared++;
        var difference = Math.Abs((double)expected - actual);
        if (!(difference <= Tolerance) && _first is null)
        {
            _first = FormattableString.Invariant(
                $"{label(row)}, step {step}: logit of token {token} is {actual:G9}, the trainer's is {expected:G9} (difference {difference:0.0e+0}, allowed {Tolerance:0e+0})");
        }

        if (difference > _largest || double.IsNaN(difference))
        {
            (_largest, _where) = (difference, $"{label(row)}, step {step}, token {token}");
        }
    }
}
