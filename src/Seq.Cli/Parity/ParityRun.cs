using Seq.Cli.Models;
using Seq.Model;
using Seq.Runtime;

namespace Seq.Cli.Parity;

/// <summary>Compares a bundle with the model it was exported from, on inputs that neither of them has seen.</summary>
/// <remarks>
/// Greedy tokens are compared four ways: the trainer's own loop is the reference; the <c>score</c> graph is fed that output and must choose
/// it at every step; the host-driven <c>step</c> graph and the in-graph loop decode for themselves. Logits of <c>score</c> and of the chained
/// <c>step</c> are compared under the greedy output and under random targets.
/// </remarks>
internal sealed class ParityRun
{
    /// <summary>Most tokens of a greedy decode; a model that never ends on random input is compared this far.</summary>
    internal const int MaxSteps = 32;

    private readonly ISequenceModel _trainer;
    private readonly ISequenceModel _referee;
    private readonly SeqModel _bundle;
    private readonly OnnxSequenceModel _host;
    private readonly EncoderDecoderDescription _description;
    private readonly LogitsCheck _scoreLogits = new("score-logits", "logits, score.onnx");
    private readonly LogitsCheck _stepLogits = new("step-logits", "logits, step.onnx in a chain");
    private readonly GreedyCheck _scoreGreedy = new("score-greedy", "greedy, score.onnx");
    private readonly GreedyCheck _hostGreedy = new("host-greedy", "greedy, step.onnx by the host");
    private readonly GreedyCheck _inGraphGreedy = new("in-graph-greedy", "greedy, generate-greedy.onnx");

    /// <summary>Prepares a comparison.</summary>
    /// <param name="trainer">The checkpoint's model.</param>
    /// <param name="referee">The same in float64.</param>
    /// <param name="bundle">The bundle.</param>
    /// <param name="description">What all three are.</param>
    internal ParityRun(ISequenceModel trainer, ISequenceModel referee, SeqModel bundle, EncoderDecoderDescription description)
    {
        (_trainer, _referee, _bundle, _host, _description) = (trainer, referee, bundle, new(bundle), description);
    }

    /// <summary>Runs all checks.</summary>
    /// <param name="inputs">Where inputs come from.</param>
    /// <param name="samples">How many inputs.</param>
    /// <param name="seed">What they are drawn from, for the report.</param>
    /// <param name="golden">The bundle's golden pack; null when it has none.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    internal ParityReport Run(
        ParityInputs inputs, int samples, ulong seed, GoldenBatch? golden, CancellationToken cancellationToken)
    {
        var (batches, done) = (0, 0);
        foreach (var source in inputs.Sources(samples))
        {
            var first = done;
            Compare(source, inputs.Targets(source.Rows), row => $"sample {first + row}", cancellationToken);
            done += source.Rows;
            batches++;
        }

        List<CheckResult> checks = [_scoreLogits.Result, _stepLogits.Result, _scoreGreedy.Result, _hostGreedy.Result, _inGraphGreedy.Result];
        if (golden is not null)
        {
            checks.AddRange(golden.Replay(_host, _referee, _bundle, _scoreLogits.Result.TrainerError ?? 0, cancellationToken));
        }

        return new(checks.TrueForAll(check => check.Passed), done, batches, seed, LogitsCheck.Tolerance, checks);
    }

    private void Compare(TokenBatch source, TokenBatch randomTargets, Func<int, string> label, CancellationToken cancellationToken)
    {
        var end = _description.EndToken;
        var expected = _trainer.Greedy(source, MaxSteps, cancellationToken).Select(row => row.Steps(end)).ToList();
        var target = TokenBatch.DecoderInput(expected, _description.StartToken, end);
        var (logits, score) = CompareLogits(source, target, label, cancellationToken);
        var host = _host.Greedy(source, MaxSteps, cancellationToken);
        var inGraph = InGraph.Greedy(_bundle, source, MaxSteps, cancellationToken);
        for (var row = 0; row < source.Rows; row++)
        {
            var index = row;
            double Gap(int step) => ArgMax.Gap(logits, index, step);
            var chosen = Enumerable.Range(0, expected[row].Count).Select(step => ArgMax.Of(score, index, step)).ToList();
            _scoreGreedy.Add(expected[row], chosen, Gap, label(row));
            _hostGreedy.Add(expected[row], host[row].Steps(end), Gap, label(row));
            _inGraphGreedy.Add(expected[row], inGraph[row].Steps(end), Gap, label(row));
        }

        CompareLogits(source, randomTargets, row => label(row) + " with a random target", cancellationToken);
    }

    /// <summary>Compares the logits of both graphs.</summary>
    /// <returns>The trainer's, and those of the score graph.</returns>
    private (double[,,] Trainer, double[,,] Score) CompareLogits(TokenBatch source, TokenBatch target, Func<int, string> label, CancellationToken cancellationToken)
    {
        var trainer = _trainer.Logits(source, target, cancellationToken);
        var referee = _referee.Logits(source, target, cancellationToken);
        var score = _host.Logits(source, target, cancellationToken);
        var step = LogitsCube.Of(_bundle.Graphs.StepLogits(source.Ids, source.Lengths, target.Ids, cancellationToken));
        _scoreLogits.Add(trainer, score, referee, target.Lengths, label);
        _stepLogits.Add(trainer, step, referee, target.Lengths, label);
        return (trainer, score);
    }
}
