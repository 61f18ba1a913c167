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
    private readonly SeqModel _bundle;
    private readonly OnnxSequenceModel _host;
    private readonly EncoderDecoderDescription _description;
    private readonly LogitsCheck _scoreLogits = new("score-logits", "logits of score.onnx");
    private readonly LogitsCheck _stepLogits = new("step-logits", "logits of step.onnx, chained");
    private readonly GreedyCheck _scoreGreedy = new("score-greedy", "choices of score.onnx under the greedy output");
    private readonly GreedyCheck _hostGreedy = new("host-greedy", "greedy tokens of host-driven step.onnx");
    private readonly GreedyCheck _inGraphGreedy = new("in-graph-greedy", "greedy tokens of generate-greedy.onnx");

    internal ParityRun(ISequenceModel trainer, SeqModel bundle, EncoderDecoderDescription description)
    {
        (_trainer, _bundle, _host, _description) = (trainer, bundle, new(bundle), description);
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
            checks.AddRange(golden.Replay(_bundle, cancellationToken));
        }

        return new(checks.TrueForAll(check => check.Passed), done, batches, seed, LogitsCheck.Tolerance, checks);
    }

    private void Compare(TokenBatch source, TokenBatch randomTargets, Func<int, string> label, CancellationToken cancellationToken)
    {
        var end = _description.EndToken;
        var expected = _trainer.Greedy(source, MaxSteps, cancellationToken).Select(row => row.Steps(end)).ToList();
        var target = TokenBatch.DecoderInput(expected, _description.StartToken, end);
        var logits = _trainer.Logits(source, target, cancellationToken);
        var score = _host.Logits(source, target, cancellationToken);
        _scoreLogits.Add(logits, score, target.Lengths, label);
        _stepLogits.Add(logits, _bundle.Graphs.StepLogits(source.Ids, source.Lengths, target.Ids, cancellationToken), target.Lengths, label);

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

        string RandomLabel(int row) => label(row) + " with a random target";
        var random = _trainer.Logits(source, randomTargets, cancellationToken);
        _scoreLogits.Add(random, _host.Logits(source, randomTargets, cancellationToken), randomTargets.Lengths, RandomLabel);
        _stepLogits.Add(
            random, _bundle.Graphs.StepLogits(source.Ids, source.Lengths, randomTargets.Ids, cancellationToken), randomTargets.Lengths, RandomLabel);
    }
}
