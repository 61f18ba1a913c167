namespace Seq.Cli.Models;

/// <summary>The likeliest token of a row of logits, and how clear the choice is.</summary>
internal static class ArgMax
{
    /// <summary>The token of greatest logit; the lowest id among equals.</summary>
    /// <param name="logits">[batch, target, vocabulary].</param>
    /// <param name="row">Index into batch.</param>
    /// <param name="step">Index into target.</param>
    internal static int Of(double[,,] logits, int row, int step)
    {
        var best = 0;
        for (var token = 1; token < logits.GetLength(2); token++)
        {
            best = logits[row, step, token] > logits[row, step, best] ? token : best;
        }

        return best;
    }

    /// <summary>The greatest logit minus the second greatest: a choice within rounding when it is tiny.</summary>
    internal static double Gap(double[,,] logits, int row, int step)
    {
        var best = Of(logits, row, step);
        var second = double.NegativeInfinity;
        for (var token = 0; token < logits.GetLength(2); token++)
        {
            second = token == best ? second : Math.Max(second, logits[row, step, token]);
        }

        return logits[row, step, best] - second;
    }
}
