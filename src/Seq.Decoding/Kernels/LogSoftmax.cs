using System.Numerics.Tensors;

namespace Seq.Decoding.Kernels;

/// <summary>Turns logits into log-probabilities.</summary>
public static class LogSoftmax
{
    /// <summary>y[i] = x[i] − log Σ exp(x[j]), safe for logits of any size.</summary>
    /// <param name="x">Logits, [vocabulary].</param>
    /// <param name="destination">Log-probabilities, at least [vocabulary]; may be <paramref name="x"/> itself.</param>
    /// <remarks>NaN or +∞ in <paramref name="x"/> makes every result NaN; so does −∞ everywhere, as no token is possible then.</remarks>
    /// <exception cref="ArgumentException"><paramref name="x"/> is empty, or <paramref name="destination"/> is shorter.</exception>
    public static void Compute(ReadOnlySpan<float> x, Span<float> destination)
    {
        if (!TryCompute(x, destination))
        {
            destination[..x.Length].Fill(float.NaN);
        }
    }

    /// <summary>The same for logits that are all right; others change nothing, so that what is wrong with them can still be seen.</summary>
    /// <returns>False when there is NaN or +∞ among the logits, or −∞ everywhere.</returns>
    internal static bool TryCompute(ReadOnlySpan<float> x, Span<float> destination)
    {
        var max = TensorPrimitives.Max(x);
        if (!float.IsFinite(max))
        {
            return false;
        }

        // Two small subtractions lose less than one by their sum.
        var logSum = (float)Math.Log(LogSumExp.SumOfExponentials(x, max));
        TensorPrimitives.Subtract(x, max, destination);
        TensorPrimitives.Subtract(destination[..x.Length], logSum, destination);
        return true;
    }
}
