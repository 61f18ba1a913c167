using Seq.Decoding;
using Seq.Decoding.Processors;

namespace Seq.Referee.Tests;

/// <summary>A logits processor as the referee writes it.</summary>
internal sealed record ProcessorData(string Kind)
{
    public float Theta { get; init; }

    public float Alpha { get; init; }

    public float Beta { get; init; }

    public int Size { get; init; }

    public IReadOnlyList<int> Tokens { get; init; } = [];

    public IReadOnlyList<float> Biases { get; init; } = [];

    public IReadOnlyList<IReadOnlyList<int>> Sequences { get; init; } = [];

    public IReadOnlyList<int[]> Steps { get; init; } = [];

    public bool Cyclic { get; init; }

    public IReadOnlyList<int> EndTokens { get; init; } = [];

    public int MaxLength { get; init; }

    public float Bias { get; init; }

    public bool Ordered { get; init; }

    internal ILogitsProcessor ToProcessor() => Kind switch
    {
        "repetition" => new RepetitionPenalty(Theta),
        "presence" => new PresencePenalty(Alpha),
        "frequency" => new FrequencyPenalty(Alpha),
        "no_repeat" => new NoRepeatNGram(Size),
        "suppress" => new SuppressTokens(Tokens),
        "suppress_sequences" => new SuppressSequences(Sequences),
        "bias" => new TokenBias(Tokens.Zip(Biases).ToDictionary(pair => pair.First, pair => pair.Second)),
        "forced_prefix" => new ForcedPrefix(Tokens),
        "soft_prefix" => new SoftPrefix(Tokens, Beta),
        "allowed" => new AllowedTokens(Allowed),
        "must_contain" => new MustContain(Sequences, EndTokens, MaxLength, Bias, Ordered),
        _ => throw new InvalidDataException($"Unknown processor {Kind}."),
    };

    /// <summary>The tokens allowed at each step; when they are used up, cyclic ones begin again and others complete the output.</summary>
    private ReadOnlySpan<int> Allowed(ReadOnlySpan<int> prefix) =>
        Cyclic || prefix.Length < Steps.Count ? Steps[prefix.Length % Steps.Count] : [];
}
