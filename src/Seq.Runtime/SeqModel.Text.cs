using Seq.Decoding.Sessions;
using Seq.Model;

namespace Seq.Runtime;

/// <content>Perplexity of texts under a language model.</content>
public sealed partial class SeqModel
{
    /// <summary>How likely a language model finds a whole text, as one stream behind the start token. No end token is added.</summary>
    /// <param name="text">The text, of any length: it is read in chunks, with the state carried from one to the next.</param>
    /// <param name="cancellationToken">Ends the work between chunks and inside of them.</param>
    /// <inheritdoc cref="ScoreTextTokens" path="/exception"/>
    /// <exception cref="VocabularyException">The text holds a token that the vocabulary lacks.</exception>
    public TextScore ScoreText(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        using var reader = new StringReader(text);
        return ScoreText(reader, markLines: false, cancellationToken);
    }

    /// <summary>How likely a language model finds the text of a UTF-8 file; see <see cref="ScoreText(TextReader, bool, CancellationToken)"/>.</summary>
    /// <param name="path">The file, of any size.</param>
    /// <param name="cancellationToken">Ends the work between chunks and inside of them.</param>
    /// <inheritdoc cref="ScoreTextTokens" path="/exception"/>
    /// <exception cref="VocabularyException">The text holds a token that the vocabulary lacks.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public TextScore ScoreFile(string path, CancellationToken cancellationToken = default)
    {
        using var reader = new StreamReader(path);
        return ScoreText(reader, markLines: false, cancellationToken);
    }

    /// <summary>How likely a language model finds what a reader gives, as one stream behind the start token. Memory does not grow with the text.</summary>
    /// <param name="text">The text. It is read to its end, while the call has its turn, and not disposed.</param>
    /// <param name="markLines">Whether the end token stands behind each line, as in models that were trained with <c>data.line_marks</c>; otherwise line ends are white space.</param>
    /// <param name="cancellationToken">Ends the work between chunks and inside of them.</param>
    /// <inheritdoc cref="ScoreTextTokens" path="/exception"/>
    /// <exception cref="VocabularyException">The text holds a token that the vocabulary lacks, or lines are to be marked and there is no end token.</exception>
    public TextScore ScoreText(TextReader text, bool markLines = false, CancellationToken cancellationToken = default) =>
        _calls.Run(ScoreTextCall(text, markLines, cancellationToken));

    /// <summary>How likely a language model finds token ids, as one stream behind the start token.</summary>
    /// <param name="tokens">The ids, [time]; the end token too, where it shall count.</param>
    /// <param name="cancellationToken">Ends the work between chunks and inside of them.</param>
    /// <exception cref="InvalidInputException">There are no tokens, or an id is out of range.</exception>
    /// <exception cref="ModelKindException">The model is no language model.</exception>
    /// <exception cref="InferenceException">ONNX Runtime failed, or returned what is no number.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the model can be used again.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed.</exception>
    public TextScore ScoreTextTokens(IReadOnlyList<int> tokens, CancellationToken cancellationToken = default) =>
        _calls.Run(ScoreTextCall(tokens, cancellationToken));

    private ModelCall<TextScore> ScoreTextCall(TextReader text, bool markLines, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        _ = _steps?.Reader ?? throw WrongKind("ScoreText", "a language model");
        int? mark = markLines
            ? SourceVocabulary.Special.End ?? throw new VocabularyException("Lines are to be marked by the end token, but the vocabulary has none. Score the text without marks.")
            : null;
        var tokens = new TextTokens(text, SourceVocabulary, mark);
        var call = ScoreStreamCall(tokens.Read(), cancellationToken);
        return call with { Work = count => call.Work(count) with { Characters = tokens.Characters, UnknownTokens = tokens.Unknown } };
    }

    private ModelCall<TextScore> ScoreTextCall(IReadOnlyList<int> tokens, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        _ = _steps?.Reader ?? throw WrongKind("ScoreText", "a language model");
        SourceBatch.Check([tokens], SourceVocabulary.Count);
        return ScoreStreamCall(tokens, cancellationToken);
    }

    private ModelCall<TextScore> ScoreStreamCall(IEnumerable<int> tokens, CancellationToken cancellationToken) => new(
        "score",
        count =>
        {
            var reader = _steps!.Reader!;
            using var loan = _steps.Pool.Lend();
            loan.Model.BeginEmpty(1, 1);
            RowState[] state = [loan.Model.SaveRow(0)];
            var (before, read, sum) = (DefaultSearch.StartToken, 0L, 0.0);
            try
            {
                // The chunks in which the reader works, so that it makes no difference how the tokens come.
                foreach (var chunk in tokens.Chunk(reader.ChunkFor(1)))
                {
                    int[] fed = [before, .. chunk.AsSpan(0, chunk.Length - 1)];
                    reader.Read(loan.Model, state, [fed], (_, position, logProbabilities) => sum += logProbabilities[chunk[position]], cancellationToken);
                    if (double.IsNaN(sum))
                    {
                        throw new InferenceException(_bundle.PathOf(GraphNames.Score), $"The log-probability of one of the tokens {read} to {read + chunk.Length - 1} is NaN.");
                    }

                    (before, read) = (chunk[^1], read + chunk.Length);
                }
            }
            catch (OperationCanceledException)
            {
                loan.Sound();
                throw;
            }

            loan.Sound();
            count.Add(1, read);
            return read > 0 ? new TextScore(read, sum) : throw new InvalidInputException("The text has no tokens, of which there must be at least one.");
        },
        cancellationToken);
}
