namespace Seq.Train;

/// <summary>A pair to measure on.</summary>
/// <param name="Example">Its ids.</param>
/// <param name="Reference">The target as it was before unknown words were replaced; null where the ids say all.</param>
internal sealed record PairItem(PairExample Example, string? Reference = null)
{
    internal int[] Source => Example.Source;

    internal int[] Target => Example.Target;
}
