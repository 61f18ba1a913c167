namespace Seq.Decoding;

/// <summary>How the length of a hypothesis enters its score: score = log-probability / f(length).</summary>
/// <remarks>
/// Length counts every token whose log-probability is in the sum, the end token included. With f rising, longer hypotheses gain.
/// The default value is <see cref="None"/>.
/// </remarks>
public readonly record struct LengthPenalty
{
    private enum Form
    {
        None,
        Average,
        Power,
        Gnmt,
    }

    private readonly Form _form;

    private LengthPenalty(Form form, double alpha)
    {
        _form = form;
        Alpha = alpha;
    }

    /// <summary>f(n) = 1: the score is the log-probability.</summary>
    public static LengthPenalty None { get; }

    /// <summary>f(n) = n: the score is the mean log-probability of a token.</summary>
    public static LengthPenalty Average { get; } = new(Form.Average, 1);

    /// <summary>The exponent α; 0 for <see cref="None"/>, 1 for <see cref="Average"/>.</summary>
    public double Alpha { get; }

    /// <summary>f(n) = n^α, as CTranslate2, transformers and fairseq have it.</summary>
    /// <param name="alpha">The exponent α; 0 switches the penalty off, negative values favour short hypotheses.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is not finite.</exception>
    public static LengthPenalty Power(double alpha) => new(Form.Power, Finite(alpha));

    /// <summary>f(n) = ((5 + n) / 6)^α (Wu et al. 2016, equation 14, arXiv:1609.08144), as OpenNMT and Joey NMT have it.</summary>
    /// <param name="alpha">The exponent α; 0 switches the penalty off, the paper uses 0.2.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is not finite.</exception>
    public static LengthPenalty Gnmt(double alpha) => new(Form.Gnmt, Finite(alpha));

    /// <summary>The divisor f(<paramref name="length"/>); 1 for a hypothesis without tokens.</summary>
    /// <param name="length">The number of tokens in the sum, the end token included.</param>
    public double Divisor(int length) => length == 0 ? 1 : _form switch
    {
        Form.Average => length,
        Form.Power => Math.Pow(length, Alpha),
        Form.Gnmt => Math.Pow((5.0 + length) / 6.0, Alpha),
        _ => 1,
    };

    /// <summary>The score of a hypothesis.</summary>
    /// <param name="logProbability">The sum of its log-probabilities.</param>
    /// <param name="length">The number of log-probabilities in the sum.</param>
    public double Score(double logProbability, int length) => logProbability / Divisor(length);

    /// <inheritdoc/>
    public override string ToString() => _form switch
    {
        Form.Average => "average",
        Form.Power => FormattableString.Invariant($"n^{Alpha}"),
        Form.Gnmt => FormattableString.Invariant($"((5+n)/6)^{Alpha}"),
        _ => "none",
    };

    private static double Finite(double alpha) => double.IsFinite(alpha)
        ? alpha
        : throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "The exponent of the length penalty must be finite. Use 0 to switch it off.");
}
