using Seq.Cli.Output;
using Seq.Train;

namespace Seq.Cli.Training;

/// <summary>Runs a training and shows it in the way that suits the output: live, as plain lines, or as JSON.</summary>
internal sealed class TrainingRun(Terminal terminal, bool json)
{
    /// <summary>Trains until it is done or asked to stop; there is a checkpoint in either case.</summary>
    /// <returns>How it ended, and the last validation of this run if there was one.</returns>
    internal (TrainingResult Result, Train.Evaluation? Validation) Run(TrainingSettings settings, TrainingOptions options, CancellationToken cancellationToken)
    {
        LastValidation? last = null;
        TrainingResult Train(ITrainingObserver observer)
        {
            last = new LastValidation(observer);
            return new Trainer(settings, options, last).Run(cancellationToken);
        }

        var result = json ? Train(new JsonTrainingLog(terminal.Output))
            : terminal.IsLive ? LiveTrainingLog.Run(terminal.CreateConsole(), Train)
            : Train(new PlainTrainingLog(terminal.Output, TimeProvider.System));
        if (json)
        {
            var outcome = result.Outcome == TrainingOutcome.Complete ? "complete" : "stopped";
            Json.WriteLine(terminal.Output, new("end", outcome, result.CheckpointPath, result.BestPath, result.Samples, result.Elapsed.TotalSeconds), Json.Lines.EndEvent);
        }

        return (result, last?.Evaluation);
    }
}
