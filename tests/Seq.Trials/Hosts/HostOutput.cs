namespace Seq.Trials.Hosts;

/// <summary>What a host's graph returned for one batch, flat and row-major.</summary>
/// <param name="Shape">Of the tokens: [batch, steps], of a beam [batch, hypotheses, steps].</param>
/// <param name="Tokens">Token ids.</param>
/// <param name="Lengths">Tokens before the end token, [batch] or [batch, hypotheses].</param>
/// <param name="Scores">A beam's score, else the log-probability, shaped as the lengths.</param>
internal sealed record HostOutput(int[] Shape, long[] Tokens, long[] Lengths, double[] Scores)
{
    /// <summary>The hypotheses of each input: tokens and score.</summary>
    internal List<(long[] Tokens, double Score)[]> Inputs()
    {
        var (batch, steps) = (Shape[0], Shape[^1]);
        var hypotheses = Shape.Length == 3 ? Shape[1] : 1;
        return [.. Enumerable.Range(0, batch).Select(input => Enumerable.Range(input * hypotheses, hypotheses)
            .Select(at => (Tokens.AsSpan(at * steps, (int)Lengths[at]).ToArray(), Scores[at])).ToArray())];
    }
}
