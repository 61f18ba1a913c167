using Seq.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>The last layer: from what the layers say to logits over tokens, classes or tags.</summary>
/// <remarks>Losses that never make all logits at once read its weights and do the sum themselves.</remarks>
internal sealed class OutputLayer : nn.Module
{
    private readonly Func<Parameter>? _tied; // Not the embedding itself, which is registered where it stands and must not count twice.
    private readonly Linear? _linear;
    private readonly Parameter? _bias;
    private readonly Linear? _head;
    private readonly ModuleList<AdaptiveTail> _tails = new();

    /// <summary>Creates W h + b with a weight of its own.</summary>
    internal OutputLayer(int input, int tokens)
        : base(nameof(OutputLayer))
    {
        Tokens = tokens;
        _linear = nn.Linear(input, tokens);
        RegisterComponents();
    }

    /// <summary>Creates W h + b with the weight of an embedding (Press and Wolf 2017).</summary>
    internal OutputLayer(Func<Parameter> tied, int input, int tokens)
        : base(nameof(OutputLayer))
    {
        Tokens = tokens;
        _tied = tied;
        _bias = InitialWeights.Uniform(input, tokens);
        RegisterComponents();
    }

    /// <summary>Creates an adaptive softmax.</summary>
    internal OutputLayer(AdaptiveSoftmaxDescription adaptive, int input, int tokens)
        : base(nameof(OutputLayer))
    {
        Tokens = tokens;
        Adaptive = adaptive;
        _head = nn.Linear(input, adaptive.Cutoffs[0] + adaptive.Cutoffs.Count, hasBias: false);
        for (var cluster = 0; cluster < adaptive.Cutoffs.Count; cluster++)
        {
            _tails.Add(new(input, adaptive.ClusterSize(input, cluster), adaptive.ClusterTokens(tokens, cluster)));
        }

        RegisterComponents();
    }

    /// <summary>Number of tokens, the width of the logits.</summary>
    internal int Tokens { get; }

    /// <summary>The parts of an adaptive softmax; null for one softmax over all tokens.</summary>
    internal AdaptiveSoftmaxDescription? Adaptive { get; }

    /// <summary>Whether the weight is an embedding's.</summary>
    internal bool IsTied => _tied is not null;

    /// <summary>W, [tokens, input].</summary>
    /// <exception cref="InvalidOperationException">The layer is an adaptive softmax.</exception>
    internal Parameter Weight => _linear?.weight ?? _tied?.Invoke() ?? throw NotWhole(nameof(Weight));

    /// <summary>b, [tokens].</summary>
    /// <exception cref="InvalidOperationException">The layer is an adaptive softmax.</exception>
    internal Parameter Bias => _linear?.bias ?? _bias ?? throw NotWhole(nameof(Bias));

    /// <summary>The head of an adaptive softmax, [first cut-off + clusters, input].</summary>
    /// <exception cref="InvalidOperationException">The layer is not an adaptive softmax.</exception>
    internal Parameter Head => _head?.weight ?? throw new InvalidOperationException("Only an adaptive softmax has a head; read Weight and Bias.");

    /// <summary>The clusters of an adaptive softmax; none otherwise.</summary>
    internal IReadOnlyList<AdaptiveTail> Tails => [.. _tails];

    /// <summary>Logits; of an adaptive softmax, log-probabilities.</summary>
    /// <param name="hidden">[..., input].</param>
    /// <returns>[..., tokens].</returns>
    internal Tensor Logits(Tensor hidden)
    {
        if (Adaptive is null)
        {
            return nn.functional.linear(hidden, Weight, Bias);
        }

        var head = nn.functional.linear(hidden, Head).log_softmax(-1);                                    // [..., first cut-off + clusters]
        long[] sizes = [Adaptive.Cutoffs[0], .. Enumerable.Repeat(1L, _tails.Count)];
        var entries = head.split(sizes, -1);
        return cat([entries[0], .. _tails.Select((tail, cluster) => tail.Logits(hidden).log_softmax(-1) + entries[cluster + 1])], -1);
    }

    /// <summary>Each trained tensor of its own with the name it has in a checkpoint.</summary>
    internal IEnumerable<(string Name, Parameter Value)> Named()
    {
        if (Adaptive is not null)
        {
            yield return (OutputNames.AdaptiveHead, Head);
            for (var cluster = 0; cluster < _tails.Count; cluster++)
            {
                yield return (OutputNames.AdaptiveProjection(cluster), _tails[cluster].Projection);
                yield return (OutputNames.AdaptiveCluster(cluster), _tails[cluster].Cluster);
            }

            yield break;
        }

        if (!IsTied)
        {
            yield return (OutputNames.Weight, Weight);
        }

        yield return (OutputNames.Bias, Bias);
    }

    private static InvalidOperationException NotWhole(string part) =>
        new($"An adaptive softmax has no {part} over all tokens; read Head and Tails.");
}
