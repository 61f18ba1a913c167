namespace Seq.Export;

/// <summary>How a checkpoint becomes a bundle.</summary>
public sealed record ExportOptions
{
    // What a bundle's manifest may say; far above what anybody decodes.
    private const int MaxMaxLength = 1_000_000;
    private const int MaxBeamSize = 10_000;

    /// <summary>Bytes of the largest table that <see cref="EmbeddingFolding.Auto"/> makes: 32 MiB, for example 8,192 tokens of an LSTM of 256 units.</summary>
    internal const long LargestAutomaticTable = 32L << 20;

    /// <summary>Bytes of the largest table that stands in several graphs: 4 MiB. With a larger one all graphs share <c>weights.bin</c>.</summary>
    internal const long LargestRepeatedTable = 4L << 20;

    /// <summary>The defaults.</summary>
    public static ExportOptions Default { get; } = new();

    /// <summary>
    /// Most tokens to generate when a caller of the bundle does not say, the end token included; 1 to 1,000,000. Bundles of classifiers and taggers, which
    /// generate nothing, carry it and <see cref="BeamSize"/> without a use.
    /// </summary>
    /// <value>256.</value>
    public int MaxLength { get; init; } = 256;

    /// <summary>Live hypotheses per input when a caller of the bundle does not say; 1 is greedy, 10,000 the most.</summary>
    /// <value>1.</value>
    public int BeamSize { get; init; } = 1;

    /// <summary>
    /// Bytes of weights above which they go into one file, <c>weights.bin</c>, that all graphs share, instead of into each graph.
    /// A graph with its weights inside is one file to deploy, but four graphs then hold the decoder up to three times.
    /// Beyond 1 GB they are shared in any case, for an ONNX file cannot hold more than 2 GiB; and so they are when an embedding folded into a table of more than
    /// 4 MiB would stand in several graphs.
    /// </summary>
    /// <value>64 MiB.</value>
    public long ExternalDataThreshold { get; init; } = 64L << 20;

    /// <summary>Whether a step looks up the product of embedding and input weights, computed at export, instead of multiplying: a step takes 0.8 to 0.9 of the time, for a larger bundle.</summary>
    /// <value><see cref="EmbeddingFolding.Auto"/>.</value>
    public EmbeddingFolding FoldEmbeddings { get; init; }

    /// <summary>Whether and how to write <c>generate-beam</c>, a beam search that any ONNX runtime can run; see docs/in-graph-decoding.md.</summary>
    /// <value>Null: it is not written.</value>
    public BeamGraphOptions? BeamGraph { get; init; }

    /// <summary>Whether to write <c>generate-sample</c>, seeded sampling that any ONNX runtime can run; see docs/in-graph-decoding.md.</summary>
    /// <value>False. Like every graph that decodes by itself it holds encoder and decoder, so it adds the size of the model unless weights are shared.</value>
    public bool SampleGraph { get; init; }

    /// <summary>
    /// Whether the graphs <c>generate-*</c> of a model with attention also return the attention weights of every step, <c>attention</c>
    /// [batch, steps, source], of a beam [batch, hypotheses, steps, source], zero past a source's length and after the end of a row. The graphs of a model
    /// without attention stay as they are; a classifier or tagger, which has no such graphs, is refused.
    /// </summary>
    /// <value>False: they cost the memory of all steps.</value>
    public bool AttentionOutputs { get; init; }

    /// <summary>
    /// Whether the graphs <c>generate-*</c> take every option of a search that they know: <c>end_token</c>, <c>repetition_penalty</c>, <c>presence_penalty</c> and
    /// <c>frequency_penalty</c>, <c>min_length</c> also in <c>generate-greedy</c>, and <c>coverage_penalty</c> in <c>generate-beam</c> of a model with attention. Every
    /// input of a graph must be given at every call, so a host that needs none of them is simpler without. Not for classifiers and taggers.
    /// </summary>
    /// <value>False.</value>
    public bool AllSearchInputs { get; init; }

    /// <summary>
    /// Whether to write <c>text-generate-greedy</c>, text in and text out in one file, for encoder-decoders whose vocabularies operators can apply; of opset 20. See
    /// docs/text-graphs.md.
    /// </summary>
    /// <value>False.</value>
    public bool TextGraph { get; init; }

    /// <summary>
    /// The version of the standard operators: 18, or 17 for hosts that know no newer one. What it lacks, <c>generate-sample</c> for its bit operators, is refused.
    /// </summary>
    /// <value>18.</value>
    public int Opset { get; init; } = GraphBuilder.DefaultOpset;

    /// <summary>Checks the options.</summary>
    /// <exception cref="ExportException">They are not valid; the message lists every problem.</exception>
    internal void Validate()
    {
        var problems = new List<string>();
        if (MaxLength is < 1 or > MaxMaxLength)
        {
            problems.Add($"MaxLength is {MaxLength}; it must lie between 1 and {MaxMaxLength}.");
        }

        if (BeamSize is < 1 or > MaxBeamSize)
        {
            problems.Add($"BeamSize is {BeamSize}; it must lie between 1 and {MaxBeamSize}.");
        }

        if (ExternalDataThreshold < 0)
        {
            problems.Add($"ExternalDataThreshold is {ExternalDataThreshold}; use 0 to keep all weights in weights.bin.");
        }

        if (Opset is < OperatorVersions.Oldest or > GraphBuilder.DefaultOpset)
        {
            problems.Add($"Opset is {Opset}; bundles are written in {OperatorVersions.Oldest} or {GraphBuilder.DefaultOpset}.");
        }
        else if (SampleGraph && Opset < GraphBuilder.DefaultOpset)
        {
            problems.Add($"SampleGraph needs opset {GraphBuilder.DefaultOpset}, for bit operators that {Opset} lacks; leave one of the two options out.");
        }
        else if (TextGraph && Opset < GraphBuilder.DefaultOpset)
        {
            problems.Add($"TextGraph needs operators on text, which opset {Opset} lacks; leave one of the two options out.");
        }

        if (!Enum.IsDefined(FoldEmbeddings))
        {
            problems.Add($"FoldEmbeddings is {FoldEmbeddings}; use Auto, Always or Never.");
        }

        problems.AddRange(BeamGraph?.FindProblems() ?? []);
        if (problems.Count > 0)
        {
            throw new ExportException("The export options are not valid: " + string.Join(" ", problems));
        }
    }
}
