using Seq.Decoding;
using Seq.Model;

namespace Seq.Runtime;

/// <content>Scoring of given targets.</content>
public sealed partial class SeqModel
{
    /// <summary>How likely the model finds a text as output for another; for a language model, as what follows it.</summary>
    /// <param name="source">The source text; at least one token. For a language model the prompt, which may be empty.</param>
    /// <param name="target">The target text; the end token is added, if the model has one.</param>
    /// <param name="search">The search whose processors and length penalty count; null for <see cref="DefaultSearch"/>.</param>
    /// <param name="cancellationToken">Ends the work between steps and inside of them.</param>
    /// <exception cref="NoTokenPossibleException">Rules or the model left no token at all possible at some step.</exception>
    /// <inheritdoc cref="ScoreTokensBatch" path="/exception"/>
    /// <exception cref="VocabularyException">A text holds a token that its vocabulary lacks.</exception>
    public TargetScore Score(string source, string target, SearchOptions? search = null, CancellationToken cancellationToken = default) =>
        _calls.Run(Single(ScoreCall(EncodePairs([(source, target)], new() { Search = search }), new() { Search = search }, cancellationToken)))[0];

    /// <summary>How likely the model finds texts as outputs for others.</summary>
    /// <param name="pairs">Sources and targets; the end token is added to each target, if the model has one.</param>
    /// <param name="options">How; null for the bundle's defaults.</param>
    /// <param name="cancellationToken">Ends the work between steps and inside of them.</param>
    /// <returns>One score per pair, in the same order, [pairs].</returns>
    /// <inheritdoc cref="ScoreTokensBatch" path="/exception"/>
    /// <exception cref="VocabularyException">A text holds a token that its vocabulary lacks.</exception>
    public IReadOnlyList<TargetScore> ScoreBatch(
        IReadOnlyList<(string Source, string Target)> pairs, ScoreOptions? options = null, CancellationToken cancellationToken = default) =>
        ScoreTokensBatch(EncodePairs(pairs, options), options, cancellationToken);

    /// <summary>How likely the model finds token ids as outputs for others.</summary>
    /// <param name="pairs">Source token ids, each [time], and targets.</param>
    /// <param name="options">How; null for the bundle's defaults.</param>
    /// <param name="cancellationToken">Ends the work between steps and inside of them.</param>
    /// <returns>One score per pair, in the same order, [pairs]. One of which no token at all was possible at some step has a <see cref="TargetScore.Failure"/>.</returns>
    /// <exception cref="InvalidInputException">The batch or a source is empty, or a source id is out of range.</exception>
    /// <exception cref="SearchOptionsException">The search options are out of range or without effect.</exception>
    /// <exception cref="DecodingRequestException">A target has a token that the model has not.</exception>
    /// <exception cref="ModelCompositionException">The models of <see cref="ScoreOptions.Composition"/> cannot decode together.</exception>
    /// <exception cref="ModelKindException">The model generates nothing.</exception>
    /// <exception cref="InferenceException">ONNX Runtime failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the model can be used again.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed.</exception>
    public IReadOnlyList<TargetScore> ScoreTokensBatch(
        IReadOnlyList<(IReadOnlyList<int> Source, ScoringTarget Target)> pairs, ScoreOptions? options = null, CancellationToken cancellationToken = default) =>
        _calls.Run(ScoreCall(pairs, options, cancellationToken));

    private (IReadOnlyList<int> Source, ScoringTarget Target)[] EncodePairs(IReadOnlyList<(string Source, string Target)> pairs, ScoreOptions? options)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var search = options?.Search ?? DefaultSearch;
        var sources = EncodeSources([.. pairs.Select(pair => pair.Source)]);
        int? end = search.EndTokens.Count > 0 ? search.EndTokens[0] : null;
        return [.. sources.Select((source, i) => (source, new ScoringTarget(EncodeTarget(pairs[i].Target, i), end)))];
    }

    /// <summary>The call for a single pair: it fails where the pair does.</summary>
    private static ModelCall<TargetScore[]> Single(ModelCall<TargetScore[]> call) => call with
    {
        Work = count => call.Work(count) is var scores && scores[0].Failure is { } failure ? throw failure : scores,
    };

    private ModelCall<TargetScore[]> ScoreCall(
        IReadOnlyList<(IReadOnlyList<int> Source, ScoringTarget Target)> pairs, ScoreOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        options ??= ScoreOptions.Default;
        var inputs = InputsOf([.. pairs.Select(pair => pair.Source)]);
        if (options.Composition is { } composition)
        {
            CompositionChecks.Check(this, composition);
        }

        ScoringTarget[] targets = [.. Enumerable.Range(0, inputs.Count).Select(Target)];
        Scorer.Validate(targets, TargetVocabulary.Count);
        return new(
            "score",
            count =>
            {
                var scorer = new Scorer(options.Search ?? DefaultSearch);
                var scores = new TargetScore[inputs.Count];
                foreach (var part in BatchPlan.Parts(inputs.Count, inputs.LengthOf, BatchSize(options.MaxBatchSize)))
                {
                    ScorePart(inputs, part, scorer, options.Composition, Array.ConvertAll(part, input => targets[input]), scores, cancellationToken);
                    count.Add(part.Length, part.Sum(input => scores[input].Length));
                }

                return scores;
            },
            cancellationToken);

        // As Generate does: the length of the source is known, and options that limit by a ratio need it.
        ScoringTarget Target(int input) => pairs[input].Target with { SourceLength = pairs[input].Target.SourceLength ?? inputs.LengthOf(input) };
    }

    private void ScorePart(
        IGenerationInputs inputs, int[] part, Scorer scorer, ModelComposition? composition, ScoringTarget[] targets, TargetScore[] scores, CancellationToken cancellationToken)
    {
        using var begun = BegunModels.Begin(this, composition, inputs, part, 1, DecodingRequest.Default, cancellationToken);
        try
        {
            var found = scorer.Score(begun.Model, targets, begun.Request.StartTokens, cancellationToken);
            for (var row = 0; row < part.Length; row++)
            {
                scores[part[row]] = found[row] with { Failure = found[row].Failure is { } failure ? new(part[row], failure.Step) : null };
            }

            begun.Sound();
        }
        catch (OperationCanceledException)
        {
            begun.Sound();
            throw;
        }
        catch (DecodingException exception) when (part.Length < inputs.Count)
        {
            throw exception.InBatch(part);
        }
    }

    private int[] EncodeTarget(string target, int input) =>
        TargetVocabulary.Encode(target ?? throw new InvalidInputException($"Target {input} of the batch is null; give a text.", input));
}
