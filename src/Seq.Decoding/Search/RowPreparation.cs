using Seq.Decoding.Kernels;
using Seq.Decoding.Processors;

namespace Seq.Decoding.Search;

/// <summary>What happens to a row of logits before search looks at it: the processors, then the normalisation.</summary>
internal sealed class RowPreparation
{
    private readonly ILogitsProcessor[] _processors;

    internal RowPreparation(SearchOptions options)
    {
        _processors = options.MinLength > 0
            ? [.. options.Processors, new MinLength(options.MinLength, options.EndTokens)]
            : [.. options.Processors];
    }

    /// <summary>Whether <see cref="Prepare"/> reads the prefix.</summary>
    internal bool ReadsPrefix => _processors.Length > 0;

    /// <summary>Processes a row of logits in place and normalises it.</summary>
    /// <param name="logits">Logits of one row, [vocabulary].</param>
    /// <param name="prefix">The tokens so far, [step]; need not be filled unless <see cref="ReadsPrefix"/>.</param>
    /// <param name="place">Where the row belongs, for the message of an error.</param>
    /// <param name="max">The greatest logit, −∞ when no token is possible.</param>
    /// <returns>The logarithm of the sum of exponentials: log-probability = logit − this.</returns>
    /// <exception cref="InvalidLogitsException">A logit is NaN or +∞.</exception>
    internal double Prepare(Span<float> logits, ReadOnlySpan<int> prefix, RowPlace place, out float max)
    {
        foreach (var processor in _processors)
        {
            processor.Apply(prefix, logits);
        }

        var logSumExp = LogSumExp.Of(logits, out max);
        if (double.IsNaN(logSumExp) || double.IsPositiveInfinity(logSumExp))
        {
            var token = 0;
            while (logits[token] < float.PositiveInfinity)
            {
                token++; // A comparison with NaN is false, so this finds NaN and +∞ alike.
            }

            throw new InvalidLogitsException(place.Input, place.Row, place.Step, token, logits[token]);
        }

        return logSumExp;
    }
}
