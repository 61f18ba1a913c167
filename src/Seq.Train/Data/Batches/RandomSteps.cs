namespace Seq.Train;

/// <summary>Lengths of truncated back-propagation drawn at random, so that the batches of each epoch are cut elsewhere.</summary>
/// <param name="Seed">Seed of the draws.</param>
/// <param name="Epoch">Counts from 0; each epoch draws anew.</param>
/// <remarks>
/// Merity, Keskar and Socher 2018, "Regularizing and optimizing LSTM language models", section 5: the mean is the given length with probability 0.95,
/// else half of it; the length is normal around it with deviation 5, and at least 5. The draw depends on seed, epoch and place alone. A length is cut
/// off at 20 above the given one, so that memory is bounded. The learning rate is to be scaled by length / given length.
/// </remarks>
internal sealed record RandomSteps(ulong Seed, int Epoch)
{
    private const double FullShare = 0.95;
    private const double Deviation = 5;
    private const int Least = 5;
    private const int MostAbove = 20;

    /// <summary>The number of steps to take from a place.</summary>
    internal int At(int place, int steps)
    {
        var random = new SeededRandom(EpochSeed.Of(EpochSeed.Of(Seed, Epoch), place));
        var mean = random.NextUniform() < FullShare ? steps : steps / 2.0;
        var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextUniform())) * Math.Cos(2 * Math.PI * random.NextUniform());
        return Math.Clamp((int)(mean + (Deviation * normal)), Math.Min(Least, steps), steps + MostAbove);
    }
}
