namespace Seq.Bench.Decoding;

/// <summary>How tokens are chosen.</summary>
internal enum DecodeSearch
{
    /// <summary>The likeliest token.</summary>
    Greedy,

    /// <summary>One of the 50 likeliest, by chance.</summary>
    TopK,

    /// <summary>Four hypotheses per input.</summary>
    Beam,
}

/// <summary>A model, a search, and how many inputs are decoded together.</summary>
internal sealed record DecodeCase(DecodeModel Model, DecodeSearch Search, int Batch)
{
    internal const int BeamSize = 4;
    internal const int TopK = 50;
    internal const int LargestBatch = 32;

    internal static IEnumerable<DecodeCase> Of(DecodeModel model) =>
        from search in Enum.GetValues<DecodeSearch>()
        from batch in new[] { 1, 8, LargestBatch }
        select new DecodeCase(model, search, batch);

    internal string Name => $"{Model.Name}/{SearchName}/{Batch}";

    internal string SearchName => Search switch { DecodeSearch.Greedy => "greedy", DecodeSearch.TopK => $"top-{TopK}", _ => $"beam-{BeamSize}" };

    /// <summary>The rows of a step.</summary>
    internal int Rows => Search == DecodeSearch.Beam ? Batch * BeamSize : Batch;

    /// <summary>The most that a token may take, as a multiple of a bare run of the step; null where none is asked for.</summary>
    internal double? MostOverBare => (Search, Model.Hidden, Batch) switch
    {
        (DecodeSearch.Beam, _, _) => null,
        (_, 512, _) => 1.10,
        (_, 128, 1) => 1.20,
        _ => null,
    };

    /// <summary>The most that a beam of the host may take, as a multiple of the beam in the graph.</summary>
    internal double? MostOverGraph => Search == DecodeSearch.Beam ? 1.15 : null;

    /// <summary>How many times as fast as PyTorch it must be.</summary>
    internal double? LeastOverTorch => (Search, Batch) switch
    {
        (DecodeSearch.Beam, _) => 3,
        (DecodeSearch.TopK, _) => null,
        (_, 1) => 2.5,
        (_, 8) => 2.2,
        _ => 1.4,
    };

    /// <summary>How many times as fast as a loop in Node it must be.</summary>
    internal double? LeastOverNode => Search != DecodeSearch.Greedy ? null : (Model.Hidden, Batch) == (128, 1) ? 1.5 : 1;

    /// <summary>The share of the bandwidth roofline that it must reach.</summary>
    internal double? LeastRoofline => (Search, Model.Hidden, Batch) == (DecodeSearch.Greedy, 512, 1) ? 0.85 : null;
}
