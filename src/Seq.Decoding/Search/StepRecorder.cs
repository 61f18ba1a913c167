namespace Seq.Decoding.Search;

/// <summary>Takes down, step by step, what the results of a search tell besides tokens and log-probabilities.</summary>
internal sealed class StepRecorder(SearchOptions options)
{
    internal AlternativeStore Alternatives { get; } = new(options.AlternativeCount);

    internal AttentionStore Attention { get; } = new(options);

    internal void Begin(IStepModel model)
    {
        Alternatives.Clear();
        Attention.Begin(model);
    }

    /// <summary>Takes down a row after a step.</summary>
    /// <param name="logits">The processed logits of the row, [vocabulary].</param>
    /// <param name="logSumExp">Their normalisation; −∞ when no token is possible.</param>
    /// <param name="row">The row of the model.</param>
    internal StepRecord Record(ReadOnlySpan<float> logits, double logSumExp, int row) => double.IsNegativeInfinity(logSumExp)
        ? new StepRecord(AlternativeStore.None, AttentionStore.None)
        : new StepRecord(Alternatives.Record(logits, logSumExp), Attention.Record(row));

    /// <summary>The score of a hypothesis, with the share of its coverage.</summary>
    internal HypothesisEnd End(TokenTree tree, int node, int length, double sum, FinishReason reason)
    {
        var coverage = Attention.CoverageTerm(tree, node, length);
        return new HypothesisEnd(node, length, sum, coverage, options.LengthPenalty.Score(sum, length) + coverage, reason);
    }

    /// <summary>Whether a record of a step is one of this search.</summary>
    internal bool Has(StepRecord record) => Alternatives.Has(record.Alternatives) && Attention.Has(record.Attention);

    /// <summary>Gives or takes what is remembered.</summary>
    internal void Exchange(StateExchange exchange)
    {
        Alternatives.Exchange(exchange);
        Attention.Exchange(exchange);
    }
}
