using Seq.Decoding.Kernels;
using Seq.Model;

namespace Seq.Runtime;

/// <content>Classifiers and taggers.</content>
public sealed partial class SeqModel
{
    // Kernels sum over a padded width in groups; with whole groups of zeros a row does not depend on the width of its batch.
    private const int LabelWidthStep = 16;

    private delegate T ReadLabels<T>(int input, ReadOnlySpan<float> logits, ReadOnlySpan<float> logProbabilities);

    /// <summary>Classifies a text.</summary>
    /// <param name="text">The text; at least one token.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <inheritdoc cref="ClassifyTokensBatch" path="/exception"/>
    /// <exception cref="VocabularyException">The text holds a token that the vocabulary lacks.</exception>
    public Classification Classify(string text, CancellationToken cancellationToken = default) => ClassifyBatch([text], null, cancellationToken)[0];

    /// <summary>Classifies texts, many at a time.</summary>
    /// <param name="texts">The texts; at least one, each of at least one token.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>One result per text, in the same order, [texts].</returns>
    /// <inheritdoc cref="ClassifyTokensBatch" path="/exception"/>
    /// <exception cref="VocabularyException">A text holds a token that the vocabulary lacks.</exception>
    public IReadOnlyList<Classification> ClassifyBatch(
        IReadOnlyList<string> texts, LabelOptions? options = null, CancellationToken cancellationToken = default) =>
        ClassifyTokensBatch(EncodeRows(texts), options, cancellationToken);

    /// <summary>Classifies token ids, many inputs at a time.</summary>
    /// <param name="inputs">Token ids, each [time]; at least one input of at least one token. They are read as they are: <see cref="Vocabulary.FitRow"/> cuts and pads as the training did.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>One result per input, in the same order, [inputs].</returns>
    /// <exception cref="InvalidInputException">The batch or an input is empty, or an id is out of range.</exception>
    /// <exception cref="ModelKindException">The model is no classifier.</exception>
    /// <exception cref="InferenceException">ONNX Runtime failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the model can be used again.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed.</exception>
    public IReadOnlyList<Classification> ClassifyTokensBatch(
        IReadOnlyList<IReadOnlyList<int>> inputs, LabelOptions? options = null, CancellationToken cancellationToken = default) =>
        _calls.Run(ClassifyCall(inputs, options, cancellationToken));

    /// <summary>Tags each token of a text.</summary>
    /// <param name="text">The text; at least one token.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <inheritdoc cref="TagTokensBatch" path="/exception"/>
    /// <exception cref="VocabularyException">The text holds a token that the vocabulary lacks.</exception>
    public Tagging Tag(string text, CancellationToken cancellationToken = default) => TagBatch([text], null, cancellationToken)[0];

    /// <summary>Tags each token of texts, many at a time.</summary>
    /// <param name="texts">The texts; at least one, each of at least one token.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>One result per text, in the same order, [texts].</returns>
    /// <inheritdoc cref="TagTokensBatch" path="/exception"/>
    /// <exception cref="VocabularyException">A text holds a token that the vocabulary lacks.</exception>
    public IReadOnlyList<Tagging> TagBatch(IReadOnlyList<string> texts, LabelOptions? options = null, CancellationToken cancellationToken = default) =>
        _calls.Run(TagCall(EncodeSources(texts), options, cancellationToken, texts));

    /// <summary>Tags token ids, many inputs at a time.</summary>
    /// <param name="inputs">Token ids, each [time]; at least one input of at least one token.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>One result per input, in the same order, [inputs].</returns>
    /// <exception cref="InvalidInputException">The batch or an input is empty, or an id is out of range.</exception>
    /// <exception cref="ModelKindException">The model is no tagger.</exception>
    /// <exception cref="InferenceException">ONNX Runtime failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the model can be used again.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed.</exception>
    public IReadOnlyList<Tagging> TagTokensBatch(
        IReadOnlyList<IReadOnlyList<int>> inputs, LabelOptions? options = null, CancellationToken cancellationToken = default) =>
        _calls.Run(TagCall(inputs, options, cancellationToken));

    private ModelCall<Classification[]> ClassifyCall(IReadOnlyList<IReadOnlyList<int>> inputs, LabelOptions? options, CancellationToken cancellationToken)
    {
        var classifier = Description as ClassifierDescription ?? throw WrongKind("Classify", "a classifier");
        return LabelCall(
            "classify", inputs, options, (_, logits, log) => LabelOutputs.Classify(classifier, TargetVocabulary, logits, log), cancellationToken);
    }

    private ModelCall<Tagging[]> TagCall(
        IReadOnlyList<IReadOnlyList<int>> inputs, LabelOptions? options, CancellationToken cancellationToken, IReadOnlyList<string>? texts = null)
    {
        _ = Description as TaggerDescription ?? throw WrongKind("Tag", "a tagger");
        return LabelCall(
            "tag", inputs, options, (input, _, log) => LabelOutputs.Tag(inputs[input], SourceVocabulary, TargetVocabulary, log, texts?[input]), cancellationToken);
    }

    /// <summary>What the classifier reads of texts.</summary>
    private int[][] EncodeRows(IReadOnlyList<string> texts)
    {
        var ids = EncodeSources(texts);
        SourceBatch.Check(ids, SourceVocabulary.Count); // A text without tokens is an error, whatever would be put in front of it.
        return Array.ConvertAll(ids, row => SourceVocabulary.FitRow([.. row]));
    }

    private ModelCall<T[]> LabelCall<T>(
        string operation, IReadOnlyList<IReadOnlyList<int>> inputs, LabelOptions? options, ReadLabels<T> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        SourceBatch.Check(inputs, SourceVocabulary.Count);
        return new(
            operation,
            count =>
            {
                var results = new T[inputs.Count];
                foreach (var part in BatchPlan.Parts(inputs.Count, input => inputs[input].Count, BatchSize((options ?? LabelOptions.Default).MaxBatchSize)))
                {
                    var found = RunLabels(inputs, part, read, cancellationToken);
                    for (var row = 0; row < part.Length; row++)
                    {
                        results[part[row]] = found[row];
                    }

                    count.Add(part.Length, part.Sum(input => (long)inputs[input].Count));
                }

                return results;
            },
            cancellationToken);
    }

    private T[] RunLabels<T>(IReadOnlyList<IReadOnlyList<int>> inputs, int[] part, ReadLabels<T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var stop = new StopSignal();
        stop.Watch(cancellationToken);
        var tensors = SourceBatch.Of(inputs, part, LabelWidthStep).ToTensors();
        try
        {
            var graph = _sessions[GraphNames.Score];
            using var outputs = graph.Run(stop.Options, tensors, [GraphNames.Logits, GraphNames.LogProbabilities], cancellationToken);
            var logits = outputs[0].GetTensorDataAsSpan<float>();
            var logProbabilities = outputs[1].GetTensorDataAsSpan<float>();
            if (ArgMax.Of(logProbabilities) < 0)
            {
                throw new InferenceException(graph.FilePath, $"The output '{GraphNames.LogProbabilities}' holds NaN.");
            }

            var perRow = logits.Length / part.Length;
            var results = new T[part.Length];
            for (var row = 0; row < part.Length; row++)
            {
                results[row] = read(part[row], logits.Slice(row * perRow, perRow), logProbabilities.Slice(row * perRow, perRow));
            }

            return results;
        }
        finally
        {
            SourceBatch.Release(tensors);
        }
    }
}
