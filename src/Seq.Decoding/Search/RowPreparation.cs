using Seq.Decoding.Kernels;

namespace Seq.Decoding.Search;

/// <summary>What happens to a row of logits before search looks at it: the processors, then the normalisation.</summary>
internal sealed class RowPreparation
{
    /// <summary>By how much float32 may miss a sum of one.</summary>
    private const double MassTolerance = 1e-3;

    private readonly ILogitsProcessor[] _processors;
    private readonly LengthLimits _limits;
    private readonly int[] _endTokens;
    private IReadOnlyList<IReadOnlyList<ILogitsProcessor>?>? _inputProcessors; // [inputs]
    private int[] _prefix = []; // [step]

    private bool _keepsMass;

    internal RowPreparation(SearchOptions options, LengthLimits limits)
    {
        _processors = [.. options.Processors];
        _endTokens = [.. options.EndTokens];
        _limits = limits;
    }

    /// <summary>Takes a model and the rules for single inputs, [inputs].</summary>
    internal void Begin(IStepModel model, IReadOnlyList<IReadOnlyList<ILogitsProcessor>?>? inputProcessors)
    {
        _inputProcessors = inputProcessors;
        _keepsMass = model.LogitsAreLogProbabilities;
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
        if (_processors.Length == 0 && _inputProcessors?[place.Input] is null)
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
        var mass = _keepsMass ? Normalize(logits, place, out _) : 0;
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

        if (place.Step < _limits.Least(place.Input))
        {
            foreach (var token in _endTokens)
            {
                logits[token] = float.NegativeInfinity;
            }
        }

        if (mass > MassTolerance)
        {
            throw new StepModelException(FormattableString.Invariant($"The log-probabilities of row {place.Row} add up to {Math.Exp(mass):G6}; ")
                + "a model with LogitsAreLogProbabilities must return no more than one in all.");
        }

        // What processors take away goes to the other tokens, and the mass of a model that keeps it stays what it was.
        var logSumExp = Normalize(logits, place, out max);
        return double.IsNegativeInfinity(logSumExp) ? logSumExp : logSumExp - mass;
    }

    private static double Normalize(ReadOnlySpan<float> logits, RowPlace place, out float max)
    {
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
