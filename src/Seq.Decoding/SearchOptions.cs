namespace Seq.Decoding;

/// <summary>How to search for output: greedy by default, beam search with <see cref="BeamSize"/> above 1, random with <see cref="Sampling"/>.</summary>
/// <remarks>
/// Immutable; change a copy by <c>with</c>. <see cref="Validate()"/> reports every problem at once, and options that would have no
/// effect on the chosen search count as problems.
/// </remarks>
public sealed partial record SearchOptions
{
    /// <summary>The token fed to every row at the first step (BOS); <see cref="DecodingRequest.StartTokens"/> may name others per input.</summary>
    public required int StartToken { get; init; }

    /// <summary>The tokens that end a hypothesis; may be empty, then only the length ends it.</summary>
    public required IReadOnlyList<int> EndTokens { get; init; }

    /// <summary>
    /// Sequences of tokens that end a hypothesis with <see cref="FinishReason.Stopped"/> as soon as it ends with one of them; they stay
    /// in its tokens and in its score.
    /// </summary>
    /// <value>Empty by default; no sequence may be empty.</value>
    public IReadOnlyList<IReadOnlyList<int>> StopSequences { get; init; } = [];

    /// <summary>K: how many live hypotheses an input has. 1 is greedy search.</summary>
    /// <value>At least 1; 1 by default. It may exceed the vocabulary.</value>
    public int BeamSize { get; init; } = 1;

    /// <summary>
    /// G: into how many groups of equal size the beam is divided, so that it finds hypotheses that differ (Vijayakumar et al. 2018,
    /// arXiv:1610.02424). The groups go one after another at each step, and <see cref="DiversityPenalty"/> keeps a group off the tokens
    /// that those before it have just chosen. A group keeps at most its own share of the beam, K / G, of ended hypotheses.
    /// </summary>
    /// <value>A divisor of <see cref="BeamSize"/>; 1, one beam, by default. Needs a <see cref="DiversityPenalty"/>.</value>
    public int BeamGroups { get; init; } = 1;

    /// <summary>
    /// λ: by how much a continuation ranks lower for each live hypothesis of an earlier group that takes the same token at the same step.
    /// It guides the choice alone: log-probabilities and scores do not contain it.
    /// </summary>
    /// <value>In nats, finite and at least 0; 0 by default. Needs <see cref="BeamGroups"/> above 1.</value>
    public double DiversityPenalty { get; init; }

    /// <summary>How many hypotheses to return per input: the n best of the beam, or as many independent samples.</summary>
    /// <value>At least 1; 1 by default. At most <see cref="BeamSize"/> unless sampling or with <see cref="AlternativesAt"/>. Beam search returns fewer when fewer exist.</value>
    public int HypothesisCount { get; init; } = 1;

    /// <summary>How to draw tokens at random; null, the default, never does.</summary>
    public SamplingOptions? Sampling { get; init; }

    /// <summary>Draws the hypotheses of the beam at random without replacement; null, the default, looks for the likeliest ones.</summary>
    /// <value>Needs a <see cref="BeamSize"/> above 1; does not go with <see cref="Sampling"/>, groups or early stopping.</value>
    public StochasticBeamOptions? StochasticBeam { get; init; }

    /// <summary>
    /// t: at this step, the first being 0, the hypotheses of greedy search part: the i-th of them takes the i-th likeliest token, and each goes on
    /// greedily. With a <see cref="Decoding.Processors.ForcedPrefix"/> of t tokens these are the alternatives that follow it.
    /// </summary>
    /// <value>Below <see cref="MaxLength"/>; null, the default, for one way only. Needs a <see cref="HypothesisCount"/> above 1, of which fewer come back where fewer tokens are possible.</value>
    public int? AlternativesAt { get; init; }

    /// <summary>The most steps a hypothesis may take, its end token included.</summary>
    /// <value>At least 1; 256 by default. <see cref="DecodingRequest.MaxLengths"/> may set it per input.</value>
    public int MaxLength { get; init; } = 256;

    /// <summary>How many tokens must precede an end token; until then end tokens are impossible.</summary>
    /// <value>From 0 to <see cref="MaxLength"/>; 0 by default.</value>
    public int MinLength { get; init; }

    /// <summary>
    /// r: the most steps per source token; the maximum of an input is the lesser of <see cref="MaxLength"/> and ⌈r · source⌉, at least 1.
    /// Needs <see cref="DecodingRequest.SourceLengths"/>.
    /// </summary>
    /// <value>Finite and above 0; null, the default, sets no such limit.</value>
    public double? MaxLengthRatio { get; init; }

    /// <summary>
    /// r: how many tokens per source token must precede an end token; the minimum of an input is the greater of <see cref="MinLength"/> and
    /// ⌈r · source⌉, but never above its maximum. Needs <see cref="DecodingRequest.SourceLengths"/>.
    /// </summary>
    /// <value>Finite and above 0; null, the default, sets no such limit.</value>
    public double? MinLengthRatio { get; init; }

    /// <summary>How length enters <see cref="Hypothesis.Score"/>, by which hypotheses are ranked.</summary>
    /// <value><see cref="LengthPenalty.None"/> by default.</value>
    public LengthPenalty LengthPenalty { get; init; }

    /// <summary>What hypotheses lose for source positions that they have not covered; the model must be an <see cref="IAttentionModel"/>.</summary>
    /// <value><see cref="CoveragePenalty.None"/> by default.</value>
    public CoveragePenalty CoveragePenalty { get; init; }

    /// <summary>Whether hypotheses tell where each step looked, in <see cref="Hypothesis.Attention"/>; the model must be an <see cref="IAttentionModel"/>.</summary>
    /// <value>False by default.</value>
    public bool KeepAttention { get; init; }

    /// <summary>When beam search stops working on an input.</summary>
    /// <value>The exact rule, <see cref="EarlyStopping.WhenNoBetterPossible"/>, by default.</value>
    public EarlyStopping EarlyStopping { get; init; }

    /// <summary>For <see cref="EarlyStopping.WhenBeamFull"/>: stop after this many times <see cref="BeamSize"/> ended hypotheses, rounded, halves up (of a group: times its size).</summary>
    /// <value>Finite and above 0; 1 by default.</value>
    public double Patience { get; init; } = 1;

    /// <summary>Rules that change the logits, applied in this order; the rule of <see cref="MinLength"/> comes last.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<ILogitsProcessor> Processors { get; init; } = [];

    /// <summary>How many of the likeliest tokens of each step a hypothesis reports in <see cref="Hypothesis.Alternatives"/>.</summary>
    /// <value>At least 0; 0, none, by default.</value>
    public int AlternativeCount { get; init; }

    /// <summary>The most rows a search with these options asks an <see cref="IStepModel"/> for, per input.</summary>
    public int RowsPerInput => Sampling is null && AlternativesAt is null ? BeamSize : HypothesisCount;

    /// <summary>How many live hypotheses a group of the beam has.</summary>
    internal int GroupSize => BeamSize / Math.Max(1, BeamGroups);

    /// <summary>The number of ended hypotheses at which <see cref="EarlyStopping.WhenBeamFull"/> stops a group.</summary>
    internal int FinishedTarget => (int)Math.Min(int.MaxValue, Math.Max(1, Math.Round(GroupSize * Patience, MidpointRounding.AwayFromZero)));
}
