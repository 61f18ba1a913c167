using Seq.Cli.Models;
using Seq.Model;

namespace Seq.Cli.Evaluation;

/// <summary>Measures a model on pairs of source and target, teacher-forced and free running; the same for TorchSharp and ONNX Runtime.</summary>
internal sealed class Evaluator(ISequenceModel model, EncoderDecoderDescription description)
{
    private const int BatchSize = 64;

    /// <summary>Measures.</summary>
    /// <param name="pairs">Source ids and target ids, without start and end token.</param>
    /// <param name="onBatch">Is told how many sequences are done.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    internal (Accuracy TeacherForced, Accuracy FreeRunning) Measure(
        IEnumerable<(IReadOnlyList<int> Source, IReadOnlyList<int> Target)> pairs, Action<int> onBatch, CancellationToken cancellationToken)
    {
        var (forced, free, done) = (new AccuracyCount(), new AccuracyCount(), 0);
        foreach (var batch in pairs.Chunk(BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var source = TokenBatch.Of([.. batch.Select(pair => pair.Source)]);
            var expected = batch.Select(pair => (IReadOnlyList<int>)[.. pair.Target, description.EndToken]).ToList();
            var logits = model.Logits(source, TokenBatch.DecoderInput(expected, description.StartToken, description.EndToken), cancellationToken);

            // One step beyond the longest reference: a model that does not end in time is seen not to.
            var greedy = model.Greedy(source, expected.Max(row => row.Count) + 1, cancellationToken);
            for (var row = 0; row < batch.Length; row++)
            {
                var index = row;
                forced.Add(expected[row], [.. Enumerable.Range(0, expected[row].Count).Select(step => ArgMax.Of(logits, index, step))]);
                free.Add(expected[row], greedy[row].Steps(description.EndToken));
            }

            done += batch.Length;
            onBatch(done);
        }

        return (forced.Result, free.Result);
    }
}
