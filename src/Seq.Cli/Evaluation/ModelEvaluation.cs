using Seq.Cli.Models;
using Seq.Model;
using Seq.Train;

namespace Seq.Cli.Evaluation;

/// <summary>Measures a model on pairs of source and target, teacher-forced and free running; the same for TorchSharp and ONNX Runtime.</summary>
internal sealed class ModelEvaluation(ISequenceModel model, EncoderDecoderDescription description)
{
    private const int BatchSize = 64;

    /// <summary>Measures.</summary>
    /// <param name="pairs">Source ids and target ids, without start and end token.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    internal (Accuracy TeacherForced, Accuracy FreeRunning) Measure(
        IEnumerable<(IReadOnlyList<int> Source, IReadOnlyList<int> Target)> pairs, CancellationToken cancellationToken)
    {
        var (forced, free) = (new AccuracyCounter(), new AccuracyCounter());
        foreach (var batch in pairs.Chunk(BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var source = TokenBatch.Of([.. batch.Select(pair => pair.Source)]);
            var expected = batch.Select(pair => (int[])[.. pair.Target, description.EndToken]).ToList();
            var logits = model.Logits(source, TokenBatch.DecoderInput(expected, description.StartToken, description.EndToken), cancellationToken);

            // One step beyond the longest reference: a model that does not end in time is seen not to.
            var greedy = model.Greedy(source, expected.Max(row => row.Length) + 1, cancellationToken);
            for (var row = 0; row < batch.Length; row++)
            {
                var choices = new int[expected[row].Length];
                for (var step = 0; step < choices.Length; step++)
                {
                    choices[step] = ArgMax.Of(logits, row, step);
                }

                forced.Add(expected[row], choices);
                free.Add(expected[row], [.. greedy[row].Steps(description.EndToken)]);
            }
        }

        return (forced.Result(), free.Result());
    }
}
