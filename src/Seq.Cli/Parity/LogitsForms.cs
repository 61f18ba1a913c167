using Seq.Cli.Models;
using Seq.Model;

namespace Seq.Cli.Parity;

/// <summary>Compares logits in every form in which a caller can ask for them: whole, step by step, in pieces, alone, among other rows, at the edges.</summary>
/// <param name="trainer">The checkpoint's model.</param>
/// <param name="referee">The same in float64.</param>
/// <param name="bundle">The bundle.</param>
internal sealed class LogitsForms(TorchSide trainer, TorchSide referee, BundleSide bundle)
{
    /// <summary>How many times the trainer's weights are changed in their last bit to learn what rounding may do.</summary>
    internal const int Shakes = 4;

    private const int RowsAlone = 4;
    private const int MorePadding = 3;

    private readonly ModelDescription _model = bundle.Description;
    private readonly List<ParityInput> _inputs = []; // Every batch compared, should rounding have to be measured anew.
    private readonly LogitsCheck _score = new("score-logits", "logits, score.onnx");
    private readonly LogitsCheck _logProbabilities = new("score-log-probabilities", "log-probabilities, score.onnx");
    private readonly LogitsCheck _step = new("step-logits", "logits, step.onnx in a chain");
    private readonly LogitsCheck _pieces = new("pieces", "logits of a sequence cut in pieces");
    private readonly LogitsCheck _alone = new("alone", "logits of a row alone, without padding");
    private readonly LogitsCheck _permuted = new("permuted", "logits in another order, behind other padding");
    private readonly LogitsCheck _edges = new("edges", "logits of one token, of the longest rows, of one row");

    /// <summary>The checks of this kind of model.</summary>
    internal IReadOnlyList<LogitsCheck> Checks => bundle.Writes
        ? [_score, _logProbabilities, _step, _pieces, _alone, _permuted, _edges]
        : [_score, _logProbabilities, _alone, _permuted, _edges];

    /// <summary>The trainer's largest difference from float64, over all forms.</summary>
    internal double TrainerError => Checks.Max(check => check.TrainerError);

    /// <summary>The bundle's largest difference from float64, over all forms.</summary>
    internal double BundleError => Checks.Max(check => check.BundleError);

    /// <summary>Compares a batch as whole sequences and step by step.</summary>
    /// <returns>The trainer's logits, the referee's and those of the score graph.</returns>
    internal (LogitsBlock Trainer, LogitsBlock Referee, LogitsBlock Score) Compare(ParityInput input, Func<int, string> label, CancellationToken cancellationToken)
    {
        _inputs.Add(input);
        var (expected, exact, lengths) = (trainer.Logits(input), referee.Logits(input), input.Steps(_model));
        var (logits, logProbabilities) = bundle.Score(input, cancellationToken);
        _score.Add(expected, logits, exact, lengths, label);
        var sigmoid = Vocabularies.IsSigmoid(_model);
        _logProbabilities.Add(expected.LogProbabilities(sigmoid), logProbabilities, exact.LogProbabilities(sigmoid), lengths, label);
        if (bundle.Writes)
        {
            _step.Add(expected, bundle.Steps(input, cancellationToken), exact, lengths, label);
        }

        return (expected, exact, logits);
    }

    /// <summary>Compares a batch in the other forms.</summary>
    /// <param name="input">The batch.</param>
    /// <param name="id">Draws an id of a vocabulary of that size, for padding.</param>
    /// <param name="label">Names a row.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    internal void CompareForms(ParityInput input, Func<int, int> id, Func<int, string> label, CancellationToken cancellationToken)
    {
        var (expected, exact) = (trainer.Logits(input), referee.Logits(input));
        for (var row = 0; row < Math.Min(RowsAlone, input.Rows); row++)
        {
            Add(_alone, input.Alone(row, _model), expected, exact, [row], _ => label(row), cancellationToken);
        }

        int[] rows = [.. Enumerable.Range(0, input.Rows).Select(row => (row * 7) % input.Rows).Distinct().Reverse()];
        Add(_permuted, input.Select(rows, MorePadding, id, _model), expected, exact, rows, row => label(rows[row]), cancellationToken);
        if (input.Target is { } target)
        {
            ComparePieces(input, target, expected, exact, id, label, cancellationToken);
        }
    }

    /// <summary>Compares a batch at the edge of what is possible.</summary>
    internal void CompareEdge(ParityInput input, CancellationToken cancellationToken)
    {
        _inputs.Add(input);
        int[] rows = [.. Enumerable.Range(0, input.Rows)];
        var name = (input.Target ?? input.Source)!.Lengths.Length == 1 ? $"one row of {string.Join(" and ", Lengths(input, 0))} tokens" : null;
        Add(_edges, input, trainer.Logits(input), referee.Logits(input), rows, row => name ?? $"row of {string.Join(" and ", Lengths(input, row))} tokens", cancellationToken);
    }

    /// <summary>
    /// The largest distance from float64 of trainers whose weights were changed in their last bit. Few inputs show a trainer's rounding by luck: where a recurrence
    /// amplifies it, one order of sums may come out tenfold better than another that is as good.
    /// </summary>
    internal double ShakenError(CancellationToken cancellationToken)
    {
        var check = new LogitsCheck("shaken", "logits, TorchSharp with weights changed in their last bit");
        for (ulong seed = 1; seed <= Shakes; seed++)
        {
            using var shaken = trainer.Again();
            shaken.Shake(seed);
            foreach (var input in _inputs)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var logits = shaken.Logits(input);
                check.Add(logits, logits, referee.Logits(input), input.Steps(_model), row => $"row {row}");
            }
        }

        return check.TrainerError;
    }

    private static IEnumerable<long> Lengths(ParityInput input, int row) => new[] { input.Source, input.Target }.OfType<TokenBatch>().Select(side => side.Lengths[row]);

    private void Add(
        LogitsCheck check, ParityInput input, LogitsBlock expected, LogitsBlock exact, int[] rows, Func<int, string> label, CancellationToken cancellationToken)
    {
        check.Add(expected, bundle.Score(input, cancellationToken).Logits, exact, input.Steps(_model), label, rows);
        if (bundle.Writes)
        {
            check.Add(expected, bundle.Steps(input, cancellationToken), exact, input.Steps(_model), row => label(row) + ", by steps", rows);
        }
    }

    /// <summary>A language model's pieces carry their states; of a pair, what comes later must not change what came before.</summary>
    private void ComparePieces(
        ParityInput input, TokenBatch target, LogitsBlock expected, LogitsBlock exact, Func<int, int> id, Func<int, string> label, CancellationToken cancellationToken)
    {
        var shortest = (int)target.Lengths.Min();
        if (input.Source is null)
        {
            int[] cuts = [.. new[] { id(shortest), id(shortest) }.Where(cut => cut > 0).Distinct().Order()];
            _pieces.Add(expected, bundle.ScoreInPieces(target, cuts, cancellationToken), exact, target.Lengths, label);
            return;
        }

        var end = 1 + id(shortest);
        var first = new long[input.Rows, end];
        for (var i = 0; i < first.Length; i++)
        {
            first[i / end, i % end] = target.Ids[i / end, i % end];
        }

        var lengths = Enumerable.Repeat((long)end, input.Rows).ToArray();
        _pieces.Add(expected, bundle.Score(input with { Target = new(first, lengths) }, cancellationToken).Logits, exact, lengths, label);
    }
}
