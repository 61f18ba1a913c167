namespace Seq.Decoding;

/// <summary>Mirostat 2: keeps the surprise of the drawn tokens near a target (Basu et al. 2021, arXiv:2007.14966).</summary>
/// <remarks>
/// Each hypothesis has a limit μ, at first 2τ. At each step, with p the probabilities at the temperature:
/// <list type="number">
/// <item>tokens with −log2 p ≤ μ stay, and the likeliest one always does;</item>
/// <item>a token is drawn from those; its surprise is S = −log2 q, q being its probability among them;</item>
/// <item>μ ← μ − η (S − τ).</item>
/// </list>
/// </remarks>
public sealed record MirostatOptions
{
    /// <summary>τ: the surprise to keep to, in bits; 3 to 5 is usual for words.</summary>
    /// <value>Finite and above 0; 5 by default.</value>
    public float TargetSurprise { get; init; } = 5f;

    /// <summary>η: how fast the limit follows.</summary>
    /// <value>Finite and above 0; 0.1 by default.</value>
    public float LearningRate { get; init; } = 0.1f;

    /// <summary>μ before the first step, in bits.</summary>
    internal double FirstLimit => 2.0 * TargetSurprise;

    /// <summary>μ after a step.</summary>
    /// <param name="limit">μ before it, in bits.</param>
    /// <param name="probability">q: the drawn token's probability among the tokens that stayed.</param>
    internal double NextLimit(double limit, double probability) => limit - (LearningRate * (-Math.Log2(probability) - TargetSurprise));

    internal IEnumerable<string> FindProblems()
    {
        if (!float.IsFinite(TargetSurprise) || TargetSurprise <= 0f)
        {
            yield return FormattableString.Invariant($"Sampling.Mirostat.TargetSurprise is {TargetSurprise}; it must be finite and above 0.");
        }

        if (!float.IsFinite(LearningRate) || LearningRate <= 0f)
        {
            yield return FormattableString.Invariant($"Sampling.Mirostat.LearningRate is {LearningRate}; it must be finite and above 0.");
        }
    }
}
