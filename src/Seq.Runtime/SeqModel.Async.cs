using Seq.Decoding;

namespace Seq.Runtime;

/// <content>
/// The calls again for servers: they wait for their turn (<see cref="SeqModelOptions.MaxConcurrentCalls"/>) without a thread, then compute on one
/// of the pool. Faults of the caller come with the task.
/// </content>
public sealed partial class SeqModel
{
    /// <summary>Generates from a text as <see cref="Generate"/> does, on the thread pool; no thread waits for the call's turn.</summary>
    /// <inheritdoc cref="Generate" path="/param"/>
    /// <inheritdoc cref="Generate" path="/exception"/>
    public async Task<Generation> GenerateAsync(string source, GenerateOptions? options = null, CancellationToken cancellationToken = default)
    {
        var inputs = InputsOf(EncodeSources([source]), [source]);
        return (await _calls.RunAsync(Single(GenerateCall(inputs, options ?? GenerateOptions.Default, observer: null, cancellationToken))).ConfigureAwait(false))[0];
    }

    /// <summary>Generates from texts as <see cref="GenerateBatch"/> does, on the thread pool; no thread waits for the call's turn.</summary>
    /// <inheritdoc cref="GenerateBatch" path="/param"/>
    /// <inheritdoc cref="GenerateBatch" path="/returns"/>
    /// <inheritdoc cref="GenerateBatch" path="/exception"/>
    public async Task<IReadOnlyList<Generation>> GenerateBatchAsync(
        IReadOnlyList<string> sources, GenerateOptions? options = null, CancellationToken cancellationToken = default)
    {
        var inputs = InputsOf(EncodeSources(sources), sources);
        return await _calls.RunAsync(GenerateCall(inputs, options ?? GenerateOptions.Default, observer: null, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Generates from token ids as <see cref="GenerateTokens"/> does, on the thread pool; no thread waits for the call's turn.</summary>
    /// <inheritdoc cref="GenerateTokens" path="/param"/>
    /// <inheritdoc cref="GenerateTokens" path="/exception"/>
    public async Task<Generation> GenerateTokensAsync(
        IReadOnlyList<int> source, GenerateOptions? options = null, CancellationToken cancellationToken = default) =>
        (await _calls.RunAsync(Single(GenerateCall(InputsOf([source]), options ?? GenerateOptions.Default, observer: null, cancellationToken))).ConfigureAwait(false))[0];

    /// <summary>Generates from token ids as <see cref="GenerateTokensBatch"/> does, on the thread pool; no thread waits for the call's turn.</summary>
    /// <inheritdoc cref="GenerateTokensBatch" path="/param"/>
    /// <inheritdoc cref="GenerateTokensBatch" path="/returns"/>
    /// <inheritdoc cref="GenerateTokensBatch" path="/exception"/>
    public async Task<IReadOnlyList<Generation>> GenerateTokensBatchAsync(
        IReadOnlyList<IReadOnlyList<int>> sources, GenerateOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sources);
        return await _calls.RunAsync(GenerateCall(InputsOf(sources), options ?? GenerateOptions.Default, observer: null, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Scores a text as <see cref="Score"/> does, on the thread pool; no thread waits for the call's turn.</summary>
    /// <inheritdoc cref="Score" path="/param"/>
    /// <inheritdoc cref="Score" path="/exception"/>
    public async Task<TargetScore> ScoreAsync(string source, string target, SearchOptions? search = null, CancellationToken cancellationToken = default) =>
        (await _calls.RunAsync(Single(ScoreCall(EncodePairs([(source, target)], new() { Search = search }), new() { Search = search }, cancellationToken))).ConfigureAwait(false))[0];

    /// <summary>Scores texts as <see cref="ScoreBatch"/> does, on the thread pool; no thread waits for the call's turn.</summary>
    /// <inheritdoc cref="ScoreBatch" path="/param"/>
    /// <inheritdoc cref="ScoreBatch" path="/returns"/>
    /// <inheritdoc cref="ScoreBatch" path="/exception"/>
    public async Task<IReadOnlyList<TargetScore>> ScoreBatchAsync(
        IReadOnlyList<(string Source, string Target)> pairs, ScoreOptions? options = null, CancellationToken cancellationToken = default) =>
        await ScoreTokensBatchAsync(EncodePairs(pairs, options), options, cancellationToken).ConfigureAwait(false);

    /// <summary>Scores token ids as <see cref="ScoreTokensBatch"/> does, on the thread pool; no thread waits for the call's turn.</summary>
    /// <inheritdoc cref="ScoreTokensBatch" path="/param"/>
    /// <inheritdoc cref="ScoreTokensBatch" path="/returns"/>
    /// <inheritdoc cref="ScoreTokensBatch" path="/exception"/>
    public async Task<IReadOnlyList<TargetScore>> ScoreTokensBatchAsync(
        IReadOnlyList<(IReadOnlyList<int> Source, ScoringTarget Target)> pairs, ScoreOptions? options = null, CancellationToken cancellationToken = default) =>
        await _calls.RunAsync(ScoreCall(pairs, options, cancellationToken)).ConfigureAwait(false);

    /// <summary>Scores a whole text as <see cref="ScoreText(string, CancellationToken)"/> does, on the thread pool; no thread waits for the call's turn.</summary>
    /// <inheritdoc cref="ScoreText(string, CancellationToken)" path="/param"/>
    /// <inheritdoc cref="ScoreText(string, CancellationToken)" path="/exception"/>
    public async Task<TextScore> ScoreTextAsync(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        using var reader = new StringReader(text);
        return await ScoreTextAsync(reader, markLines: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Scores what a reader gives as <see cref="ScoreText(TextReader, bool, CancellationToken)"/> does, on the thread pool; no thread waits for the call's turn.</summary>
    /// <inheritdoc cref="ScoreText(TextReader, bool, CancellationToken)" path="/param"/>
    /// <inheritdoc cref="ScoreText(TextReader, bool, CancellationToken)" path="/exception"/>
    public async Task<TextScore> ScoreTextAsync(TextReader text, bool markLines = false, CancellationToken cancellationToken = default) =>
        await _calls.RunAsync(ScoreTextCall(text, markLines, cancellationToken)).ConfigureAwait(false);

    /// <summary>Scores the text of a UTF-8 file as <see cref="ScoreFile"/> does, on the thread pool; no thread waits for the call's turn.</summary>
    /// <inheritdoc cref="ScoreFile" path="/param"/>
    /// <inheritdoc cref="ScoreFile" path="/exception"/>
    public async Task<TextScore> ScoreFileAsync(string path, CancellationToken cancellationToken = default)
    {
        using var reader = new StreamReader(path);
        return await ScoreTextAsync(reader, markLines: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Scores token ids as <see cref="ScoreTextTokens"/> does, on the thread pool; no thread waits for the call's turn.</summary>
    /// <inheritdoc cref="ScoreTextTokens" path="/param"/>
    /// <inheritdoc cref="ScoreTextTokens" path="/exception"/>
    public async Task<TextScore> ScoreTextTokensAsync(IReadOnlyList<int> tokens, CancellationToken cancellationToken = default) =>
        await _calls.RunAsync(ScoreTextCall(tokens, cancellationToken)).ConfigureAwait(false);

    /// <summary>Classifies a text as <see cref="Classify"/> does, on the thread pool; no thread waits for the call's turn.</summary>
    /// <inheritdoc cref="Classify" path="/param"/>
    /// <inheritdoc cref="Classify" path="/exception"/>
    public async Task<Classification> ClassifyAsync(string text, CancellationToken cancellationToken = default) =>
        (await ClassifyBatchAsync([text], null, cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Classifies texts as <see cref="ClassifyBatch"/> does, on the thread pool; no thread waits for the call's turn.</summary>
    /// <inheritdoc cref="ClassifyBatch" path="/param"/>
    /// <inheritdoc cref="ClassifyBatch" path="/returns"/>
    /// <inheritdoc cref="ClassifyBatch" path="/exception"/>
    public async Task<IReadOnlyList<Classification>> ClassifyBatchAsync(
        IReadOnlyList<string> texts, LabelOptions? options = null, CancellationToken cancellationToken = default) =>
        await ClassifyTokensBatchAsync(EncodeRows(texts), options, cancellationToken).ConfigureAwait(false);

    /// <summary>Classifies token ids as <see cref="ClassifyTokensBatch"/> does, on the thread pool; no thread waits for the call's turn.</summary>
    /// <inheritdoc cref="ClassifyTokensBatch" path="/param"/>
    /// <inheritdoc cref="ClassifyTokensBatch" path="/returns"/>
    /// <inheritdoc cref="ClassifyTokensBatch" path="/exception"/>
    public async Task<IReadOnlyList<Classification>> ClassifyTokensBatchAsync(
        IReadOnlyList<IReadOnlyList<int>> inputs, LabelOptions? options = null, CancellationToken cancellationToken = default) =>
        await _calls.RunAsync(ClassifyCall(inputs, options, cancellationToken)).ConfigureAwait(false);

    /// <summary>Tags each token of a text as <see cref="Tag"/> does, on the thread pool; no thread waits for the call's turn.</summary>
    /// <inheritdoc cref="Tag" path="/param"/>
    /// <inheritdoc cref="Tag" path="/exception"/>
    public async Task<Tagging> TagAsync(string text, CancellationToken cancellationToken = default) =>
        (await TagBatchAsync([text], null, cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Tags each token of texts as <see cref="TagBatch"/> does, on the thread pool; no thread waits for the call's turn.</summary>
    /// <inheritdoc cref="TagBatch" path="/param"/>
    /// <inheritdoc cref="TagBatch" path="/returns"/>
    /// <inheritdoc cref="TagBatch" path="/exception"/>
    public async Task<IReadOnlyList<Tagging>> TagBatchAsync(
        IReadOnlyList<string> texts, LabelOptions? options = null, CancellationToken cancellationToken = default) =>
        await _calls.RunAsync(TagCall(EncodeSources(texts), options, cancellationToken, texts)).ConfigureAwait(false);

    /// <summary>Tags token ids as <see cref="TagTokensBatch"/> does, on the thread pool; no thread waits for the call's turn.</summary>
    /// <inheritdoc cref="TagTokensBatch" path="/param"/>
    /// <inheritdoc cref="TagTokensBatch" path="/returns"/>
    /// <inheritdoc cref="TagTokensBatch" path="/exception"/>
    public async Task<IReadOnlyList<Tagging>> TagTokensBatchAsync(
        IReadOnlyList<IReadOnlyList<int>> inputs, LabelOptions? options = null, CancellationToken cancellationToken = default) =>
        await _calls.RunAsync(TagCall(inputs, options, cancellationToken)).ConfigureAwait(false);
}
