using System.Globalization;
using System.Text.Json.Serialization;

namespace Seq.Model;

/// <summary>A recurrent encoder that reads the source and a recurrent decoder that writes the target.</summary>
/// <remarks>Sutskever et al. 2014; Cho et al. 2014. The encoder's last state of each layer initialises that layer of the decoder, directly or through the bridge.</remarks>
public sealed record EncoderDecoderDescription : ModelDescription
{
    /// <summary>Number of source tokens.</summary>
    public required int SourceVocabulary { get; init; }

    /// <summary>Number of target tokens; the width of the logits.</summary>
    public required int TargetVocabulary { get; init; }

    /// <summary>Width of the source embedding.</summary>
    public required int SourceEmbedding { get; init; }

    /// <summary>Width of the target embedding.</summary>
    public required int TargetEmbedding { get; init; }

    /// <summary>The encoder.</summary>
    public required RecurrentLayers Encoder { get; init; }

    /// <summary>The decoder; never bidirectional.</summary>
    public required RecurrentLayers Decoder { get; init; }

    /// <summary>Id of the target token that a decoder is fed first.</summary>
    public required int StartToken { get; init; }

    /// <summary>Id of the target token that ends a sequence; may be the start token.</summary>
    public required int EndToken { get; init; }

    /// <summary>How the encoder's last state becomes the decoder's first.</summary>
    public BridgeKind Bridge { get; init; } = BridgeKind.Copy;

    /// <summary>Attention over the encoder's outputs; none if null.</summary>
    public AttentionDescription? Attention { get; init; }

    /// <summary>Whether the encoder's last top-layer output is fed to the decoder at every step, beside the embedding (Cho et al. 2014).</summary>
    public bool ContextEveryStep { get; init; }

    /// <summary>Probability that an embedding or output unit is dropped in training; in [0, 1).</summary>
    public double Dropout { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "encoder-decoder";

    /// <summary>Width of a memory entry: the encoder's output.</summary>
    [JsonIgnore]
    public int MemorySize => Encoder.OutputSize;

    /// <summary>Width of the decoder's input at a step: the embedding, and the context when it is fed.</summary>
    [JsonIgnore]
    public int DecoderInputSize => TargetEmbedding + (ContextEveryStep ? MemorySize : 0);

    /// <summary>Width of the hidden layer of an additive score.</summary>
    [JsonIgnore]
    public int EnergySize => Attention?.EnergySize ?? Decoder.Hidden;

    private protected override IReadOnlyList<ParameterShape> ListParameters() =>
    [
        new(EncoderDecoderNames.SourceEmbedding, [SourceVocabulary, SourceEmbedding]),
        .. Encoder.ParametersOf(EncoderDecoderNames.Encoder, SourceEmbedding),
        .. BridgeParameters(),
        new(EncoderDecoderNames.TargetEmbedding, [TargetVocabulary, TargetEmbedding]),
        .. Decoder.ParametersOf(EncoderDecoderNames.Decoder, DecoderInputSize),
        .. AttentionParameters(),
        new(EncoderDecoderNames.OutputWeight, [TargetVocabulary, Decoder.Hidden]),
        new(EncoderDecoderNames.OutputBias, [TargetVocabulary]),
    ];

    private IEnumerable<ParameterShape> BridgeParameters()
    {
        for (var layer = 0; Bridge == BridgeKind.Linear && layer < Decoder.Layers; layer++)
        {
            yield return new(EncoderDecoderNames.BridgeHiddenWeight(layer), [Decoder.Hidden, MemorySize]);
            yield return new(EncoderDecoderNames.BridgeHiddenBias(layer), [Decoder.Hidden]);
            if (Decoder.Cell.HasCellState())
            {
                yield return new(EncoderDecoderNames.BridgeCellWeight(layer), [Decoder.Hidden, MemorySize]);
                yield return new(EncoderDecoderNames.BridgeCellBias(layer), [Decoder.Hidden]);
            }
        }
    }

    private IEnumerable<ParameterShape> AttentionParameters()
    {
        switch (Attention?.Score)
        {
            case null:
                yield break;
            case AttentionScore.Additive:
                yield return new(EncoderDecoderNames.AttentionQuery, [EnergySize, Decoder.Hidden]);
                yield return new(EncoderDecoderNames.AttentionKey, [EnergySize, MemorySize]);
                yield return new(EncoderDecoderNames.AttentionEnergy, [1, EnergySize]);
                break;
            case AttentionScore.General:
                yield return new(EncoderDecoderNames.AttentionKey, [Decoder.Hidden, MemorySize]);
                break;
            default:
                break;
        }

        yield return new(EncoderDecoderNames.AttentionCombine, [Decoder.Hidden, MemorySize + Decoder.Hidden]);
    }

    private protected override void CollectProblems(List<string> problems)
    {
        Sizes.Check("source_vocabulary", SourceVocabulary, Sizes.MaxVocabulary, problems);
        Sizes.Check("target_vocabulary", TargetVocabulary, Sizes.MaxVocabulary, problems);
        Sizes.Check("source_embedding", SourceEmbedding, Sizes.MaxEmbedding, problems);
        Sizes.Check("target_embedding", TargetEmbedding, Sizes.MaxEmbedding, problems);
        Encoder.CollectProblems("encoder", problems);
        Decoder.CollectProblems("decoder", problems);
        CheckToken("start_token", StartToken, problems);
        CheckToken("end_token", EndToken, problems);
        if (!(Dropout is >= 0 and < 1))
        {
            problems.Add($"dropout is {Dropout.ToString(CultureInfo.InvariantCulture)}; it must lie in [0, 1).");
        }

        if (Decoder.Bidirectional)
        {
            problems.Add("decoder.bidirectional is true; a decoder writes from left to right and cannot be.");
        }

        if (Encoder.Cell.HasCellState() != Decoder.Cell.HasCellState() || Encoder.Layers != Decoder.Layers)
        {
            problems.Add($"The encoder ({Encoder.Layers} x {Encoder.Cell}) cannot initialise the decoder ({Decoder.Layers} x {Decoder.Cell}); " +
                "use as many layers, and an LSTM with an LSTM.");
        }

        if (!Enum.IsDefined(Bridge))
        {
            problems.Add($"bridge is {Bridge}; use copy or linear.");
        }

        if (Bridge == BridgeKind.Copy && MemorySize != Decoder.Hidden)
        {
            problems.Add($"An encoder state of width {MemorySize} cannot be copied into a decoder of hidden size {Decoder.Hidden}; use bridge linear.");
        }

        CheckAttention(problems);
    }

    private void CheckAttention(List<string> problems)
    {
        if (Attention is null)
        {
            return;
        }

        if (!Enum.IsDefined(Attention.Score))
        {
            problems.Add($"attention.score is {Attention.Score}; use additive, dot or general.");
        }

        if (Attention.Score == AttentionScore.Dot && MemorySize != Decoder.Hidden)
        {
            problems.Add($"Dot attention compares a memory of width {MemorySize} with a decoder of hidden size {Decoder.Hidden}; make them equal or use general.");
        }

        if (Attention.EnergySize is { } size)
        {
            Sizes.Check("attention.energy_size", size, RecurrentLayers.MaxHidden, problems);
            if (Attention.Score != AttentionScore.Additive)
            {
                problems.Add("attention.energy_size is given, but only the additive score has an energy layer; leave it out.");
            }
        }
    }

    private void CheckToken(string name, int token, List<string> problems)
    {
        if (token < 0 || (token >= TargetVocabulary && TargetVocabulary > 0))
        {
            problems.Add($"{name} is {token}; target tokens go from 0 to {Math.Max(TargetVocabulary, 1) - 1}.");
        }
    }
}
