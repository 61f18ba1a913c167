using System.Text.Json.Serialization;

namespace Seq.Model;

/// <summary>A recurrent encoder that reads the source and a recurrent decoder that writes the target.</summary>
/// <remarks>Sutskever et al. 2014; Cho et al. 2014. The encoder's last state of each layer initialises that layer of the decoder, directly or through the bridge.</remarks>
public sealed record EncoderDecoderDescription : ModelDescription
{
    internal const string KindWord = "encoder-decoder";

    /// <summary>Number of source tokens.</summary>
    public required int SourceVocabulary { get; init; }

    /// <summary>Number of target tokens; the width of the logits.</summary>
    public required int TargetVocabulary { get; init; }

    /// <summary>Width of the source embedding; null for one-hot input.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required int? SourceEmbedding { get; init; }

    /// <summary>Width of the target embedding; null for one-hot input, or for none without feedback.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required int? TargetEmbedding { get; init; }

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

    /// <summary>Whether the decoder is not fed its own tokens: the context of every step is then all that enters it.</summary>
    public bool WithoutFeedback { get; init; }

    /// <summary>Whether the output's weight is the target embedding's (Press and Wolf 2017); needs an embedding as wide as the decoder's output.</summary>
    public bool TiedEmbeddings { get; init; }

    /// <summary>Whether source and target have one embedding; needs equal vocabularies and widths.</summary>
    public bool SharedEmbeddings { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => KindWord;

    /// <summary>Width of a memory entry: the encoder's output.</summary>
    [JsonIgnore]
    public int MemorySize => Encoder.OutputSize;

    /// <summary>Width of an embedded source token.</summary>
    [JsonIgnore]
    public int SourceInputSize => SourceEmbedding ?? SourceVocabulary;

    /// <summary>Width of an embedded target token; 0 without feedback.</summary>
    [JsonIgnore]
    public int TargetInputSize => WithoutFeedback ? 0 : TargetEmbedding ?? TargetVocabulary;

    /// <summary>
    /// Width of the decoder's input at a step: the embedded token, then the context when it is fed at every step, then the attention's context (before the cell)
    /// or the last h̃ (input feeding).
    /// </summary>
    [JsonIgnore]
    public int DecoderInputSize => TargetInputSize + (ContextEveryStep ? MemorySize : 0)
        + (Attention?.Placement == AttentionPlacement.BeforeCell ? MemorySize : 0) + (Attention?.InputFeeding == true ? Decoder.OutputSize : 0);

    /// <summary>Width of the hidden layer of an additive or concat score.</summary>
    [JsonIgnore]
    public int EnergySize => Attention?.EnergySize ?? Decoder.OutputSize;

    /// <summary>Whether a step needs the output of the step before, so that training cannot run the decoder over all steps at once.</summary>
    [JsonIgnore]
    public bool StepsDependOnAttention => Attention is { } attention && (attention.InputFeeding || attention.Coverage || attention.Placement == AttentionPlacement.BeforeCell);

    private protected override IReadOnlyList<ParameterShape> ListParameters() =>
    [
        .. SourceEmbedding is { } source && !SharedEmbeddings
            ? [new ParameterShape(EncoderDecoderNames.SourceEmbedding, [SourceVocabulary, source])] : Array.Empty<ParameterShape>(),
        .. Encoder.ParametersOf(EncoderDecoderNames.Encoder, SourceInputSize),
        .. BridgeParameters(),
        .. TargetEmbedding is { } target && !WithoutFeedback
            ? [new ParameterShape(EncoderDecoderNames.TargetEmbedding, [TargetVocabulary, target])] : Array.Empty<ParameterShape>(),
        .. Decoder.ParametersOf(EncoderDecoderNames.Decoder, DecoderInputSize),
        .. AttentionParameters(),
        .. TiedEmbeddings ? Array.Empty<ParameterShape>() : [new(EncoderDecoderNames.OutputWeight, [TargetVocabulary, Decoder.OutputSize])],
        new(EncoderDecoderNames.OutputBias, [TargetVocabulary]),
    ];

    private IEnumerable<ParameterShape> BridgeParameters()
    {
        for (var layer = 0; Bridge == BridgeKind.Linear && layer < Decoder.Layers; layer++)
        {
            yield return new(EncoderDecoderNames.BridgeHiddenWeight(layer), [Decoder.StateSize, MemorySize]);
            yield return new(EncoderDecoderNames.BridgeHiddenBias(layer), [Decoder.StateSize]);
            if (Decoder.Cell.HasCellState())
            {
                yield return new(EncoderDecoderNames.BridgeCellWeight(layer), [Decoder.Hidden, Encoder.Hidden * Encoder.Directions]);
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
                yield return new(EncoderDecoderNames.AttentionQuery, [EnergySize, Decoder.OutputSize]);
                yield return new(EncoderDecoderNames.AttentionKey, [EnergySize, MemorySize]);
                yield return new(EncoderDecoderNames.AttentionEnergy, [1, EnergySize]);
                break;
            case AttentionScore.General:
                yield return new(EncoderDecoderNames.AttentionKey, [Decoder.OutputSize, MemorySize]);
                break;
            case AttentionScore.Concat:
                yield return new(EncoderDecoderNames.AttentionConcat, [EnergySize, Decoder.OutputSize + MemorySize]);
                yield return new(EncoderDecoderNames.AttentionEnergy, [1, EnergySize]);
                break;
            default:
                break;
        }

        if (Attention.Coverage)
        {
            yield return new(EncoderDecoderNames.AttentionCoverage, [EnergySize, 1]);
        }

        yield return new(EncoderDecoderNames.AttentionCombine, [Decoder.OutputSize, MemorySize + Decoder.OutputSize]);
    }

    private protected override void CollectProblems(List<string> problems)
    {
        Sizes.Check("source_vocabulary", SourceVocabulary, Sizes.MaxVocabulary, problems);
        Sizes.Check("target_vocabulary", TargetVocabulary, Sizes.MaxVocabulary, problems);
        Sizes.CheckWidth("source_embedding", SourceEmbedding, problems);
        Sizes.CheckWidth("target_embedding", TargetEmbedding, problems);
        Encoder.CollectProblems("encoder", problems);
        Decoder.CollectProblems("decoder", problems);
        Sizes.CheckToken("start_token", StartToken, TargetVocabulary, problems);
        Sizes.CheckToken("end_token", EndToken, TargetVocabulary, problems);
        if (Decoder.Bidirectional)
        {
            problems.Add("decoder.bidirectional is true; a decoder writes from left to right and cannot be.");
        }

        CheckEmbeddings(problems);
        CheckBridge(problems);
        CheckAttention(problems);
    }

    private void CheckEmbeddings(List<string> problems)
    {
        if (WithoutFeedback && !ContextEveryStep)
        {
            problems.Add("without_feedback is true, so nothing enters the decoder; set context_every_step too.");
        }

        if (WithoutFeedback && (TargetEmbedding is not null || TiedEmbeddings || SharedEmbeddings))
        {
            problems.Add("Without feedback there is no target embedding; leave target_embedding, tied_embeddings and shared_embeddings out.");
        }

        if (TiedEmbeddings && TargetEmbedding != Decoder.OutputSize)
        {
            problems.Add($"tied_embeddings needs a target embedding as wide as the decoder's output, {Decoder.OutputSize}.");
        }

        if (SharedEmbeddings && (SourceEmbedding is null || SourceEmbedding != TargetEmbedding || SourceVocabulary != TargetVocabulary))
        {
            problems.Add("shared_embeddings needs source and target embeddings of equal width and vocabularies of equal size.");
        }
    }

    private void CheckBridge(List<string> problems)
    {
        if (!Enum.IsDefined(Bridge))
        {
            problems.Add($"bridge is {Bridge}; use copy, linear or zeros.");
        }

        if (Bridge == BridgeKind.Zeros)
        {
            if (Attention is null && !ContextEveryStep)
            {
                problems.Add("bridge is zeros, so the decoder would know nothing of the source; add attention or context_every_step.");
            }

            return;
        }

        if (Encoder.Cell.HasCellState() != Decoder.Cell.HasCellState() || Encoder.Layers != Decoder.Layers)
        {
            problems.Add($"The encoder ({Encoder.Layers} x {Encoder.Cell}) cannot initialise the decoder ({Decoder.Layers} x {Decoder.Cell}); " +
                "use as many layers, and an LSTM with an LSTM, or bridge zeros.");
        }

        if (Bridge == BridgeKind.Copy && MemorySize != Decoder.StateSize)
        {
            problems.Add($"An encoder state of width {MemorySize} cannot be copied into a decoder of hidden size {Decoder.StateSize}; use bridge linear.");
        }

        if (Bridge == BridgeKind.Copy && Decoder.Cell.HasCellState() && Encoder.Hidden * Encoder.Directions != Decoder.Hidden)
        {
            problems.Add($"An encoder's cell state of width {Encoder.Hidden * Encoder.Directions} cannot be copied into a decoder's of {Decoder.Hidden}; use bridge linear.");
        }
    }

    private void CheckAttention(List<string> problems)
    {
        if (Attention is null)
        {
            return;
        }

        if (!Enum.IsDefined(Attention.Score))
        {
            problems.Add($"attention.score is {Attention.Score}; use additive, dot, general or concat.");
        }

        if (!Enum.IsDefined(Attention.Placement))
        {
            problems.Add($"attention.placement is {Attention.Placement}; use after-cell or before-cell.");
        }

        if (Attention.Score == AttentionScore.Dot && MemorySize != Decoder.OutputSize)
        {
            problems.Add($"Dot attention compares a memory of width {MemorySize} with a decoder of hidden size {Decoder.OutputSize}; make them equal or use general.");
        }

        if (Attention.EnergySize is { } size)
        {
            Sizes.Check("attention.energy_size", size, RecurrentLayers.MaxHidden, problems);
            if (!Attention.HasEnergyLayer)
            {
                problems.Add("attention.energy_size is given, but only the additive and concat scores have an energy layer; leave it out.");
            }
        }

        if (Attention.Coverage && !Attention.HasEnergyLayer)
        {
            problems.Add("attention.coverage is true, but only the additive and concat scores can take it in; use one of them.");
        }

        if (Attention.InputFeeding && Attention.Placement == AttentionPlacement.BeforeCell)
        {
            problems.Add("attention.input_feeding is for attention after the cell; before the cell, the context enters it anyway.");
        }
    }
}
