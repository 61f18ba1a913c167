namespace Seq.Decoding.Search;

/// <summary>Steps and reorders a model for a search, holds it to its contract, and obeys cancellation.</summary>
internal sealed class StepDriver(IStepModel model, DecodingRequest request)
{
    private readonly long _started = request.TimeProvider.GetTimestamp();

    internal int VocabularySize { get; } = model.VocabularySize;

    /// <summary>Whether a step of the model was broken off, by a cancellation or a fault: its rows are then of no further use.</summary>
    internal bool IsModelBroken { get; private set; }

    /// <summary>Whether the search failed on what a step returned: some hypotheses have their token then, and others not.</summary>
    internal bool IsSearchBroken { get; private set; }

    /// <summary>Begins again with rows and a search that are whole.</summary>
    internal void Mend() => (IsModelBroken, IsSearchBroken) = (false, false);

    /// <summary>Advances the model by one token per row.</summary>
    /// <param name="tokens">The tokens, [rows].</param>
    /// <param name="logits">Logits, [rows, vocabulary].</param>
    /// <param name="interruption">Why there was no step.</param>
    /// <param name="cancellationToken">Prevents the step, or ends it early where the model can.</param>
    /// <returns>False when the time is over, or the request was cancelled and wants to keep what it has.</returns>
    internal bool TryStep(ReadOnlySpan<int> tokens, out Span<float> logits, out FinishReason interruption, CancellationToken cancellationToken)
    {
        interruption = FinishReason.Cancelled;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (request.TimeBudget is { } budget && request.TimeProvider.GetElapsedTime(_started) >= budget)
            {
                interruption = FinishReason.TimeLimit;
                logits = default;
                return false;
            }

            logits = Step(tokens, cancellationToken);
            return true;
        }
        catch (OperationCanceledException) when (request.KeepPartialResults && cancellationToken.IsCancellationRequested)
        {
            logits = default;
            return false;
        }
    }

    /// <summary>Moves the rows, unless every row stays where it is.</summary>
    /// <param name="parents">The old row of each new row, [new rows], at least one.</param>
    internal void Reorder(ReadOnlySpan<int> parents)
    {
        var moves = parents.Length != model.Rows;
        for (var row = 0; row < parents.Length && !moves; row++)
        {
            moves = parents[row] != row;
        }

        if (moves)
        {
            model.Reorder(parents);
        }
    }

    /// <summary>Goes one step on with a search.</summary>
    /// <param name="search">A search that is not over.</param>
    /// <param name="cancellationToken">Prevents the step, or ends it early where the model can.</param>
    /// <returns>False when the time is over or the request was cancelled, and the search has ended for it.</returns>
    internal bool TryAdvance(TokenSearch search, CancellationToken cancellationToken)
    {
        if (!TryStep(search.Tokens, out var logits, out var interruption, cancellationToken))
        {
            search.EndAll(interruption);
            return false;
        }

        IsSearchBroken = true;
        search.Advance(logits);
        IsSearchBroken = false;
        if (!search.Tokens.IsEmpty)
        {
            IsModelBroken = true;
            Reorder(search.Parents);
            IsModelBroken = false;
        }

        return true;
    }

    private Span<float> Step(ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
    {
        if (model.Rows != tokens.Length)
        {
            throw new StepModelException(
                $"The step model has {model.Rows} rows where the search expects {tokens.Length}: after Reorder, Rows must be the number of parents.");
        }

        IsModelBroken = true;
        var logits = model.Step(tokens, cancellationToken);
        IsModelBroken = logits.Length != tokens.Length * VocabularySize;
        return !IsModelBroken
            ? logits
            : throw new StepModelException(
                $"Step returned {logits.Length} logits where {tokens.Length} rows of {VocabularySize} make {tokens.Length * VocabularySize}: "
                + "it must return [rows, vocabulary] and nothing else.");
    }
}
