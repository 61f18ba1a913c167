using Seq.Decoding.Kernels;
using Seq.Decoding.Processors;

namespace Seq.Decoding.Search;

/// <summary>What happens to a row of logits before search looks at it: the processors, then the normalisation.</summary>
internal sealed class RowPreparation
{
    private readonly ILogitsProcessor[] _processors;
    private readonly MinLength? _minLength;
    private IReadOnlyList<IReadOnlyList<ILogitsProcessor>?>? _inputProcessors; // [inputs]
    private int[] _prefix = []; // [step]

    internal RowPreparation(SearchOptions options)
    {
        _processors = [.. options.Processors];
        _minLength = options.MinLength > 0 ? new MinLength(options.MinLength, options.EndTokens) : null;
    }

    /// <summary>Takes the rules for single inputs, [inputs].</summary>
    internal void Begin(IReadOnlyList<IReadOnlyList<ILogitsProcessor>?>? inputProcessors) => _inputProcessors = inputProcessors;

    /// <summary>Processes a row of logits in place and normalises it; the prefix is what the tree holds up to a node.</summary>
    /// <param name="logits">Logits of one row, [vocabulary].</param>
    /// <param name="tree">The tokens of all hypotheses.</param>
    /// <param name="node">The last token of this one; its depth is the step of <paramref name="place"/>.</param>
    /// <param name="place">Where the row belongs, for the message of an error.</param>
    /// <param name="max">The greatest logit, −∞ when no token is possible.</param>
    /// <inheritdoc cref="Prepare(Span{float}, ReadOnlySpan{int}, RowPlace, out float)"/>
    internal double Prepare(Span<float> logits, TokenTree tree, int node, RowPlace place, out float max)
    {
        if (_processors.Length == 0 && _minLength is null && _inputProcessors?[place.Input] is null)
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

        if (_inputProcessors?[place.Input] is { } own)
        {
            for (var i = 0; i < own.Count; i++)
            {
                own[i].Apply(prefix, logits); // By index: an enumerator of the interface would be allocated.
            }
        }

        _minLength?.Apply(prefix, logits);
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
