using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>The weight of each step of each row in a loss: 1 for a token, 0 for padding.</summary>
internal static class RowWeights
{
    /// <param name="lengths">[batch]: tokens per row.</param>
    /// <param name="steps">The padded length.</param>
    /// <param name="device">Where the result lies.</param>
    /// <returns>float [batch · steps].</returns>
    internal static Tensor OfSteps(long[] lengths, int steps, Device device)
    {
        var weights = new float[lengths.Length * steps];
        for (var row = 0; row < lengths.Length; row++)
        {
            weights.AsSpan(row * steps, (int)lengths[row]).Fill(1);
        }

        return tensor(weights, device: device);
    }
}
