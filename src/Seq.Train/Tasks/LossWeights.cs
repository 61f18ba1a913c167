using Seq.Model;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>What each target of a batch counts in the loss: nothing for padding, else what its token and its position count.</summary>
internal sealed class LossWeights
{
    private readonly LossAverage _average;
    private readonly IReadOnlyList<double>? _positions;
    private readonly float[]? _tokens;

    /// <param name="settings">The weights asked for.</param>
    /// <param name="vocabulary">The targets' tokens.</param>
    /// <exception cref="TrainingSettingsException">A token is not in the vocabulary.</exception>
    internal LossWeights(LossSettings settings, Vocabulary vocabulary)
    {
        (_average, _positions) = (settings.Average, settings.PositionWeights);
        if (settings.TokenWeights is not { Count: > 0 } weights)
        {
            return;
        }

        _tokens = new float[vocabulary.Count];
        Array.Fill(_tokens, 1);
        foreach (var (token, weight) in weights.Select(text => LossSettings.WeightOf(text)!.Value))
        {
            _tokens[vocabulary.TryGetId(token, out var id)
                ? id
                : throw new TrainingSettingsException([$"loss.token_weights names '{token}', which is not one of the {vocabulary.Count} tokens."])] = (float)weight;
        }
    }

    /// <summary>The weights of a batch, and the factor that makes the average of the sum.</summary>
    /// <param name="targets">[batch · steps].</param>
    /// <param name="lengths">[batch]: targets per row.</param>
    /// <param name="device">Where the weights lie.</param>
    /// <returns>float [batch · steps], null where all count 1, and the factor.</returns>
    internal (Tensor? Weights, double Scale) Of(long[] targets, long[] lengths, Device device)
    {
        var steps = targets.Length / lengths.Length;
        var isPlain = _tokens is null && _positions is null;
        if (isPlain && Array.TrueForAll(lengths, length => length == steps))
        {
            return (null, _average == LossAverage.Steps ? 1.0 / steps : ScaleOf(targets.Length, lengths.Length));
        }

        var weights = new float[targets.Length];
        var sum = 0.0;
        for (var row = 0; row < lengths.Length; row++)
        {
            var ofRow = weights.AsSpan(row * steps, (int)lengths[row]);
            var rowSum = 0.0;
            for (var step = 0; step < ofRow.Length; step++)
            {
                ofRow[step] = (_tokens?[targets[(row * steps) + step]] ?? 1) * (float)(_positions?[Math.Min(step, _positions.Count - 1)] ?? 1);
                rowSum += ofRow[step];
            }

            if (_average == LossAverage.Steps && rowSum > 0)
            {
                foreach (ref var weight in ofRow)
                {
                    weight = (float)(weight / rowSum);
                }
            }

            sum += rowSum;
        }

        return (tensor(weights, device: device), ScaleOf(sum, lengths.Length));
    }

    private double ScaleOf(double sum, int rows) => _average switch
    {
        LossAverage.Rows => 1.0 / rows,
        LossAverage.None or LossAverage.Steps => 1, // Of steps, each weight is divided by its row's already.
        _ => sum == 0 ? 0 : 1 / sum,
    };
}
