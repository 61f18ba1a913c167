namespace Seq.Train;

/// <summary>A pair to measure on.</summary>
/// <param name="Example">Its ids.</param>
/// <param name="Text">What they were made from; null where the ids say all.</param>
internal sealed record PairItem(PairExample Example, PairText? Text = null)
{
    /// <summary>The target as it was before unknown words were replaced.</summary>
    internal string? Reference => Text?.Target;

    internal int[] Source => Example.Source;

    internal int[] Target => Example.Target;
}
