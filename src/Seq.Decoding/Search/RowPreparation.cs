using Seq.Decoding.Kernels;
using Seq.Decoding.Processors;

namespace Seq.Decoding.Search;

/// <summary>What happens to a row of logits before search looks at it: the processors, then the normalisation.</summary>
internal sealed class RowPreparation
{
    private readonly ILogitsProcessor[] _processors;
    private int[] _prefix = []; // [step]

    internal RowPreparation(SearchOptions options)
    {
        _processors = options.MinLength > 0
            ? [.. options.Processors, new MinLength(options.MinLength, options.EndTokens)]
            : [.. options.Processors];
    }

    /// <summary>Processes a row of logits in place and normalises it; the prefix is what the tree holds up to a node.</summary>
    /// <param name="logits">Logits of one row, [vocabulary].</param>
    /// <param name="tree">The tokens of all hypotheses.</param>
    /// <param name="node">The last token of this one; its depth is the step of <paramref name="place"/>.</param>
    /// <param name="place">Where the row belongs, for the message of an error.</param>
    /// <param name="max">The greatest logit, −∞ when no token is possible.</param>
    /// <inheritdoc cref="Prepare(Span{float}, ReadOnlySpan{int}, RowPlace, out float)"/>
    internal double Prepare(Span<float> logits, TokenTree tree, int node, RowPlace place, out float max)
    {
        if (_processors.Length == 0)
        {
            return Prepare(logits, [], place, out max); // Nobody reads the prefix.
        }

        if (_prefix.Length < place.Step)
        {
            _prefix = new int[Math.Max(16, 2 * place.Step)];
        }

        var prefix = _prefix.AsSpan(0, place.Step);
        tree.CopyTokens(node, prefix);
        return Prepare(logits, prefix, place, out max);
    }

    /// <summary>Processes a row of logits in place and normalises it.</summary>
    /// <param name="logits">Logits of one row, [vocabulary].</param>
    /// <param name="prefix">The tokens so far, [step].</param>
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
