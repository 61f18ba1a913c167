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
        return ScoreTextTokens(SourceVocabulary.Encode(text), cancellationToken);
    }

    /// <summary>How likely a language model finds the text of a UTF-8 file; see <see cref="ScoreText"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the work between chunks and inside of them.</param>
    /// <inheritdoc cref="ScoreTextTokens" path="/exception"/>
    /// <exception cref="VocabularyException">The text holds a token that the vocabulary lacks.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public TextScore ScoreFile(string path, CancellationToken cancellationToken = default) => ScoreText(File.ReadAllText(path), cancellationToken);

    /// <summary>How likely a language model finds token ids, as one stream behind the start token.</summary>
    /// <param name="tokens">The ids, [time]; the end token too, where it shall count.</param>
    /// <param name="cancellationToken">Ends the work between chunks and inside of them.</param>
    /// <exception cref="InvalidInputException">There are no tokens, or an id is out of range.</exception>
    /// <exception cref="ModelKindException">The model is no language model.</exception>
    /// <exception cref="InferenceException">ONNX Runtime failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the model can be used again.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed.</exception>
    public TextScore ScoreTextTokens(IReadOnlyList<int> tokens, CancellationToken cancellationToken = default) =>
        _calls.Run(ScoreTextCall(tokens, cancellationToken));

    private ModelCall<TextScore> ScoreTextCall(IReadOnlyList<int> tokens, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        var reader = _steps?.Reader ?? throw WrongKind("ScoreText", "a language model");
        SourceBatch.Check([tokens], SourceVocabulary.Count);
        return new(
            "score",
            count =>
            {
                using var loan = _steps.Pool.Lend();
                loan.Model.BeginEmpty(1, 1);
                int[] fed = [DefaultSearch.StartToken, .. tokens.Take(tokens.Count - 1)];
                var sum = 0.0;
                try
                {
                    reader.Read(
                        loan.Model, [loan.Model.SaveRow(0)], [fed], (_, position, logProbabilities) => sum += logProbabilities[tokens[position]], cancellationToken);
                }
                catch (OperationCanceledException)
                {
                    loan.Sound();
                    throw;
                }

                loan.Sound();
                count.Add(1, tokens.Count);
                return new TextScore(tokens.Count, sum);
            },
            cancellationToken);
    }
}
