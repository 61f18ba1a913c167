namespace Seq.Decoding;

/// <summary>The decoder half of a model as search sees it: rows of state, one token per row in, one row of logits out.</summary>
/// <remarks>
/// A row is one live hypothesis with all of its state: any number of named tensors that only the implementer knows.
/// A model is handed to a search with one row per input, each in its initial state. Search then alternates
/// <see cref="Step"/> and <see cref="Reorder"/>; afterwards the rows are whatever the search left behind.
/// Rows must not influence each other: the logits of a row depend on its own state and tokens alone, never on
/// how many rows there are or where the row stands.
/// What else a model can do is said by further interfaces: <see cref="IAttentionModel"/>, <see cref="Sessions.ISnapshotModel"/>,
/// <see cref="Composition.ICopyModel"/>. Search never disposes a model and never calls it from two threads at once.
/// </remarks>
public interface IStepModel
{
    /// <summary>The number of columns of the logits.</summary>
    public int VocabularySize { get; }

    /// <summary>The number of live rows: one per input at first, then as many as the last <see cref="Reorder"/> named.</summary>
    public int Rows { get; }

    /// <summary>
    /// Whether logits are log-probabilities that count as they are, though their exponentials may add up to less than one: search then leaves
    /// log-softmax out, and what processors take from some tokens goes to the others, so that the sum stays what it was. False by default.
    /// </summary>
    public bool LogitsAreLogProbabilities => false;

    /// <summary>Advances every live row by its token.</summary>
    /// <param name="tokens">The token each row takes in, [rows]; the start tokens at the first step.</param>
    /// <param name="cancellationToken">Ends the step early, where the implementer can.</param>
    /// <returns>
    /// Logits, [rows, vocabulary] row by row: scores before log-softmax of the token that follows, −∞ where impossible.
    /// They stay valid until the next <see cref="Step"/> or <see cref="Reorder"/>, and until then belong to the search,
    /// which may overwrite them: return a buffer that nothing else reads.
    /// </returns>
    /// <exception cref="OperationCanceledException">The step was cancelled; the rows are then of no further use.</exception>
    public Span<float> Step(ReadOnlySpan<int> tokens, CancellationToken cancellationToken);

    /// <summary>Makes the state of new row r that of old row <c>parents[r]</c>: gather, compact, permute and fork are all this.</summary>
    /// <param name="parents">
    /// The old row of each new row, [new rows]; at least one, in any order, each between 0 and <see cref="Rows"/> − 1,
    /// with repetitions where a hypothesis forks. A search asks for at most <see cref="SearchOptions.RowsPerInput"/> rows per input.
    /// </param>
    /// <remarks>Search calls it at most once between two steps, and not at all when nothing moves, so it may be applied lazily by the next step.</remarks>
    public void Reorder(ReadOnlySpan<int> parents);
}
