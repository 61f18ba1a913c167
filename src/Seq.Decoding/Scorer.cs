using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Seq.Decoding.Search;

namespace Seq.Decoding;

/// <summary>Computes how likely a model finds given sequences, by the steps, processors and sums that search uses.</summary>
/// <remarks>
/// The score of what a <see cref="Decoder"/> returned, under the same options, is the score it reported.
/// A scorer keeps nothing between calls and may serve several threads, each with a model of its own.
/// </remarks>
public sealed class Scorer
{
    private readonly SearchOptions _options;

    /// <param name="options">
    /// The options of the search: the start token, end tokens, processors, minimum length, length and coverage penalties matter here.
    /// </param>
    /// <exception cref="SearchOptionsException">Some options are out of range or without effect; the exception lists them all.</exception>
    public Scorer(SearchOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
    }

    /// <summary>Scores one target per row of the model.</summary>
    /// <param name="model">The model, with one row per target in its initial state.</param>
    /// <param name="targets">The sequences, [rows]; their lengths may differ.</param>
    /// <param name="startTokens">The token each row is fed at the first step, [rows]; null takes the options' start token for all.</param>
    /// <param name="cancellationToken">Ends the work before the next step, or within it where the model can.</param>
    /// <returns>One score per target, [rows]. One of which no token at all is possible at some step has a <see cref="TargetScore.Failure"/>, and takes nothing from the others.</returns>
    /// <exception cref="SearchOptionsException">The options do not fit the model's vocabulary.</exception>
    /// <exception cref="DecodingRequestException">The targets do not fit the model: no rows, another number of rows, unknown tokens.</exception>
    /// <exception cref="InvalidLogitsException">The model returned NaN or +∞.</exception>
    /// <exception cref="StepModelException">The model broke its contract.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ImmutableArray<TargetScore> Score(
        IStepModel model,
        IReadOnlyList<ScoringTarget> targets,
        IReadOnlyList<int>? startTokens = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(targets);
        _options.Validate(model);
        string[] count = targets.Count == model.Rows ? [] : [$"There are {targets.Count} targets for the {model.Rows} rows of the model; give one per row."];
        Throw([.. count, .. FindProblems(targets, model.VocabularySize)]);
        IReadOnlyList<int>? sources = targets.All(target => target.SourceLength is null) ? null : [.. targets.Select(target => target.SourceLength ?? 0)];
        var request = new DecodingRequest
        {
            StartTokens = startTokens,
            SourceLengths = sources,
            Processors = [.. targets.Select(target => target.Processors)],
        };
        request.Validate(_options, model.Rows, model.VocabularySize);

        var limits = new LengthLimits(_options);
        limits.Begin(request, model.Rows);
        var preparation = new RowPreparation(_options, limits);
        preparation.Begin(model, request.Processors);
        var recorder = new StepRecorder(_options);
        recorder.Begin(model);
        var driver = new StepDriver(model, request);
        var sequences = targets.Select(target => Enumerable.Range(0, target.Length).Select(step => target[step]).ToArray()).ToArray();
        var logProbabilities = sequences.Select(sequence => new double[sequence.Length]).ToArray();
        var attention = sequences.Select(sequence => new int[sequence.Length]).ToArray(); // Where it is recorded.
        var failures = new NoTokenPossibleException?[sequences.Length];
        var live = Enumerable.Range(0, sequences.Length).ToArray(); // The target of each row.
        var tokens = live.Select(input => startTokens?[input] ?? _options.StartToken).ToArray();
        for (var step = 0; ; step++)
        {
            // Rows whose target is complete leave the batch before the step that they no longer need.
            var rows = Enumerable.Range(0, live.Length).Where(row => sequences[live[row]].Length > step).ToArray();
            if (rows.Length == 0)
            {
                break;
            }

            driver.Reorder(rows);
            (live, tokens) = (Gather(live, rows), Gather(tokens, rows));
            driver.TryStep(tokens, out var logits, out _, cancellationToken);
            for (var row = 0; row < live.Length; row++)
            {
                var input = live[row];
                var rowLogits = logits.Slice(row * driver.VocabularySize, driver.VocabularySize);
                var logSumExp = preparation.Prepare(rowLogits, sequences[input].AsSpan(0, step), new RowPlace(input, row, step), out _);
                if (double.IsNegativeInfinity(logSumExp))
                {
                    failures[input] ??= new NoTokenPossibleException(input, step);
                    logSumExp = 0; // Of −∞ less −∞ nothing would come; the token is as impossible as all others.
                }

                tokens[row] = sequences[input][step];
                attention[input][step] = recorder.Attention.Record(row);
                logProbabilities[input][step] = rowLogits[tokens[row]] - logSumExp;
            }
        }

        return [.. logProbabilities.Select((row, input) => ToScore(row, recorder.Attention.CoverageTerm(attention[input])) with { Failure = failures[input] })];
    }

    private static int[] Gather(int[] values, int[] rows) => Array.ConvertAll(rows, row => values[row]);

    /// <summary>Checks targets against a model before anything is scored.</summary>
    /// <param name="targets">The sequences.</param>
    /// <param name="vocabularySize">The number of tokens of the model.</param>
    /// <exception cref="DecodingRequestException">A token is unknown, or the lengths of some sources are given and not of others; the exception lists every reason.</exception>
    public static void Validate(IReadOnlyList<ScoringTarget> targets, int vocabularySize)
    {
        ArgumentNullException.ThrowIfNull(targets);
        Throw([.. FindProblems(targets, vocabularySize)]);
    }

    private static IEnumerable<string> FindProblems(IReadOnlyList<ScoringTarget> targets, int vocabularySize)
    {
        for (var i = 0; i < targets.Count; i++)
        {
            if (targets[i].SourceLength is null && targets.Any(target => target.SourceLength is not null))
            {
                yield return $"Target {i} has no SourceLength, but others have; give all of them or none.";
            }

            for (var step = 0; step < targets[i].Length; step++)
            {
                if ((uint)targets[i][step] >= (uint)vocabularySize)
                {
                    yield return $"Target {i} has token {targets[i][step]} at step {step}, but the model's tokens go from 0 to {vocabularySize - 1}.";
                }
            }
        }
    }

    private static void Throw(string[] problems)
    {
        if (problems.Length > 0)
        {
            throw new DecodingRequestException(problems);
        }
    }

    private TargetScore ToScore(double[] logProbabilities, double coverageTerm)
    {
        var sum = 0.0;
        foreach (var logProbability in logProbabilities)
        {
            sum += logProbability; // In the order of the steps, as search adds them.
        }

        return new TargetScore
        {
            LogProbability = sum,
            TokenLogProbabilities = ImmutableCollectionsMarshal.AsImmutableArray(logProbabilities),
            LengthDivisor = _options.LengthPenalty.Divisor(logProbabilities.Length),
            CoverageTerm = coverageTerm,
            Score = _options.LengthPenalty.Score(sum, logProbabilities.Length) + coverageTerm,
        };
    }
}
