namespace Seq.Decoding.Sessions;

/// <summary>What of the search options a saved session hangs on: with other values its state would have another shape.</summary>
internal readonly record struct SearchShape(int Kind, int BeamSize, int BeamGroups, int HypothesisCount, int AlternativeCount, bool RecordsAttention)
{
    private const int Rows = 1;
    private const int Beam = 2;
    private const int StochasticBeam = 3;

    internal static SearchShape Of(SearchOptions options) => new(
        options.StochasticBeam is not null ? StochasticBeam : options.BeamSize > 1 ? Beam : Rows,
        options.BeamSize,
        options.BeamGroups,
        options.HypothesisCount,
        options.AlternativeCount,
        options.KeepAttention || !options.CoveragePenalty.IsNone);

    /// <inheritdoc/>
    public override string ToString() =>
        (Kind switch { Rows => "greedy search or sampling", Beam => "beam search", _ => "a stochastic beam" })
        + $" with BeamSize {BeamSize}, BeamGroups {BeamGroups}, HypothesisCount {HypothesisCount}, AlternativeCount {AlternativeCount}"
        + (RecordsAttention ? " and attention" : "");
}
