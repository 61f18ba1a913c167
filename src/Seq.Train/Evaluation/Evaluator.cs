namespace Seq.Train;

/// <summary>What a model achieves on fresh examples.</summary>
/// <param name="TeacherForced">Each step fed with the reference.</param>
/// <param name="FreeRunning">Each step fed with the model's own last token, until it ends.</param>
/// <param name="Loss">Mean cross-entropy of a target step, teacher forced, in nats.</param>
/// <param name="Samples">Number of examples.</param>
public sealed record Evaluation(Accuracy TeacherForced, Accuracy FreeRunning, double Loss, int Samples);

/// <summary>Evaluates a model on examples of the digits task.</summary>
public static class Evaluator
{
    private const int BatchRows = 250;

    /// <summary>Draws batches of fresh examples; the same seed draws the same ones.</summary>
    /// <param name="data">Range of digits.</param>
    /// <param name="samples">Number of examples.</param>
    /// <param name="seed">The seed.</param>
    public static IEnumerable<SequenceBatch> Draw(DigitsSettings data, int samples, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        return Batches();

        IEnumerable<SequenceBatch> Batches()
        {
            var random = new SeededRandom(seed);
            for (var done = 0; done < samples; done += BatchRows)
            {
                yield return DigitsTask.DrawBatch(random, Math.Min(BatchRows, samples - done), data.MinDigits, data.MaxDigits);
            }
        }
    }

    /// <summary>Evaluates a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batches">The examples.</param>
    public static Evaluation Evaluate(TorchModel model, IEnumerable<SequenceBatch> batches)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(batches);
        var forced = new AccuracyCounter();
        var free = new AccuracyCounter();
        double loss = 0;
        long steps = 0;
        var samples = 0;
        foreach (var batch in batches)
        {
            var logits = model.Logits(batch);
            var decoded = model.DecodeGreedy(batch, batch.TargetTime + 1);
            var vocabulary = logits.Length / batch.TargetOutput.Length;
            for (var row = 0; row < batch.Rows; row++)
            {
                int[] expected = [.. Enumerable.Range(0, (int)batch.TargetLengths[row]).Select(step => (int)batch.TargetOutput[(row * batch.TargetTime) + step])];
                var choices = new int[expected.Length];
                for (var step = 0; step < expected.Length; step++)
                {
                    var scores = logits.AsSpan(((row * batch.TargetTime) + step) * vocabulary, vocabulary);
                    choices[step] = LowestArgMax.Of(scores);
                    loss += LogSumExp(scores) - scores[expected[step]];
                }

                steps += expected.Length;
                forced.Add(expected, choices);
                free.Add(expected, [.. decoded[row], expected[^1]]);
            }

            samples += batch.Rows;
        }

        return new(forced.Result(), free.Result(), steps == 0 ? 0 : loss / steps, samples);
    }

    private static double LogSumExp(ReadOnlySpan<double> scores)
    {
        var max = scores[LowestArgMax.Of(scores)];
        double sum = 0;
        foreach (var score in scores)
        {
            sum += Math.Exp(score - max);
        }

        return max + Math.Log(sum);
    }
}
